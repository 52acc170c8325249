# A fixed rate for minutes: no errors, steady latency, memory that does not grow.
run_soak() {
  local total slope errors
  start_upstream
  start_subject "{ exact: false, semantic: false }"
  say "- Settings: $SOAK_RATE requests/s by the clock over $CONNECTIONS connections for $SOAK_SECONDS s after $SOAK_WARMUP s of warm-up; $(stat -c %s "$here/requests/chat.json")-byte requests; cache off; one virtual key with budget, rpm and tpm; all else as shipped"
  say "- Latency counts from when a request was due (service: from when it was sent); resident memory (VmRSS) every 5 s, slope by least squares"
  say ""
  timeout $((SOAK_SECONDS + SOAK_WARMUP + 120)) "$baseline" soak --url "$subject_url/v1/chat/completions" --body "$here/requests/chat.json" \
    --header "Authorization: Bearer $key" --rate "$SOAK_RATE" --connections "$CONNECTIONS" --seconds "$SOAK_SECONDS" --warmup "$SOAK_WARMUP" \
    --pid "$subject_pid" >"$work/soak.txt"
  total=$(grep '^total=' "$work/soak.txt")
  slope=$(field slope "$total") errors=$(field errors "$total")
  say "| requests | errors | p50/p99/max ms | service p50/p99 ms | RSS start/end/peak MB | 10 s after MB | slope MB/min |"
  say "|--:|--:|--:|--:|--:|--:|--:|"
  say "| $(field requests "$total") | $errors | $(field p50 "$total")/$(field p99 "$total")/$(field max "$total") | $(field service_p50 "$total")/$(field service_p99 "$total") | $(field rss_start "$total")/$(field rss_end "$total")/$(field rss_peak "$total") | $(field rss_rested "$total") | $slope |"
  say ""
  say "RSS in MB every 5 s: $(sed -n 's/^sample=.* rss=//p' "$work/soak.txt" | xargs)"
  say ""
  verdict "$errors errors (target 0)" "$errors == 0"
  verdict "all $((SOAK_RATE * SOAK_SECONDS)) requests answered" "$(field requests "$total") == $((SOAK_RATE * SOAK_SECONDS))"
  verdict "resident memory grows by $slope MB/min (target ≤ $MAX_SLOPE_MB MB/min)" "$slope <= $MAX_SLOPE_MB"
}
