# Many paced streams at once: nothing lost, and the beat kept as well as nginx keeps it.

# stream_table STREAMS ROUNDS RAMP_MS: runs the interleaved rounds over all ways and prints them; lines stay in $work/streams.txt.
stream_table() {
  local targets=(direct="$upstream_url" nginx="$nginx_url" relay="$relay_url" "$label"="$subject_url") target args=() line
  for target in "${targets[@]}"; do
    args+=(--target "$target/v1/chat/completions")
  done
  timeout $((($2 + STREAM_WARMUP) * 4 * 65)) "$baseline" streams "${args[@]}" --streams "$1" --rounds "$2" --ramp "$3" --warmup "$STREAM_WARMUP" \
    --frames "$FRAMES" --body "$here/requests/stream.json" --header "Authorization: Bearer $key" >"$work/streams.txt"
  say "| round | way | streams | incomplete | first token p50/p99 ms | gap p50/p99/max ms | fault |"
  say "|--:|---|--:|--:|--:|--:|---|"
  while read -r line; do
    say "| $(field round "$line") | $(field target "$line") | $(field streams "$line") | $(field incomplete "$line") | $(field first_p50 "$line")/$(field first_p99 "$line") | $(field gap_p50 "$line")/$(field gap_p99 "$line")/$(field gap_max "$line") | $(field fault "$line") |"
  done < <(grep '^round=' "$work/streams.txt")
  say ""
}

# column FIELD WAY: that figure of each measured round.
column() { grep '^round=' "$work/streams.txt" | grep "target=$2 " | sed "s/.* $1=\\([^ ]*\\).*/\\1/"; }

# pairs FIELD WAY_A WAY_B OPERATOR: B operator A, round by round.
pairs() { paste <(column "$1" "$2") <(column "$1" "$3") | awk -v op="$4" '{ print op == "/" ? $2 / $1 : $2 - $1 }'; }

start_ways() {
  start_upstream
  start_nginx
  start_relay
  start_subject "{ exact: false, semantic: false }"
}

run_streams() {
  local gap lost
  start_ways
  say "- Settings: $STREAMS streams sent at once on connections opened before, $FRAMES frames each, one every $INTERVAL_MS ms; warm-up $STREAM_WARMUP rounds, then $STREAM_ROUNDS interleaved rounds; nginx with buffering off, 2 workers, upstream keep-alive"
  say "- A stream is complete when all frames, [DONE] and the body's end have come; gaps count from the first token on"
  say ""
  stream_table "$STREAMS" "$STREAM_ROUNDS" 0
  lost=$(column incomplete "$label" | awk '{ n += $1 } END { print n }')
  gap=$(median $(pairs gap_p99 nginx "$label" /))
  say "Gap p99 against nginx's, round by round: $(pairs gap_p99 nginx "$label" / | xargs). The bare relay's, for comparison: $(pairs gap_p99 nginx relay / | xargs)."
  say ""
  verdict "$lost incomplete streams (target 0)" "$lost == 0"
  verdict "gap p99 $gap × nginx's, median of the rounds (target ≤ $MAX_GAP ×)" "$gap <= $MAX_GAP"
}
