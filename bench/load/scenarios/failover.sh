# One of three targets of a model is dead: nobody may notice, and after its breaker has opened hardly a request may go there.
run_failover() {
  local live=() dead line name first second
  for name in one two; do
    start_baseline "vendor-$name" upstream --frames "$FRAMES" --interval "$INTERVAL_MS"
    live+=("$url")
  done
  start_baseline dead dead
  dead=$url upstream_url=${live[0]}
  cat >"$work/failover.extra" <<YAML
providers:
  one: { base_url: "${live[0]}/v1", api_key: sk-bench }
  two: { base_url: "${live[1]}/v1", api_key: sk-bench }
  dead: { base_url: "$dead/v1", api_key: sk-bench }
models:
  spread:
    strategy: round_robin
    targets: [{ model: dead/m }, { model: one/m }, { model: two/m }]
YAML
  local extra_yaml="$work/failover.extra"
  label=$subject
  start_switchboard "{ exact: false, semantic: false }"
  sed 's|"model": *"[^"]*"|"model":"spread"|' "$here/requests/chat.json" >"$work/spread.json"
  say "- Settings: $FAILOVER_REQUESTS requests over $CONNECTIONS connections, twice; a model with three targets by round_robin, one of which breaks off every call; all else as shipped"
  say ""
  say "| run | answered | failed | calls to the dead target | to the others | p50/p99/max ms |"
  say "|---|--:|--:|--:|--:|--:|"
  burst "from the start"
  first=$failed_answers
  burst "breaker open"
  second=$failed_answers
  say ""
  verdict "$((first + second)) failed answers (target 0)" "$((first + second)) == 0"
  verdict "$dead_calls of $FAILOVER_REQUESTS requests touched the dead target once its breaker was open (target < 0.1 %)" "$dead_calls < $FAILOVER_REQUESTS / 1000"
}

# burst LABEL: one run; sets failed_answers and dead_calls.
burst() {
  local dead_before others_before line others
  dead_before=$(count_at "$dead") others_before=$(($(count_at "${live[0]}") + $(count_at "${live[1]}")))
  line=$("$baseline" burst --url "$subject_url/v1/chat/completions" --body "$work/spread.json" --header "Authorization: Bearer $key" \
    --requests "$FAILOVER_REQUESTS" --connections "$CONNECTIONS") || die "the burst failed" subject
  dead_calls=$(($(count_at "$dead") - dead_before)) others=$(($(count_at "${live[0]}") + $(count_at "${live[1]}") - others_before))
  failed_answers=$(field failed "$line")
  say "| $1 | $(field answered "$line") | $failed_answers | $dead_calls | $others | $(field p50 "$line")/$(field p99 "$line")/$(field max "$line") |"
}

count_at() { curl -fsS --noproxy '*' -m 5 "$1/count"; }
