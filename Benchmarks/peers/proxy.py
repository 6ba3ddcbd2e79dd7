"""What every proxy under measurement has in common."""

import contextlib
import dataclasses
import http.client
import pathlib
import re
import subprocess

from peers.tokens import Issuer
from processes import SERVER_CORE, Absent, NotStarted, free_port, pin, running

SECRET = "benchmark-" + "0123456789abcdef" * 4
# Callers and upstream connections that a proxy must be able to hold.
CONNECTIONS = 10_000


@dataclasses.dataclass(frozen=True)
class Setup:
    """What a proxy is to do: the same for all of them."""

    folder: pathlib.Path
    upstream: int  # the port of the API
    issuer: Issuer | None = None  # ES256 access tokens of this issuer, instead of the bearer secret
    seen: bool = False  # tokens seen before may be kept, where the proxy can do that
    log: bool = True  # an access log in a file
    loops: int = 1
    core: int | None = SERVER_CORE


class Proxy:
    """One proxy: its name, configuration, command, and what its access log is. It listens on a port of its own."""

    name = ""
    rows = frozenset()  # which parts of the benchmark it takes part in
    file = ""  # what its configuration is called

    def __init__(self, setup):
        self.setup = setup
        self.port = free_port()
        self.folder = setup.folder / f"{self.name.lower()}-{self.port}"
        self.process = None

    @classmethod
    def missing(cls):
        """Why it cannot be had, or nothing."""
        return ""

    @classmethod
    def version(cls):
        return ""

    def log(self):
        """Its access-log setting, in words."""
        return ""

    def remark(self):
        """What whoever reads the figures must know, or nothing."""
        return ""

    def configuration(self):
        return ""

    def command(self):
        return []

    @contextlib.contextmanager
    def started(self):
        self.folder.mkdir(parents=True)
        path = self.folder / self.file
        path.write_text(self.configuration())
        with open(self.folder / "output", "wb") as output:
            try:
                with running(pin(self.setup.core, [str(word) for word in self.command()]), self.port, stdout=output,
                             stderr=self.errors(output), cwd=self.folder) as process:
                    self.process = process
                    yield self
            except NotStarted as error:
                said = (self.folder / "output").read_text(errors="replace").strip().replace("\n", " ")
                raise Absent(f"{error}: {said[-500:]}" if said else str(error)) from error

    def errors(self, output):
        return output

    @classmethod
    def version_of(cls, *command):
        """The first number with a dot in what the command prints."""
        try:
            done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=20)
        except (OSError, subprocess.SubprocessError) as error:
            raise Absent(f"{cls.name}: {error}") from error
        found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout + done.stderr)
        return found.group() if found else "of an unknown version"


def ask(port, path="/hello", authorization=None):
    """One request outside the measurement: status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        try:
            connection.request("GET", path, headers={"Authorization": authorization} if authorization else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Absent(f"does not answer on port {port}: {error!r}") from error
