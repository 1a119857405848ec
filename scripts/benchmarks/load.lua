-- Requests of one route for wrk. Arguments: the route's kind. Every request comes from an address of
-- its own, or limits of rates would answer in place of the route.
local kind, counter, thread = nil, 0, 0

function setup(of)
  thread = thread + 1
  of:set("number", thread)
end

function init(arguments)
  kind = arguments[1]
  math.randomseed(os.time() + number * 7919)
end

local function somebody()
  return string.format("%d.%d.%d.%d, 127.0.0.1", math.random(11, 99), math.random(0, 255), math.random(0, 255), math.random(1, 254))
end

function request()
  counter = counter + 1
  wrk.headers["x-forwarded-for"] = somebody()
  if kind == "register" then
    -- New in each run: what an earlier one has made would only be told again.
    local key = string.format("bench-%s-%d-%d", os.getenv("RUN"), number, counter)
    wrk.headers["idempotency-key"] = key
    return wrk.format("POST", nil, nil, string.format(os.getenv("BODY"), key))
  end
  return wrk.format()
end

function done(summary, latency)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('RESULT {"per_second": %.1f, "p50_ms": %.2f, "p95_ms": %.2f, "p99_ms": %.2f, "errors": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, bad))
end
