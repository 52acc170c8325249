# The same request every time, answered from the exact cache: Switchboard against an endpoint that has the answer ready.
run_cache() {
  start_upstream
  start_endpoint
  start_subject "{ exact: true, semantic: false }"
  distinct=0
  say "- Settings: wrk -t$THREADS -c$CONNECTIONS, the same $(stat -c %s "$here/requests/chat.json")-byte request; warm-up ${WARMUP_SECONDS} s each, then $ROUNDS interleaved rounds of ${ROUND_SECONDS} s; exact cache on, semantic off; all else as shipped"
  say ""
  compare endpoint "$endpoint_url" "$endpoint_pid" "$label" "$subject_url" "$subject_pid"
  verdict "cache hits $rps_ratio × the bare endpoint's throughput (target ≥ $MIN_CACHE ×)" "$rps_ratio >= $MIN_CACHE"
  verdict "$all_errors errors (target 0)" "$all_errors == 0"
  verdict "the upstream was called $subject_calls times in the measured rounds (target 0)" "$subject_calls == 0"
}
