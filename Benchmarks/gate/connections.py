"""Many connections: what a request costs with 64, 256 and 4,096 of them, and what memory each takes."""

import contextlib
import pathlib
import tempfile
import time

from gate.contest import Figure, Lane, Row, progress
from gate.load import generator
from peers.checks import check
from peers.doorward import Doorward
from peers.nginx import Nginx
from peers.proxy import SECRET, Setup
from peers.upstream import upstream
from processes import TROUBLE, Failed, raise_descriptors, resident

PEERS = (Nginx, Doorward)
COUNTS = (64, 256, 4096)
GROWTH, MEMORY = 1.3, 40
SAMPLES = 3


def connections(contest):
    if raise_descriptors() < 3 * max(COUNTS):
        raise Failed(f"too few file descriptors for {max(COUNTS):,} connections: raise `ulimit -n`")
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        api, port = stack.enter_context(upstream(folder))
        setup = Setup(folder, port)
        memory = {kind.name: [] for kind in PEERS}
        for sample in range(SAMPLES):
            progress(f"memory per connection: {sample + 1} of {SAMPLES}")
            for kind in PEERS:
                with contextlib.suppress(*TROUBLE):  # the rows below name who is absent, and why
                    memory[kind.name].append(per_connection(kind(setup)))
        rows = [costs(contest, stack, setup, api, count) for count in COUNTS]
        contest.hold(api, *rows)  # together: growth is taken within a run
        report(contest, rows[0], rows[-1], memory)


def per_connection(proxy):
    """Resident kB of each of 4,096 connections that are idle after one request."""
    with proxy.started():
        check(proxy)
        time.sleep(0.3)
        before = resident(proxy.process.pid)
        with generator(proxy.port, max(COUNTS), 0, secret=SECRET):
            time.sleep(0.3)
            return (resident(proxy.process.pid) - before) / max(COUNTS)


def costs(contest, stack, setup, api, count):
    """A row in which everyone has processes of its own, whose connections stay open over all runs."""
    lanes = []
    for kind in PEERS:
        proxy = contest.enter(stack, kind(setup), check)
        if not proxy:
            continue
        try:
            made = stack.enter_context(generator(proxy.port, count, 0, secret=SECRET))
        except TROUBLE as error:
            contest.absent[f"{kind.name} ({count:,} connections)"] = str(error)
            continue
        lanes.append(Lane(kind.name, proxy.process, load(made)))
    return Row(f"bearer check, then forward, {count:,} connections", lanes, theirs=Nginx.name)


def load(made):
    def run(seconds):
        result = made.measure(seconds)
        return result["requests"], result["cpu"]
    return run


def report(contest, few, many, memory):
    growth = {kind.name: [b / a for a, b in zip(few.figures.get(kind.name, []), many.figures.get(kind.name, []))]
              for kind in PEERS}
    for title, values, unit, limit in (
            (f"growth of the cost per request from {COUNTS[0]} to {COUNTS[-1]:,} connections", growth, "×", GROWTH),
            ("memory per connection", memory, "KB", MEMORY)):
        ours = values.pop(Doorward.name)
        contest.figures.append(Figure(title, ours, unit, limit, {name: v for name, v in values.items() if v}))
