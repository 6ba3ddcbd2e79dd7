"""ES256 access tokens of another issuer: seen before beside the bearer check, and at first sight beside others."""

import contextlib
import itertools
import pathlib
import tempfile

from gate.contest import Lane, Row
from gate.load import CONNECTIONS, calls
from peers.checks import check
from peers.doorward import Doorward
from peers.envoy import Envoy
from peers.haproxy import HAProxy
from peers.proxy import SECRET, Setup
from peers.tokens import Issuer
from peers.upstream import upstream
from processes import compiled, free_port

SEEN, FIRST = 1.15, 1.0
BEARER = "doorward, bearer"
AUDIENCE = "https://api.example.com"
# Tokens for a second of first sights: what no proxy here exceeds by much on one core.
RATE = 10_000


def tokens(contest):
    generator = compiled("oauth/load.c", "load")
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder, port = pathlib.Path(name), free_port()
        issuer = Issuer(folder, f"http://127.0.0.1:{port}", AUDIENCE)
        api, _ = stack.enter_context(upstream(folder, port, issuer.documents()))
        first = Setup(folder, port, issuer)
        seen = Setup(folder, port, issuer, seen=True)
        haproxy = contest.enter(stack, HAProxy(first), check, "HAProxy, tokens")
        envoy = contest.enter(stack, Envoy(first), check, "Envoy, tokens")
        cached = contest.enter(stack, Envoy(seen), check, "Envoy, tokens with its cache")
        ours = contest.enter(stack, Doorward(first), check, "doorward, tokens")
        bearer = contest.enter(stack, Doorward(Setup(folder, port)), check)
        contest.hold(api, seen_row(generator, folder, issuer, bearer, (haproxy, cached, ours)))
        contest.hold(api, first_row(generator, folder, issuer, (haproxy, envoy, ours), contest.seconds))


def seen_row(generator, folder, issuer, bearer, others):
    """Every connection has its token and keeps it."""
    issuer.write(folder / "seen", CONNECTIONS)
    lanes = [Lane(BEARER, bearer.process, calls(generator, folder, bearer.port, SECRET))] if bearer else []
    lanes += [Lane(proxy.name, proxy.process, calls(
        generator, folder, proxy.port, "$(token)", [f"values token {folder / 'seen'}"])) for proxy in others if proxy]
    return Row("ES256 access token seen before, then forward", lanes, theirs=BEARER, limit=SEEN,
               note="HAProxy verifies every time; Envoy has its token cache on, which it has not at first sight.")


def first_row(generator, folder, issuer, proxies, seconds):
    """Every request has a token of its own; a run is so many requests."""
    count = int(RATE * seconds)

    def lane(proxy):
        batch = itertools.count()

        def settings():
            # The n-th run of everyone has the same tokens.
            path = folder / f"first-{next(batch)}"
            if not path.exists():
                issuer.write(path, count)
            return [f"pool token {path}", f"rounds {count}"]

        return Lane(proxy.name, proxy.process, calls(generator, folder, proxy.port, "$(token)", settings, 300))

    return Row("ES256 access token at first sight, then forward", [lane(proxy) for proxy in proxies if proxy],
               theirs=HAProxy.name, limit=FIRST)
