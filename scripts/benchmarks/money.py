"""The rows of money: a sale until its page is open, a burst of webhooks, the refunds of an event."""

import concurrent.futures
import hashlib
import hmac
import http.client
import json
import os
import queue
import signal
import statistics
import time
import urllib.parse
import uuid

PEOPLE = 500  # of each of two events
AT_ONCE = 16
SECRET = "whsec_bench"


class Line:
    """A connection that is kept, and an address of its own for each request."""

    def __init__(self, url):
        self.address, self.open, self.count = urllib.parse.urlsplit(url).netloc, None, 0

    def ask(self, method, path, body=None, **headers):
        self.count += 1
        somebody = f"198.{self.count // 65536 % 100}.{self.count // 256 % 256}.{self.count % 256}"
        headers = {"content-type": "application/json", "idempotency-key": str(uuid.uuid4()),
                   "x-forwarded-for": f"{somebody}, 127.0.0.1", **{k.replace("_", "-"): v for k, v in headers.items()}}
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        self.open = self.open or http.client.HTTPConnection(self.address, timeout=60)
        self.open.request(method, path, data, headers)
        answer = self.open.getresponse()
        return answer.status, answer.read()

    def must(self, method, path, body=None, **headers):
        status, text = self.ask(method, path, body, **headers)
        if status >= 300:
            raise SystemExit(f"{method} {path}: {status} {text.decode()}")
        return json.loads(text) if text else None


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def at_once(jobs, url, work):
    """Works through a list with 16 connections: milliseconds of each, seconds of all, what came of each."""
    lines, results = queue.SimpleQueue(), [None] * len(jobs)
    for _ in range(AT_ONCE):
        line = Line(url)
        line.count = int.from_bytes(os.urandom(3), "big")
        lines.put(line)

    def one(n):
        line = lines.get()
        began = time.perf_counter()
        results[n] = work(line, jobs[n])
        took = time.perf_counter() - began
        lines.put(line)
        return took * 1000

    began = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        took = list(pool.map(one, range(len(jobs))))
    return took, time.perf_counter() - began, results


def row(title, count, in_all, took=(), **more):
    """Prints and returns the figures; `took` are the milliseconds of each, where each was waited for."""
    figures = {"count": count, "per_second": round(count / in_all, 1), **more}
    tails = f"{'':>18}"
    if took:
        figures |= {"p50_ms": round(statistics.median(took), 1), "p99_ms": round(percentile(took, 0.99), 1)}
        tails = f"{figures['p50_ms']:>9.1f}{figures['p99_ms']:>9.1f}"
    print(f"{title:<34}{count:>7}{figures['per_second']:>9.1f}{tails}   "
          + ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in more.items()))
    return figures


class Seller:
    """The organization of the bench, with an account to be paid on."""

    def __init__(self, server):
        self.server, self.line = server, Line(server.url)
        self.must("POST", "/api/v1/billing/trials", {"plan": "organizer"})
        self.must("POST", "/api/v1/payments/account", {"country": "US", "business_type": "company"})
        link = self.must("POST", "/api/v1/payments/account/onboarding-links", {"return_to": "/"})["url"]
        account = "acct_" + link.split("acct_")[1].split("/")[0].split("?")[0]
        self.stripe(action="finish_onboarding", account=account)
        while self.must("POST", "/api/v1/payments/account/refresh")["status"] != "active":
            time.sleep(0.1)
        self.must("PATCH", "/api/v1/payments/settings", {"legal_name": "Bench Ltd", "legal_address": "1 High Street"}, if_match='"0"')

    def must(self, method, path, body=None, **headers):
        token = self.server.token(self.server.organization)
        return self.line.must(method, path, body, authorization=f"Bearer {token}", **headers)

    def stripe(self, **action):
        return self.line.must("POST", "/sandbox/stripe/control.json", action)

    def event(self):
        start = time.strftime("%Y-%m-%dT10:00", time.gmtime(time.time() + 60 * 86400))
        event = self.must("POST", "/api/v1/events", {
            "title": "Sold in the bench", "summary": "Of money.", "local_start": start, "time_zone": "UTC", "visibility": "public",
            "join": {"kind": "link", "online_url": "https://meet.example.org/room"}})
        self.must("POST", f"/api/v1/events/{event['id']}/publish")
        tickets = f"/api/v1/events/{event['id']}/tickets"
        ticket = self.must("GET", tickets)["data"][0]
        self.must("PATCH", f"{tickets}/{ticket['id']}", {"prices": [{"price": {"amount": 1999, "currency": "USD"}}]},
                  if_match=f'"{ticket["version"]}"')
        return event["id"]


def buy(line, event):
    """A seat is held and the page to pay on is open: the session."""
    who = {"email": f"buyer-{uuid.uuid4().hex}@example.org", "full_name": "Ana Kos"}
    payment = line.must("POST", "/api/v1/registrations", {"event_id": event, "attendees": [who]})["payment"]
    opened = line.must("POST", f"/api/v1/payments/{payment['id']}/checkout", {"return_to": "/me/events"}, authorization=f"Seal {payment['token']}")
    return "cs_" + opened["checkout_url"].split("cs_")[1].split("?")[0].split("#")[0]


def message(session):
    """As Stripe sends it: nothing of it but its ids is believed."""
    body = json.dumps({"id": f"evt_{uuid.uuid4().hex}", "object": "event", "type": "checkout.session.completed", "livemode": False,
                       "data": {"object": {"id": session, "object": "checkout.session"}}}).encode()
    now = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), now.encode() + b"." + body, hashlib.sha256).hexdigest()
    return body, f"t={now},v1={mac}"


def told(line, one):
    body, signature = one
    status, text = line.ask("POST", "/webhooks/stripe/account", body, stripe_signature=signature)
    return None if status == 200 else f"{status} {text.decode()}"


def until(server, sql, wanted):
    began = time.perf_counter()
    while (value := int(server.psql("--command", sql))) < wanted:
        if time.perf_counter() - began > 900:
            raise SystemExit(f"{value} of {wanted} after 15 minutes: {sql}")
        time.sleep(0.1)
    return time.perf_counter() - began


def money(server, function):
    """All three, through the programs: `function` starts one by its name with more in its environment."""
    print(f"\n{'money':<34}{'count':>7}{'per s':>9}{'p50 ms':>9}{'p99 ms':>9}   {AT_ONCE} connections")
    seller, rows = Seller(server), {}
    events = [seller.event(), seller.event()]
    seller.stripe(action="webhooks", mode="hold")
    took, seconds, sessions = at_once([events[n % 2] for n in range(2 * PEOPLE)], server.url, buy)
    rows["sale"] = row("seat held, page to pay on open", len(took), seconds, took)
    for session in sessions:
        seller.stripe(action="pay", session=session, card="success")

    messages = [message(session) for session in sessions]
    with function("stripe-webhook", STRIPE_WEBHOOK_SECRET=SECRET, STRIPE_SECRET_KEY="sk_test_bench", STRIPE_API_BASE=server.url) as webhook:
        webhook.first("/readyz")
        took, seconds, faults = at_once(messages, f"http://127.0.0.1:{webhook.port}", told)
    refused = [fault for fault in faults if fault]
    if refused:
        raise SystemExit(f"{len(refused)} messages were refused: {refused[0]}")
    settled = seconds + until(server, "select count(*) from payments where status = 'paid'", 2 * PEOPLE)
    rows["webhooks"] = row("webhooks in a burst", len(took), seconds, took, all_settled_after_s=round(settled, 1))

    done = "select count(*) from refunds where status = 'succeeded'"
    seller.must("POST", f"/api/v1/events/{events[0]}/cancel", {"reason": "The speaker is ill.", "typed_title": "Sold in the bench", "refund": "all"})
    seconds = until(server, done, PEOPLE // 3)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    server.restart()
    seconds += until(server, done, PEOPLE)
    sums = server.psql("--command", "select count(*), count(distinct payment_id), count(*) filter (where amount_minor = total_minor) "
                       "from refunds join payments p on p.id = payment_id")
    if sums != f"{PEOPLE}|{PEOPLE}|{PEOPLE}":
        raise SystemExit(f"refunds, payments, whole ones: {sums}")
    rows["refunds"] = row("refunds of a cancelled event", PEOPLE, seconds, killed_at=PEOPLE // 3, done_after_s=round(seconds, 1))
    return rows
