"""The parts of the benchmark that are about the gate."""

from gate.connections import connections
from gate.contest import Contest
from gate.direct import direct
from gate.forward import forward
from gate.latency import latency
from gate.loops import loops
from gate.tokens import tokens
from processes import TROUBLE

PARTS = {"direct": direct, "forward": forward, "tokens": tokens, "connections": connections, "latency": latency,
         "loops": loops}


def measure(parts, runs, seconds):
    """What was measured, and in `absent` what was not."""
    contest = Contest(runs, seconds)
    for name in PARTS:
        if name not in parts:
            continue
        try:
            PARTS[name](contest)
        except TROUBLE as error:
            contest.failed(name, str(error))
    return contest
