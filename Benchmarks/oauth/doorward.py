"""Doorward itself, set up as its users do: a configuration, the command line tools, the pages."""

import json
import subprocess

from oauth.browser import Browser
from oauth.peer import PASSWORD, REDIRECT, SCOPES, Peer
from oauth.plan import Plan
from peers.doorward import event_loops
from processes import BINARY, Failed, free_port

CONFIGURATION = """
public_url: http://127.0.0.1:{port}
listen: 127.0.0.1:{port}
upstream: {{url: "http://127.0.0.1:{upstream}", openapi: openapi.yaml}}
auth: oauth
oauth:
  scopes:
    read: Read your greetings
    write: Write greetings for you
database: "sqlite:{folder}/doorward.db"
metrics: {{listen: "off"}}
logging: {{format: json}}
"""

OPENAPI = """
openapi: 3.1.0
info: {title: Hello, version: "1"}
paths: {/hello: {get: {operationId: sayHello, summary: Says hello., responses: {"200": {description: A greeting.}}}}}
"""


class Doorward(Peer):
    name = "doorward"
    redirect_status = 303
    active = '"active":true'

    def __init__(self, folder, upstream=None):
        super().__init__(folder)
        self.upstream = upstream or free_port()

    @classmethod
    def missing(cls):
        return "" if BINARY.exists() else f"{BINARY} is missing: run 'make build' first"

    def command(self):
        return [str(BINARY), "serve", "--config", str(self.folder / "doorward.yaml")]

    def tool(self, *arguments, text=None):
        done = subprocess.run([BINARY, *arguments, "--config", self.folder / "doorward.yaml"], input=text,
                              capture_output=True, text=True, cwd=self.folder)
        if done.returncode:
            raise Failed(f"doorward {' '.join(arguments[:2])}: {(done.stderr or done.stdout).strip()[:600]}")
        return done.stdout

    def prepare(self):
        if self.client:
            return  # started again
        (self.folder / "doorward.yaml").write_text(
            CONFIGURATION.format(port=self.port, upstream=self.upstream, folder=self.folder) + event_loops(1))
        (self.folder / "openapi.yaml").write_text(OPENAPI)
        self.tool("user", "add", "ada", "--email", "ada@client.example", "--password-stdin", text=PASSWORD + "\n")
        client = json.loads(self.tool(
            "client", "add", "--profile", "web", "--name", "Benchmark", "--redirect", REDIRECT, "--scope", SCOPES,
            "--format", "json"))
        self.client, self.secret = client["client_id"], client["client_secret"]

    def sign_in(self):
        if self.cookie:
            return
        browser = Browser(self.port)
        query = self.authorization_request().replace("$(challenge)", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        browser.walk(query, REDIRECT, {"username": "ada", "password": PASSWORD, "decision": "allow"})
        self.cookie = browser.cookie()

    def any_grant(self):
        """Refreshes of grants all over the store; a used token's place is taken by its successor."""
        pool = self.folder / "pool"
        return (self.plan().setting(f"pool refresh {pool}").setting(f"save refresh {pool}")
                .post(self.token_path, "grant_type=refresh_token&refresh_token=$(refresh)", self.authorization())
                .take("access", "json", "access_token").take("refresh", "json", "refresh_token"))

    # Calls of the API behind the door, with access tokens.

    def seen(self):
        """Each connection has its token."""
        return self.call().setting(f"values token {self.folder / 'access'}")

    def first_sight(self):
        """Every call has a token that was never seen; the file says how many there are."""
        tokens = self.folder / "tokens"
        with open(tokens, "rb") as file:
            count = sum(1 for _ in file)
        return self.call().setting(f"pool token {tokens}").setting(f"rounds {count}")

    def call(self, port=None, token="$(token)"):
        return Plan(port or self.port, self.connections).get(
            "/hello", f"Authorization: Bearer {token}").check('expect "message"')

    def make_tokens(self, generator, seconds):
        self.client_credentials().setting(f"collect access {self.folder / 'tokens'}").run(
            generator, self.folder, seconds)
