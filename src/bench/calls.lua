-- Calls a function with wrk: wrk -s calls.lua [options] http://127.0.0.1:8080/add -- BODY
-- Where the body says ########, each call has a number of its own. The last line of the output is how many calls were
-- answered with 200, how many were not, and how many seconds they took.

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

-- No number of an earlier run, unless that made more than a thousand calls a second.
local number = os.time() * 1000
local body

function init(args)
  body = args[1]
end

function request()
  number = number + 1
  return wrk.format(nil, nil, nil, (body:gsub("########", string.format("%08d", number % 100000000))))
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  print(string.format("%d %d %f", summary.requests - errors.status, failed, summary.duration / 1e6))
end
