"""What the tests know of a provider: where it is, who has an account there, and how its own pages are used."""

import dataclasses
import urllib.parse

# Another site than the server's own 127.0.0.1, as providers are: cookies and policies have to stand that.
HOST = "127.0.0.2"
CLIENT = "doorward-interop"
SECRET = "fake-client-secret-of-the-interop-tests"


@dataclasses.dataclass(frozen=True)
class Member:
    """Somebody with an account at a provider."""

    name: str
    password: str
    email: str
    verified: bool


ADA = Member("ada", "fake password of ada 17", "ada@example.com", True)
EVE = Member("eve", "fake password of eve 18", "eve@example.org", False)
# Never agrees to anything at a provider.
IDA = Member("ida", "fake password of ida 19", "ida@example.net", True)
MEMBERS = (ADA, EVE, IDA)


class Provider:
    """An OpenID provider on this machine."""

    # The entry in `identity_providers`, and what stands on the button.
    name = label = ""
    # Whether somebody who has signed in there once is not asked for anything the next time.
    remembers = False
    # Whether its pages are made by scripts.
    needs_scripts = False
    # The path behind its origin that its issuer has.
    path = ""

    def __init__(self, port):
        self.base = f"http://{HOST}:{port}"
        self.port = port

    @property
    def issuer(self):
        return self.base + self.path

    def section(self, more=""):
        """Its entry in `identity_providers`; `more` are lines of four blanks and a key."""
        return (
            f"  {self.name}:\n    type: oidc\n    label: {self.label}\n    issuer: {self.issuer}\n"
            f"    client_id: {CLIENT}\n    client_secret: env:IDENTITY_SECRET\n{more}"
        )

    def is_at(self, page):
        """Whether the browser stands at one of its pages."""
        return page.url.startswith(self.base + "/")

    def sign_in(self, page, member):
        """Goes through its pages as a member, until they let go."""
        raise NotImplementedError

    def deny(self, page, member):
        """Says no there; where that takes a sign-in, as a member."""
        raise NotImplementedError

    def left(self, page):
        """Waits until the browser has left its pages."""
        page.wait_for_url(lambda url: urllib.parse.urlsplit(url).netloc != f"{HOST}:{self.port}")
