-- Posts the request in $BODY with $KEY; with $DISTINCT each request differs in eight letters, so that nothing may be shared.
local file = assert(io.open(os.getenv("BODY"), "rb"))
local body = file:read("*a")
file:close()
local before, after = body:match("^(.-)@@@@@@@@(.*)$")
local distinct = os.getenv("DISTINCT") == "1"
local threads = 0
local calls = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
  wrk.body = before .. "sameword" .. after
  -- Where in the letters this run begins: runs of one comparison do not repeat each other.
  calls = tonumber(os.getenv("SEED") or "0") * 50000000
end

local function letters(n)
  local t = {}
  for i = 1, 7 do
    t[i] = string.char(97 + n % 26)
    n = math.floor(n / 26)
  end
  return string.char(97 + id) .. table.concat(t)
end

function request()
  if not distinct then
    return wrk.format()
  end
  calls = calls + 1
  return wrk.format(nil, nil, nil, before .. letters(calls) .. after)
end

function done(summary, latency)
  local e = summary.errors
  print(string.format("wrk requests=%d seconds=%.3f errors=%d p50=%.3f p99=%.3f", summary.requests, summary.duration / 1e6,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
