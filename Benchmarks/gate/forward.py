"""A bearer check, then forward: a short answer with and without an access log, and one of 10 KB."""

import contextlib
import pathlib
import tempfile

from gate.contest import Lane, Row
from gate.load import wrk
from peers.checks import check
from peers.doorward import Doorward
from peers.envoy import Envoy
from peers.haproxy import HAProxy
from peers.nginx import Nginx
from peers.proxy import SECRET, Setup
from peers.upstream import upstream

PEERS = (Nginx, HAProxy, Envoy, Doorward)
SHORT, LONG = 1.15, 1.2


def forward(contest):
    work(contest, True, (("bearer check, then forward", "/hello", SHORT),
                         ("the same, 10 KB answer", "/large", LONG)))
    work(contest, False, (("bearer check, then forward, access log off", "/hello", None),))


def work(contest, log, rows):
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        api, port = stack.enter_context(upstream(folder))
        running = []
        for kind in PEERS:
            label = kind.name + ("" if log else ", access log off")
            proxy = contest.enter(stack, kind(Setup(folder, port, log=log)), check, label)
            running += [proxy] if proxy else []
        for title, path, limit in rows:
            lanes = [Lane(proxy.name, proxy.process, wrk(proxy.port, path, SECRET)) for proxy in running]
            contest.hold(api, Row(title, lanes, theirs=Nginx.name, limit=limit))
