"""Nobody is timed who does not refuse what must be refused."""

from peers.proxy import SECRET, ask
from peers.upstream import HELLO, LARGE
from processes import Absent

REFUSED = (401, 403)


def check(proxy):
    """Lets in who is right and nobody else, and passes the right bytes on; `Absent` says what went wrong."""
    issuer = proxy.setup.issuer
    right = issuer.token() if issuer else SECRET
    for path, body in (("/hello", HELLO), ("/large", LARGE)):
        status, got = ask(proxy.port, path, f"Bearer {right}")
        if (status, got) != (200, body):
            raise Absent(f"GET {path} with the right credential: {status}, {len(got)} bytes {got[:200]!r}")
    for what, authorization in wrong(issuer):
        status, got = ask(proxy.port, "/hello", authorization)
        if status not in REFUSED:
            raise Absent(f"does not refuse {what}: {status} {got[:200]!r}")
    if ask(proxy.port, "/hello", f"Bearer {right}")[0] != 200:
        raise Absent("refuses the right credential after wrong ones")


def wrong(issuer):
    """What must be refused: (in words, Authorization)."""
    yield "a call without a credential", None
    yield "a wrong secret", "Bearer wrong"
    if not issuer:
        yield "a secret with one more byte", f"Bearer {SECRET}x"
        yield "the right secret in another case", f"Bearer {SECRET.upper()}"
        return
    yield "an expired token", f"Bearer {issuer.token(lifetime=-7200)}"
    yield "a token for somebody else", f"Bearer {issuer.token(aud='https://other.example')}"
    yield "a token of somebody else", f"Bearer {issuer.token(iss='https://other.example')}"
    yield "a wrong signature", f"Bearer {issuer.forged()}"
    yield "a token that says alg none", f"Bearer {issuer.unsigned()}"
