"""What the gate adds to an answer's time at a thousand requests a second, while 1 GB after 1 GB streams through it."""

import contextlib
import pathlib
import subprocess
import sys
import tempfile
import time

from gate.contest import Figure, progress
from gate.load import generator
from peers.checks import check
from peers.doorward import Doorward
from peers.nginx import Nginx
from peers.proxy import SECRET, Setup
from peers.upstream import upstream
from processes import LOAD_CORE, ROOT, Failed, pin

RATE, CONNECTIONS = 1000, 16
BARE = "bare upstream"
MEDIAN, TAIL = 150, 1000
# A tail needs samples: two thousand requests or more in a run.
LEAST = 2


def latency(contest):
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        _, port = stack.enter_context(upstream(folder))
        ports = {BARE: port}
        for kind in (Nginx, Doorward):
            proxy = contest.enter(stack, kind(Setup(folder, port)), check)
            if proxy:
                ports[kind.name] = proxy.port
        generators = {who: stack.enter_context(generator(at, CONNECTIONS, RATE, secret=SECRET))
                      for who, at in ports.items()}
        results = {who: [] for who in ports}
        seconds = max(LEAST, contest.seconds)
        for run in range(contest.runs + 1):
            progress("added latency beside a stream: " + (f"run {run} of {contest.runs}" if run else "warm-up"))
            for who, made in generators.items():
                result = beside_stream(made, ports[who], seconds if run else 1)
                if run:
                    results[who].append(result)
        report(contest, results)


def beside_stream(made, port, seconds):
    """What the generator says; a stream that does not flow all the time is a failure."""
    # The reader takes what time the API leaves it: it is not to be in the way of what is measured.
    command = ["nice", "-n", "19", sys.executable, ROOT / "Benchmarks/gate/reader.py", str(port), "/stream",
               f"Authorization: Bearer {SECRET}"]
    with subprocess.Popen(pin(LOAD_CORE, command), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as reader:
        try:
            if reader.stdout.readline() != "ready\n":
                raise Failed(f"the stream does not begin: {reader.stderr.read()[:300]}")
            begun = time.monotonic()
            result = made.measure(seconds)
            if reader.poll() is not None:
                raise Failed(f"the stream ended: {reader.stderr.read()[:300]}")
            elapsed = time.monotonic() - begun
        finally:
            reader.terminate()
        result["stream"] = int(reader.stdout.read() or 0) / elapsed / 1e9
        return result


def report(contest, results):
    bare = results[BARE]
    for key, limit in (("p50", MEDIAN), ("p99", TAIL)):
        added = {who: [ours[key] - theirs[key] for ours, theirs in zip(values, bare)]
                 for who, values in results.items() if who != BARE}
        contest.figures.append(Figure(
            f"added latency at {RATE:,} requests/s beside a 1 GB stream, {key}", added.pop(Doorward.name, []), "µs",
            limit, added | {f"({BARE}, in all)": [one[key] for one in bare]}))
    streams = {who: [one["stream"] for one in values] for who, values in results.items()}
    contest.figures.append(Figure(
        "the stream beside it", streams.pop(Doorward.name, []), "GB/s", None, streams))
