# Small chat requests, cache off, keys, limits, metering and audit on: Switchboard against the bare relay.
run_throughput() {
  start_upstream
  start_relay
  start_subject "{ exact: false, semantic: false }"
  distinct=1
  say "- Settings: wrk -t$THREADS -c$CONNECTIONS, $(stat -c %s "$here/requests/chat.json")-byte requests, each different; warm-up ${WARMUP_SECONDS} s each, then $ROUNDS interleaved rounds of ${ROUND_SECONDS} s; cache off; one virtual key with budget, rpm and tpm; all else as shipped"
  say "- µs/req: processor time of that process (user and system, all threads) per request"
  say ""
  compare relay "$relay_url" "$relay_pid" "$label" "$subject_url" "$subject_pid"
  say "Resident memory at the end: relay $(rss_mb "$relay_pid") MB, $label $(rss_mb "$subject_pid") MB."
  say ""
  verdict "throughput $rps_ratio × the relay's (target ≥ $MIN_THROUGHPUT ×)" "$rps_ratio >= $MIN_THROUGHPUT"
  verdict "processor time per request $cpu_ratio × the relay's (target ≤ $MAX_CPU ×)" "$cpu_ratio <= $MAX_CPU"
  verdict "$all_errors errors (target 0)" "$all_errors == 0"
  verdict "the upstream saw $subject_calls calls for $subject_requests answers (target: each)" "$subject_calls >= $subject_requests"
}
