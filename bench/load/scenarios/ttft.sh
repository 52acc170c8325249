# Time to the first token, with few streams, straight to the upstream and through the gateway.
source "$here/scenarios/streams.sh"

run_ttft() {
  local added lost
  start_ways
  say "- Settings: $TTFT_STREAMS streams together, sent $INTERVAL_MS ms apart on connections opened before, $FRAMES frames each, one every $INTERVAL_MS ms, the first token without delay; warm-up $STREAM_WARMUP rounds, then $TTFT_ROUNDS interleaved rounds"
  say ""
  stream_table "$TTFT_STREAMS" "$TTFT_ROUNDS" $((TTFT_STREAMS * INTERVAL_MS))
  lost=$(column incomplete "$label" | awk '{ n += $1 } END { print n }')
  added=$(median $(pairs first_p50 direct "$label" -))
  say "Added first-token p50 (median of the rounds): nginx $(median $(pairs first_p50 direct nginx -)) ms, relay $(median $(pairs first_p50 direct relay -)) ms, $label $added ms."
  say ""
  verdict "first token p50 $added ms later than direct (target ≤ $MAX_TTFT_MS ms)" "$added <= $MAX_TTFT_MS"
  verdict "$lost incomplete streams (target 0)" "$lost == 0"
}
