# Building, starting and stopping. Only processes started here are ever ended, by their ids.
baseline="$root/artifacts/bin/Baseline/release/Baseline"
switchboard="${SWITCHBOARD_BINARY:-$root/artifacts/bin/Switchboard.Host/release/switchboard}"
pids=()

install_tools() {
  local missing=()
  command -v wrk >/dev/null || missing+=(wrk)
  command -v nginx >/dev/null || missing+=(nginx-light)
  command -v curl >/dev/null || missing+=(curl)
  if ((${#missing[@]})); then
    apt-get update -q && apt-get install -y "${missing[@]}"
  fi >&2
}

build_all() {
  local projects=("$here/Baseline/Baseline.csproj") project
  [[ $subject == switchboard && -z ${SWITCHBOARD_BINARY:-} ]] && projects+=("$root/src/Switchboard.Host/Switchboard.Host.csproj")
  for project in "${projects[@]}"; do
    dotnet build -c Release -nodeReuse:false "$project" >"$work/build.log" 2>&1 || die "no build of $project" build
  done
}

# start NAME COMMAND…: runs it in the work folder with its own log; sets pid.
start() {
  local name=$1
  shift
  (cd "$work" && exec "$@") >"$work/$name.log" 2>&1 &
  pid=$!
  pids+=("$pid")
}

die() {
  echo "$1" >&2
  [[ -n ${2:-} ]] && tail -n 30 "$work/$2.log" >&2
  exit 1
}

# start_baseline NAME VERB ARGS…: sets pid and url from the line that it prints.
start_baseline() {
  local name=$1 try
  shift
  start "$name" "$baseline" "$@"
  for ((try = 0; try < 100; try++)); do
    url=$(sed -n 's/^listening //p' "$work/$name.log")
    [[ -n $url ]] && return
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  die "$name did not start" "$name"
}

start_upstream() {
  start_baseline upstream upstream --frames "$FRAMES" --interval "$INTERVAL_MS"
  upstream_url=$url
}

start_relay() {
  start_baseline relay relay --upstream "$upstream_url"
  relay_url=$url relay_pid=$pid
}

start_endpoint() {
  start_baseline endpoint endpoint
  endpoint_url=$url endpoint_pid=$pid
}

start_nginx() {
  local port
  port=$("$baseline" ports)
  mkdir -p "$work/nginx"
  sed -e "s|@WORK@|$work/nginx|; s|@PORT@|$port|; s|@UPSTREAM@|${upstream_url#http://}|" "$here/nginx.conf" >"$work/nginx/nginx.conf"
  start nginx nginx -p "$work/nginx" -e "$work/nginx/error.log" -c "$work/nginx/nginx.conf"
  nginx_url="http://127.0.0.1:$port"
  wait_for nginx "$nginx_url/count"
}

# wait_for NAME URL: until it answers 200, at most a minute.
wait_for() {
  local try
  for ((try = 0; try < 300; try++)); do
    curl -fs -o /dev/null --noproxy '*' -m 2 "$2" && return
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  die "$1 did not answer on $2" "$1"
}

# start_subject CACHE_YAML: the gateway under test; sets subject_url, subject_pid, key and label.
start_subject() {
  if [[ $subject == relay ]]; then
    start_baseline subject relay --upstream "$upstream_url"
    subject_url=$url subject_pid=$pid key=none label=second-relay
    return
  fi
  label=$subject
  start_switchboard "$1"
  try_once
}

# One call by hand first: what is wrong shows in words, not as a count of errors.
try_once() {
  curl -sS --noproxy '*' -m 20 -o "$work/first.json" -w '%{http_code}' -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
    --data-binary @"$here/requests/chat.json" "$subject_url/v1/chat/completions" >"$work/first.status" || true
  [[ $(<"$work/first.status") == 200 ]] || die "first call: $(cat "$work/first.status" "$work/first.json")" subject
}

# start_switchboard CACHE_YAML [NAME]: with the limits of $key_limits on its key, and $extra_yaml; NAME tells two of them apart.
key_limits='"budget":{"usd":1000000,"period":"monthly"},"rpm":100000000,"tpm":100000000000'
start_switchboard() {
  local name=${2:-subject} ports admin=bench-administrator-0123456789 answer
  read -ra ports < <("$baseline" ports --count 5)
  cat >"$work/$name.yaml" <<YAML
server:
  bind: 127.0.0.1
  ports: { proxy: ${ports[0]}, compliance: ${ports[1]}, management: ${ports[2]}, bridge: ${ports[3]}, agent: ${ports[4]} }
cache: $1
YAML
  [[ -n $extra_yaml ]] && cat "$extra_yaml" >>"$work/$name.yaml"
  rm -rf "$work/$name-data"
  mkdir -p "$work/$name-data"
  start "$name" env NO_PROXY=127.0.0.1 SWITCHBOARD_DATA="$work/$name-data" SWITCHBOARD_CONFIG="$work/$name.yaml" \
    SWITCHBOARD_ADMIN_KEY="$admin" OPENAI_API_KEY=sk-bench OPENAI_API_BASE="$upstream_url/v1" "$switchboard"
  subject_url="http://127.0.0.1:${ports[0]}" subject_pid=$pid
  wait_for "$name" "$subject_url/health"
  answer=$(curl -sS --noproxy '*' -m 10 -H "Authorization: Bearer $admin" -H 'Content-Type: application/json' \
    -d "{\"name\":\"load\"${key_limits:+,$key_limits}}" \
    "$subject_url/api/enterprise/vkeys") || die "no answer to the new key" subject
  key=$(sed -n 's/.*"key" *: *"\([^"]*\)".*/\1/p' <<<"$answer")
  [[ -n $key ]] || die "no virtual key in: $answer" subject
}

stop_all() {
  local started try
  for started in "${pids[@]}"; do
    kill "$started" 2>/dev/null || true
  done
  for started in "${pids[@]}"; do
    for ((try = 0; try < 100; try++)); do
      kill -0 "$started" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$started" 2>/dev/null || true
    wait "$started" 2>/dev/null || true
  done
  pids=()
}

clean_up() {
  stop_all
  rm -rf "$work"
}
