"""What every authorization server under measurement has in common."""

import base64
import contextlib
import hashlib
import http.client
import pathlib
import secrets
import urllib.parse

from oauth.plan import Plan, basic
from processes import SERVER_CORE, free_port, pin, running

ROWS = ("client_credentials", "refresh_token", "authorization_code", "introspection")
REDIRECT = "https://client.example/callback"
SCOPES = "read write"
PASSWORD = "correct horse battery staple"
CONNECTIONS = 64


def exchange(port, method, path, body=None, headers=None):
    """One request outside the measurement: status, headers, text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode(errors="replace")


class Peer:
    """A server with a client and a signed-in user who agreed before. Subclasses prepare and start it."""

    name = ""
    authorize_path = "/oauth/authorize"
    token_path = "/oauth/token"
    introspect_path = "/oauth/introspect"
    authorize_extra = ""
    redirect_status = 302
    active = '"active": true'
    connections = CONNECTIONS

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.client = self.secret = self.cookie = ""

    @classmethod
    def missing(cls):
        """Why it cannot be measured here; empty when it can."""
        return ""

    def command(self):
        raise NotImplementedError

    def environment(self):
        return None

    def prepare(self):
        """What must be there before the start."""

    def sign_in(self):
        """After the start: makes client and user where that needs the server, and gets a session cookie."""

    @contextlib.contextmanager
    def started(self):
        self.prepare()
        with open(self.folder / "log", "wb") as log, running(
                pin(SERVER_CORE, self.command()), self.port, stdout=log, stderr=log, env=self.environment(),
                cwd=self.folder) as process:
            self.process = process
            self.sign_in()
            yield self

    # The rows. Client authentication is by Basic everywhere, the code flow uses PKCE (S256) everywhere.

    def plan(self):
        return Plan(self.port, self.connections)

    def authorization(self):
        return basic(self.client, self.secret)

    def client_credentials(self):
        return self.plan().post(
            self.token_path, "grant_type=client_credentials&scope=" + urllib.parse.quote_plus(SCOPES),
            self.authorization()).take("access", "json", "access_token")

    def refresh_token(self):
        return (self.saving(self.plan()).setting(f"values refresh {self.folder / 'refresh'}")
                .post(self.token_path, "grant_type=refresh_token&refresh_token=$(refresh)", self.authorization())
                .take("access", "json", "access_token").take("refresh", "json", "refresh_token"))

    def authorization_request(self):
        redirect = urllib.parse.quote(REDIRECT, safe="")
        return (f"{self.authorize_path}?response_type=code&client_id={self.client}&redirect_uri={redirect}"
                f"&state=af0ifjsldkj&scope={urllib.parse.quote_plus(SCOPES)}"
                f"&code_challenge=$(challenge)&code_challenge_method=S256{self.authorize_extra}")

    def authorization_code(self):
        verifiers, challenges = self.folder / "verifiers", self.folder / "challenges"
        values = [secrets.token_urlsafe(32) for _ in range(self.connections)]
        digests = [hashlib.sha256(value.encode()).digest() for value in values]
        verifiers.write_text("\n".join(values) + "\n")
        challenges.write_text("".join(base64.urlsafe_b64encode(d).decode().rstrip("=") + "\n" for d in digests))
        body = (f"grant_type=authorization_code&code=$(code)&redirect_uri={urllib.parse.quote(REDIRECT, safe='')}"
                "&code_verifier=$(verifier)")
        return (self.saving(self.plan())
                .setting(f"values verifier {verifiers}").setting(f"values challenge {challenges}")
                .get(self.authorization_request(), f"Cookie: {self.cookie}", status=self.redirect_status)
                .take("code", "query", "code")
                .post(self.token_path, body, self.authorization())
                .take("access", "json", "access_token").take("refresh", "json", "refresh_token"))

    def introspection(self):
        return (self.plan().setting(f"values token {self.folder / 'access'}")
                .post(self.introspect_path, "token=$(token)", self.authorization()).check(f"expect {self.active}"))

    def saving(self, plan):
        """Keeps the newest tokens of each connection: many servers end the access token with its refresh token."""
        return plan.setting(f"save access {self.folder / 'access'}").setting(f"save refresh {self.folder / 'refresh'}")

    def supply(self, generator):
        """Gets each connection an access token and a refresh token."""
        self.authorization_code().run(generator, self.folder, 0.2)
