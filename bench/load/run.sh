#!/usr/bin/env bash
# The load comparison. bench/load/run.sh [throughput|cache|streams|ttft|soak|failover|features|all] [--quick] [--subject switchboard|relay] [--yaml FILE]
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
scenario=all subject=switchboard quick=0 extra_yaml=
while (($#)); do
  case "$1" in
    throughput | cache | streams | ttft | soak | failover | features | all) scenario=$1 ;;
    --quick) quick=1 ;;
    --subject) subject=${2:?}; shift ;;
    --yaml) extra_yaml=$(realpath "${2:?}"); shift ;;
    *) sed -n 2p "$0" >&2; exit 2 ;;
  esac
  shift
done
[[ $subject == switchboard || $subject == relay ]] || { sed -n 2p "$0" >&2; exit 2; }

work="$(mktemp -d "${TMPDIR:-/tmp}/switchboard-load.XXXXXX")"
for part in settings start measure report; do
  # shellcheck source=/dev/null
  source "$here/lib/$part.sh"
done
trap clean_up EXIT
trap 'exit 130' INT TERM

install_tools
build_all
[[ $scenario == all ]] && scenarios=(throughput cache streams ttft soak failover features) || scenarios=("$scenario")
failed=0
for scenario in "${scenarios[@]}"; do
  source "$here/scenarios/$scenario.sh"
  report_begin
  "run_$scenario"
  report_end
  stop_all
done
exit "$failed"
