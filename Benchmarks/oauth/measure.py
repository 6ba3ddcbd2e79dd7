"""The OAuth part of the benchmark: CPU per grant of Doorward and of its peers, in turn, in one run."""

import contextlib
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from oauth.doorward import Doorward
from oauth.fill import fill
from oauth.glewlwyd import Glewlwyd
from oauth.peer import ROWS, exchange
from oauth.python_peers import Authlib, DjangoToolkit, DjangoToolkitHashing
from peers.proxy import SECRET
from processes import Failed, compiled, cpu_seconds, resident

PEERS = (Glewlwyd, Authlib, DjangoToolkit, Doorward)
# At most this share of what glewlwyd needs.
LIMITS = {"client_credentials": 1 / 6, "refresh_token": 1 / 8, "authorization_code": 1 / 10, "introspection": 1 / 8}
FLAT, START, MEMORY = 1.3, 2.0, 150
# A run on a shared machine may be off by that much before it counts as a failure.
MARGIN = 1.25


def progress(row, run, runs):
    print(f"{row}: " + (f"run {run} of {runs}" if run else "warm-up"), file=sys.stderr, flush=True)


def settle(process, most=4.0):
    """Waits until the server has done what it put off (journals, cleaning): that belongs to what it answered."""
    last, end = cpu_seconds(process.pid), time.monotonic() + most
    while time.monotonic() < end:
        time.sleep(0.2)
        now = cpu_seconds(process.pid)
        if now - last < 0.015:
            return
        last = now


def cost(process, plan, generator, folder, seconds):
    """CPU of the server per round in µs, and what the generator counted."""
    before = cpu_seconds(process.pid)
    counted = plan.run(generator, folder, seconds)
    settle(process)
    used = cpu_seconds(process.pid) - before
    if counted["cpu"] > 0.9 * counted["seconds"]:
        raise Failed("the load generator was the bottleneck")
    return used / counted["rounds"] * 1e6, counted


class Measurement:
    """What is measured, and how it is shown."""

    def __init__(self, runs, seconds, say=print):
        self.runs, self.seconds, self.say = runs, seconds, say
        self.absent = {}  # name of the peer: why
        self.rows = {}  # row: {peer: [µs]}
        self.rates = {}  # row: {peer: [rounds per second]}
        self.grants = {}  # how many: {"start": [s], "resident": MB, "refresh_token": [µs], …}
        self.calls = {}  # call: [µs]
        self.generator = compiled("oauth/load.c", "load")

    def peers(self, wanted=PEERS):
        """Figures of each row: in each run every peer has its turn, so that what the machine does hits all alike."""
        with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
            running = [peer for kind in wanted if (peer := self.started(kind, name, stack))]
            for row in ROWS:
                for run in range(self.runs + 1):
                    progress(row, run, self.runs)
                    for peer in list(running):
                        try:
                            self.once(peer, row, run)
                        except Failed as error:
                            self.absent[peer.name] = f"{row}: {error}"
                            running.remove(peer)

    def started(self, kind, folder, stack):
        try:
            missing = kind.missing()
            if missing:
                raise Failed(missing)
            peer = stack.enter_context(kind(pathlib.Path(folder) / kind.__name__).started())
            peer.supply(self.generator)
            return peer
        except (Failed, OSError, subprocess.SubprocessError) as error:
            self.absent[kind.name] = str(error)
            self.say(f"{kind.name} is absent: {error}")
            return None

    def once(self, peer, row, run):
        # The first one warms up and counts for nothing.
        used, counted = cost(
            peer.process, getattr(peer, row)(), self.generator, peer.folder, self.seconds if run else 0.3)
        if run:
            self.rows.setdefault(row, {}).setdefault(peer.name, []).append(used)
            self.rates.setdefault(row, {}).setdefault(peer.name, []).append(counted["rounds"] / counted["seconds"])

    def hashing(self):
        """One run of client_credentials with django-oauth-toolkit's default for secrets."""
        with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
            peer = self.started(DjangoToolkitHashing, name, stack)
            if peer:
                used, _ = cost(peer.process, peer.client_credentials(), self.generator, peer.folder, 3)
                self.rows.setdefault("client_credentials", {})[peer.name] = [used]

    def live_grants(self, counts):
        """The cost with few and with many live grants in the store, in turn; and what many do to start and memory."""
        with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
            peers = {}
            for count in counts:
                peer = Doorward(pathlib.Path(name) / str(count))
                with peer.started():
                    peer.supply(self.generator)
                fill(peer.folder / "doorward.db", count, peer.folder / "pool")
                figures = self.grants[count] = {"refresh_token": [], "authorization_code": [], "start": []}
                for _ in range(3):
                    begun = time.monotonic()
                    with peer.started():
                        status, _, _ = exchange(peer.port, "GET", "/.well-known/oauth-authorization-server")
                        figures["start"].append(time.monotonic() - begun)
                        if status != 200:
                            raise Failed(f"with {count} grants the metadata is answered with {status}")
                peers[count] = stack.enter_context(peer.started())
            for run in range(self.runs + 1):
                progress("live grants", run, self.runs)
                for count, peer in peers.items():
                    for row, plan in (("refresh_token", peer.any_grant()),
                                      ("authorization_code", peer.authorization_code())):
                        used, _ = cost(peer.process, plan, self.generator, peer.folder, self.seconds if run else 0.3)
                        if run:
                            self.grants[count][row].append(used)
            for count, peer in peers.items():
                self.grants[count]["resident"] = resident(peer.process.pid) / 1024

    def api_calls(self, upstream, bearer, bearer_port):
        """Calls through the gate: with access tokens seen before, with new ones, and with a service token beside."""
        with tempfile.TemporaryDirectory() as name, Doorward(pathlib.Path(name), upstream).started() as peer:
            peer.supply(self.generator)
            for run in range(self.runs + 1):
                progress("calls with access tokens", run, self.runs)
                seconds = self.seconds if run else 0.3
                peer.make_tokens(self.generator, seconds)
                for title, process, plan in (
                        ("service token (auth: service_http)", bearer, peer.call(bearer_port, SECRET)),
                        ("access token seen before", peer.process, peer.seen()),
                        ("access token at first sight", peer.process, peer.first_sight())):
                    used, _ = cost(process, plan, self.generator, peer.folder, seconds)
                    if run:
                        self.calls.setdefault(title, []).append(used)

    # Results

    def ratios(self, row):
        """Doorward's share of glewlwyd's cost in each run."""
        figures = self.rows.get(row, {})
        pairs = zip(figures.get(Doorward.name, []), figures.get(Glewlwyd.name, []))
        return [ours / theirs for ours, theirs in pairs]

    def growth(self):
        """Cost with the most live grants by the cost with the fewest, of each row."""
        if len(self.grants) < 2:
            return {}
        few, many = self.grants[min(self.grants)], self.grants[max(self.grants)]
        return {row: statistics.median(many[row]) / statistics.median(few[row])
                for row in ("refresh_token", "authorization_code")}

    def missed(self):
        """The limits that are exceeded by more than the margin."""
        found = []
        for row, limit in LIMITS.items():
            ratios = self.ratios(row)
            if ratios and statistics.median(ratios) > limit * MARGIN:
                found.append(f"{row} costs 1/{1 / statistics.median(ratios):.1f} of {Glewlwyd.name}: 1/{1 / limit:.0f}")
        for row, factor in self.growth().items():
            if factor > FLAT * MARGIN:
                found.append(f"{row} grows {factor:.2f} times with the live grants: {FLAT}")
        for count, figures in self.grants.items():
            if statistics.median(figures["start"]) > START:
                found.append(f"{count} grants take {statistics.median(figures['start']):.2f} s to start: {START}")
            if figures.get("resident", 0) > MEMORY:
                found.append(f"{count} grants take {figures['resident']:.0f} MB: {MEMORY}")
        if any(name.startswith(Doorward.name) for name in self.absent):
            found.append(f"{Doorward.name} was not measured")
        return found

    def grant_table(self):
        names = [kind.name for kind in PEERS]
        out = ["CPU of the server per grant, median (µs)", "",
               "| | " + " | ".join(names) + f" | share of {Glewlwyd.name} | to reach |",
               "|---" * (len(names) + 3) + "|"]
        for row in ROWS:
            figures = self.rows.get(row, {})
            cells = [f"{statistics.median(figures[name]):,.0f}" if figures.get(name) else "absent" for name in names]
            ratios = self.ratios(row)
            share = f"1/{1 / statistics.median(ratios):.1f}" if ratios else "–"
            out.append(f"| {row} | " + " | ".join(cells) + f" | {share} | 1/{1 / LIMITS[row]:.0f} |")
        return out

    def table(self):
        """The figures as Markdown."""
        out = self.grant_table() if self.rows else []
        hashing = self.rows.get("client_credentials", {}).get(DjangoToolkitHashing.name)
        if hashing:
            out += ["", f"{DjangoToolkitHashing.name}: client_credentials {hashing[0]:,.0f} µs"]
        if self.calls:
            out += ["", "| call with an access token | µs CPU per request |", "|---|---|"]
            out += [f"| {title} | {statistics.median(values):.1f} |" for title, values in self.calls.items()]
        if self.grants:
            out += ["", "| live grants | refresh_token (µs) | authorization_code (µs) | start (ms) | resident (MB) |",
                    "|---|---|---|---|---|"]
            for count, figures in self.grants.items():
                out.append(f"| {count:,} | {statistics.median(figures['refresh_token']):.0f}"
                           f" | {statistics.median(figures['authorization_code']):.0f}"
                           f" | {statistics.median(figures['start']) * 1000:.0f} | {figures['resident']:.0f} |")
            out += [""] + [f"{row} grows {factor:.2f} times (to stay under {FLAT})"
                           for row, factor in self.growth().items()]
        if self.absent:
            out += [""] + [f"absent: {name}: {reason.splitlines()[0]}" for name, reason in self.absent.items()]
        return "\n".join(out)

    def record(self):
        """Everything that was measured, for JSON."""
        return {"runs": self.runs, "seconds": self.seconds, "absent": self.absent, "cpu_us": self.rows,
                "per_second": self.rates, "live_grants": self.grants, "growth": self.growth(), "calls_us": self.calls,
                "limits": LIMITS, "missed": self.missed(), "glewlwyd": getattr(Glewlwyd, "version", None)}
