# What limits, routing and failover cost a request: the same server with all of it configured, and with none.
run_features() {
  local off_url off_pid off_key on_key differences=() round low high
  local ROUND_SECONDS=$FEATURE_SECONDS
  local -A rps_of=() cpu_of=()
  start_upstream
  distinct=1
  local extra_yaml='' key_limits=''
  label=off
  start_switchboard "{ exact: false, semantic: false }" off
  off_url=$subject_url off_pid=$subject_pid off_key=$key
  cat >"$work/features.extra" <<YAML
providers:
  one: { base_url: "$upstream_url/v1", api_key: sk-bench }
  two: { base_url: "$upstream_url/v1", api_key: sk-bench }
  three: { base_url: "$upstream_url/v1", api_key: sk-bench }
models:
  openai/gpt-4o-mini:
    strategy: latency
    targets: [{ model: one/gpt-4o-mini }, { model: two/gpt-4o-mini }, { model: three/gpt-4o-mini }]
    fallbacks: [openai/gpt-4o]
YAML
  extra_yaml="$work/features.extra"
  key_limits='"budget":{"usd":1000000,"period":"monthly"},"rpm":100000000,"tpm":100000000000,"concurrent":1000,"owner":"ada","team":"core","organization":"acme"'
  label=on
  start_switchboard "{ exact: false, semantic: false }" on
  on_key=$key
  limit_scope users ada
  limit_scope teams core
  limit_scope organizations acme
  say "- Settings: wrk -t$THREADS -c$CONNECTIONS, $(stat -c %s "$here/requests/chat.json")-byte requests, each different; warm-up ${WARMUP_SECONDS} s each, then $FEATURE_PAIRS interleaved pairs of ${ROUND_SECONDS} s; cache off"
  say "- on: limits of requests, tokens, concurrency and dollars on the key, its owner, team and organisation; a model with three targets by latency and a fallback. off: a key without limits, a direct route"
  say ""
  key=$off_key drive "$off_url" "$WARMUP_SECONDS" >/dev/null
  key=$on_key drive "$subject_url" "$WARMUP_SECONDS" >/dev/null
  say "| pair | off req/s | on req/s | off µs/req | on µs/req | difference µs |"
  say "|--:|--:|--:|--:|--:|--:|"
  all_errors=0
  for ((round = 1; round <= FEATURE_PAIRS; round++)); do
    # Each goes first as often as the other: what the machine does besides changes within a pair too.
    if ((round % 2)); then
      measure_side off "$off_key" "$off_url" "$off_pid"
      measure_side on "$on_key" "$subject_url" "$subject_pid"
    else
      measure_side on "$on_key" "$subject_url" "$subject_pid"
      measure_side off "$off_key" "$off_url" "$off_pid"
    fi
    differences+=("$(calc "${cpu_of[on]} - ${cpu_of[off]}" 1)")
    say "| $round | ${rps_of[off]} | ${rps_of[on]} | ${cpu_of[off]} | ${cpu_of[on]} | ${differences[-1]} |"
  done
  say ""
  read -r low high < <(printf '%s\n' "${differences[@]}" | sort -g | awk '{ v[NR] = $1 } END { k = int((NR + 1) / 2 - 0.98 * sqrt(NR)); k = k < 1 ? 1 : k; print v[k], v[NR + 1 - k] }')
  verdict "limits, routing and failover cost $(median "${differences[@]}") µs of processor time a request: median of $FEATURE_PAIRS pairs, 95 % interval $low to $high (aim ≤ $MAX_FEATURE_US)" "$(median "${differences[@]}") <= $MAX_FEATURE_US"
  verdict "$all_errors errors (target 0)" "$all_errors == 0"
}

# measure_side SIDE KEY URL PID: its figures go into rps_of and cpu_of.
measure_side() {
  key=$2
  measure "$3" "$4"
  rps_of[$1]=$rps cpu_of[$1]=$cpu all_errors=$((all_errors + errors))
}

# limit_scope KIND ID: large limits of every sort on a user, a team or an organisation.
limit_scope() {
  curl -fsS --noproxy '*' -m 10 -o /dev/null -H "Authorization: Bearer bench-administrator-0123456789" -H 'Content-Type: application/json' \
    -d "{\"id\":\"$2\",\"name\":\"$2\",\"budget\":{\"usd\":1000000,\"period\":\"monthly\"},\"rpm\":100000000,\"tpm\":100000000000,\"concurrent\":1000}" \
    "$subject_url/api/enterprise/$1" || die "no limits on $1/$2" on
}
