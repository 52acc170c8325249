# What limits, routing and failover cost a request: the same server with all of it configured, and with none.
run_features() {
  local off_url off_pid off_key on_key on_cpu off_cpu differences=() round low high
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
    key=$off_key
    measure "$off_url" "$off_pid"
    off_cpu=$cpu all_errors=$((all_errors + errors))
    local off_rps=$rps
    key=$on_key
    measure "$subject_url" "$subject_pid"
    all_errors=$((all_errors + errors))
    differences+=("$(calc "$cpu - $off_cpu" 1)")
    say "| $round | $off_rps | $rps | $off_cpu | $cpu | ${differences[-1]} |"
  done
  say ""
  read -r low high < <(printf '%s\n' "${differences[@]}" | sort -g | awk '{ v[NR] = $1 } END { k = NR >= 9 ? 2 : 1; print v[k], v[NR + 1 - k] }')
  verdict "limits, routing and failover cost $(median "${differences[@]}") µs of processor time a request: median of $FEATURE_PAIRS pairs, interval $low to $high (aim ≤ $MAX_FEATURE_US)" "$(median "${differences[@]}") <= $MAX_FEATURE_US"
  verdict "$all_errors errors (target 0)" "$all_errors == 0"
}

# limit_scope KIND ID: large limits of every sort on a user, a team or an organisation.
limit_scope() {
  curl -fsS --noproxy '*' -m 10 -o /dev/null -H "Authorization: Bearer bench-administrator-0123456789" -H 'Content-Type: application/json' \
    -d "{\"id\":\"$2\",\"name\":\"$2\",\"budget\":{\"usd\":1000000,\"period\":\"monthly\"},\"rpm\":100000000,\"tpm\":100000000000,\"concurrent\":1000}" \
    "$subject_url/api/enterprise/$1" || die "no limits on $1/$2" on
}
