"""Doorward as its users set it up: limits, time-outs, header checks, metrics and access log are on."""

import functools
import subprocess

from peers.proxy import SECRET, Proxy
from peers.upstream import OPENAPI
from processes import BINARY, free_port

# The key that says how many event loops there are; older binaries have one for each core and no such key.
LOOPS_KEY = "threads"

CONFIGURATION = """
public_url: {address}
listen: 127.0.0.1:{port}
upstream: {{url: "http://127.0.0.1:{upstream}", openapi: openapi.yaml}}
database: none
metrics: {{listen: "127.0.0.1:{metrics}"}}
logging: {{format: json}}
"""

BEARER = """auth: service_http
service: {secrets: ["file:secret"]}
"""

TOKEN = """auth: oauth
oauth:
  issuer: {issuer}
  audience: {audience}
  scopes: {{read: Read your greetings.}}
"""


@functools.cache
def knows_loops():
    """Whether the number of event loops can be said."""
    done = subprocess.run([BINARY, "config", "--reference"], capture_output=True, text=True, timeout=30)
    return f"| `{LOOPS_KEY}` |" in done.stdout


def event_loops(count):
    """The line of the configuration that says how many there are, where the binary knows such a line."""
    return f"{LOOPS_KEY}: {count}\n" if knows_loops() else ""


class Doorward(Proxy):
    name = "doorward"
    rows = frozenset(("direct", "forward", "large", "tokens", "connections", "latency", "loops"))
    file = "doorward.yaml"

    @classmethod
    def missing(cls):
        return "" if BINARY.exists() else f"{BINARY} is missing: run 'make build' first"

    @classmethod
    def version(cls):
        return cls.version_of(BINARY, "--version")

    def log(self):
        if self.setup.log:
            return "JSON to a file, in batches of 48 KB or 100 ms"
        return "cannot be switched off: JSON to /dev/null"

    def remark(self):
        if knows_loops():
            return ""
        return f"has no key `{LOOPS_KEY}`: it ran an event loop for each core of the machine, all of them on one"

    def configuration(self):
        issuer = self.setup.issuer
        (self.folder / "openapi.yaml").write_text(OPENAPI)
        (self.folder / "secret").write_text(SECRET)
        (self.folder / "secret").chmod(0o600)
        text = CONFIGURATION.format(
            address=f"http://127.0.0.1:{self.port}" if issuer else "https://api.example.com", port=self.port,
            upstream=self.setup.upstream, metrics=free_port())
        text += TOKEN.format(issuer=issuer.address, audience=issuer.audience) if issuer else BEARER
        return text + event_loops(self.setup.loops)

    def command(self):
        return [BINARY, "serve", "--no-self-check", "--config", self.folder / self.file]

    def errors(self, output):
        return output if self.setup.log else subprocess.DEVNULL
