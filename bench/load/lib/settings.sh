# Settings of the runs; each may be set from outside, and each is written into the report.
: "${CONNECTIONS:=32}" "${THREADS:=2}" "${ROUNDS:=5}" "${ROUND_SECONDS:=10}" "${WARMUP_SECONDS:=30}"
: "${FRAMES:=54}" "${INTERVAL_MS:=20}" "${STREAMS:=512}" "${STREAM_ROUNDS:=25}" "${STREAM_WARMUP:=10}"
: "${TTFT_STREAMS:=32}" "${TTFT_ROUNDS:=15}"
: "${SOAK_RATE:=1000}" "${SOAK_SECONDS:=300}" "${SOAK_WARMUP:=30}"
if ((quick)); then
  ROUNDS=2 ROUND_SECONDS=2 WARMUP_SECONDS=2 STREAM_ROUNDS=2 STREAM_WARMUP=1 TTFT_ROUNDS=3 SOAK_SECONDS=10 SOAK_WARMUP=3
fi

# Targets.
: "${MIN_THROUGHPUT:=0.6}" "${MAX_CPU:=2.0}" "${MIN_CACHE:=0.5}" "${MAX_GAP:=1.2}" "${MAX_TTFT_MS:=5}" "${MAX_SLOPE_MB:=2}"
