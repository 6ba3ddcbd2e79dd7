"""Two event loops beside one: what a request costs when nothing but the kernel is shared."""

import contextlib
import pathlib
import tempfile

from gate.contest import Lane, Row
from gate.load import wrk
from peers.checks import check
from peers.doorward import LOOPS_KEY, Doorward, knows_loops
from peers.proxy import SECRET, Setup
from peers.upstream import upstream

LIMIT = 1.15
ONE, TWO = "one event loop", "two event loops"


def loops(contest):
    if not knows_loops():
        contest.absent["two event loops beside one"] = f"this binary's configuration has no key `{LOOPS_KEY}`"
        return
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        api, port = stack.enter_context(upstream(folder))
        lanes = []
        for label, count in ((ONE, 1), (TWO, 2)):
            proxy = contest.enter(stack, Doorward(Setup(folder, port, loops=count, core=None)), check, label)
            if proxy:
                lanes.append(Lane(label, proxy.process, wrk(proxy.port, "/hello", SECRET)))
        contest.hold(api, Row("bearer check, then forward, doorward on all cores", lanes, TWO, ONE, LIMIT))
