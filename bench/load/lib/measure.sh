# Measuring: processor time from /proc, wrk, and small arithmetic.

# field NAME LINE: the value of NAME=value.
field() { sed -n "s/.*\\b$1=\\([^ ]*\\).*/\\1/p" <<<"$2"; }

calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }

# holds CONDITION: false too when a figure is missing.
holds() { [[ $1 != *[Nn][Aa][Nn]* ]] && awk "BEGIN { exit !($1) }"; }

# median VALUES…
median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { printf "%g", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# The process's user and system time in ticks; what follows the name in brackets is counted.
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

rss_mb() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

served() { curl -fsS --noproxy '*' -m 5 "$upstream_url/count"; }

# drive URL SECONDS: one run of wrk against a chat endpoint; prints the line of wrk.lua.
seed=0
drive() {
  BODY="$here/requests/chat.json" KEY="$key" DISTINCT="$distinct" SEED="$seed" timeout $(($2 + 30)) \
    wrk -t"$THREADS" -c"$CONNECTIONS" -d"$2s" --timeout 10s -s "$here/wrk.lua" "$1/v1/chat/completions" | grep '^wrk ' ||
    die "wrk failed against $1" subject
}

# measure URL PID: sets rps, cpu (µs of that process per request), p50, p99, errors, requests, calls (that the upstream saw).
measure() {
  local before line calls_before
  calls_before=$(served)
  seed=$((seed + 1))
  before=$(ticks "$2")
  line=$(drive "$1" "$ROUND_SECONDS")
  requests=$(field requests "$line") errors=$(field errors "$line") p50=$(field p50 "$line") p99=$(field p99 "$line")
  ((requests > 0)) || die "no request was answered at $1" subject
  rps=$(calc "$requests / $(field seconds "$line")" 0)
  cpu=$(calc "($(ticks "$2") - $before) * 1000000 / $(getconf CLK_TCK) / $requests" 1)
  calls=$(($(served) - calls_before))
}

# compare NAME_A URL_A PID_A NAME_B URL_B PID_B: warm both, then A B A B …; a table, and rps_ratio, cpu_ratio, all_errors, subject_requests, subject_calls.
compare() {
  local round a_rps a_cpu ratios=() costs=() a_all=() b_all=() a_cpus=() b_cpus=()
  all_errors=0 subject_requests=0 subject_calls=0
  drive "$2" "$WARMUP_SECONDS" >/dev/null
  drive "$5" "$WARMUP_SECONDS" >/dev/null
  say "| round | $1 req/s | $4 req/s | ratio | $1 µs/req | $4 µs/req | ratio | $1 p50/p99 ms | $4 p50/p99 ms | errors |"
  say "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
  for ((round = 1; round <= ROUNDS; round++)); do
    measure "$2" "$3"
    a_rps=$rps a_cpu=$cpu all_errors=$((all_errors + errors))
    local a_tail="$p50/$p99" a_errors=$errors
    measure "$5" "$6"
    all_errors=$((all_errors + errors)) subject_requests=$((subject_requests + requests)) subject_calls=$((subject_calls + calls))
    ratios+=("$(calc "$rps / $a_rps")") costs+=("$(calc "$cpu / ($a_cpu > 0 ? $a_cpu : 1)")")
    a_all+=("$a_rps") b_all+=("$rps") a_cpus+=("$a_cpu") b_cpus+=("$cpu")
    say "| $round | $a_rps | $rps | ${ratios[-1]} | $a_cpu | $cpu | ${costs[-1]} | $a_tail | $p50/$p99 | $((a_errors + errors)) |"
  done
  rps_ratio=$(median "${ratios[@]}") cpu_ratio=$(median "${costs[@]}")
  say "| median | $(median "${a_all[@]}") | $(median "${b_all[@]}") | $rps_ratio | $(median "${a_cpus[@]}") | $(median "${b_cpus[@]}") | $cpu_ratio | | | $all_errors |"
  say ""
}
