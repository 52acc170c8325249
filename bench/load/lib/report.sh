# The report: printed while it is made, and kept as results/<date>-<scenario>.md.
say() { printf '%s\n' "$*" | tee -a "$report"; }

report_begin() {
  report="$work/report.md"
  : >"$report"
  local commit
  commit=$(git -C "$root" rev-parse --short=12 HEAD)
  [[ -z $(git -C "$root" status --porcelain --untracked-files=no) ]] || commit+=" with local changes"
  say "# Load: $scenario"
  say ""
  say "- Date: $(date -u '+%F %H:%M UTC'); commit $commit; subject: $subject$( ((quick)) && echo ' (quick: shows that it runs, not how fast)')"
  say "- Machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, kernel $(uname -r), load average $(cut -d' ' -f1-3 /proc/loadavg) at the start"
  say "- Software: .NET SDK $(dotnet --version), $("$baseline" about); $(wrk -v 2>&1 | sed -n '1s/ Copyright.*//p' || true); $(nginx -v 2>&1 | sed 's/.*: //')"
  [[ -z $extra_yaml ]] || say "- Extra settings of the subject: \`$(tr '\n' ' ' <"$extra_yaml")\`"
  say "- Load, upstream and subject share these cores, so ratios hold better than absolute figures."
}

# Only whole runs of the real thing are results; others go where builds go.
report_end() {
  local folder="$here/results"
  if ((quick)) || [[ $subject != switchboard ]]; then
    folder="$root/artifacts/load"
  fi
  mkdir -p "$folder"
  cat -s "$report" | sed '${/^$/d}' >"$folder/$(date +%F)-$scenario.md"
  echo "written: $folder/$(date +%F)-$scenario.md"
}

# verdict WHAT CONDITION: prints PASS or FAIL and remembers.
verdict() {
  if holds "$2"; then
    say "**PASS** $1"
  else
    say "**FAIL** $1"
    failed=1
  fi
  say ""
}
