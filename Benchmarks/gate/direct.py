"""Answers that the gate gives itself, beside nginx's `return 200` of a body of the same size."""

import contextlib
import pathlib
import tempfile

from gate.contest import Lane, Row
from gate.load import wrk
from peers.checks import check
from peers.doorward import Doorward
from peers.nginx import Nginx
from peers.proxy import Setup, ask
from peers.upstream import upstream
from processes import Failed

LIMIT = 1.5
# In words, path, secret, status.
ANSWERS = (
    ("refusal of a call without a secret", "/hello", None, 401),
    ("refusal of a wrong secret", "/hello", "wrong", 403),
    ("the manifest", "/.well-known/ai-plugin.json", None, 200),
    ("/healthz", "/healthz", None, 200),
)


def direct(contest):
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        api, port = stack.enter_context(upstream(folder))
        ours = contest.enter(stack, Doorward(Setup(folder, port)), check)
        if not ours:
            raise Failed(contest.absent[Doorward.name])
        sizes = {number: size(ours.port, *answer) for number, answer in enumerate(ANSWERS)}
        # A location each: its body is as long as Doorward's.
        theirs = contest.enter(stack, Nginx(Setup(folder, port), {
            f"/same-{number}": "x" * length for number, length in sizes.items()}), check)
        for number, (title, path, secret, status) in enumerate(ANSWERS):
            lanes = [Lane(Doorward.name, ours.process, wrk(ours.port, path, secret, status))]
            if theirs:
                lanes.insert(0, Lane(Nginx.name, theirs.process, wrk(theirs.port, f"/same-{number}")))
            contest.hold(api, Row(f"answered directly: {title}", lanes, theirs=Nginx.name, limit=LIMIT))


def size(port, title, path, secret, status):
    got, body = ask(port, path, f"Bearer {secret}" if secret else None)
    if got != status:
        raise Failed(f"doorward answers {got}, not {status}, to: {title}")
    return len(body)
