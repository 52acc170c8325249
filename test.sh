#!/usr/bin/env bash
# Builds the product and runs every test project; the last line counts them all. Installs what the tests need beyond the .NET SDK.
set -uo pipefail
cd "$(dirname "$0")"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

step() { printf '\n== %s\n' "$*"; }

install_node() {
  command -v npm >/dev/null && return 0
  command -v apt-get >/dev/null || return 1
  step "Installing Node.js for the npm clients' tests"
  (apt-get update -qq && apt-get install -y -qq nodejs npm) >/dev/null
}

step "Clients of the npm registry"
clients=tests/Switchboard.ConformanceTests/clients
if install_node; then
  (cd "$clients" && npm ci --no-audit --no-fund --loglevel=error) || echo "npm ci failed: the npm clients' tests will skip"
else
  echo "npm is not here and cannot be installed: the npm clients' tests will skip"
fi

step "Build"
dotnet build -c Release -nodeReuse:false --nologo -v quiet || { echo "The build failed."; exit 1; }

status=0
for project in tests/*Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  step "$name"
  dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results" --logger "console;verbosity=minimal" || status=1
done

total=$(sed -n 's/.*<Counters total="\([0-9]*\)".*/\1/p' "$results"/*.trx | awk '{s+=$1} END {print s+0}')
passed=$(sed -n 's/.*<Counters [^>]*passed="\([0-9]*\)".*/\1/p' "$results"/*.trx | awk '{s+=$1} END {print s+0}')
failed=$(sed -n 's/.*<Counters [^>]*failed="\([0-9]*\)".*/\1/p' "$results"/*.trx | awk '{s+=$1} END {print s+0}')
printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$((total - passed - failed))"
[ "$failed" -eq 0 ] && [ "$status" -eq 0 ] && [ "$passed" -gt 0 ]
