"""Doorward as an authorization server in front of the API that echoes, and the commands that supply it."""

import contextlib
import dataclasses
import json
import os
import pathlib
import re
import subprocess

import pytest

from conftest import BINARY, free_port, started
from oauth.upstream import SCOPES, document

PASSWORD = "correct horse battery 42"
# Codes, refresh tokens, sessions, invitations, clients' secrets, and access tokens.
CREDENTIAL = re.compile(r"dw(?:c|r|s|i|cs)_[A-Za-z0-9_-]{43}|eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\.")


@dataclasses.dataclass(frozen=True)
class Client:
    """A registered client; `secret` is None when it is public."""

    id: str
    secret: str | None
    redirect: str | None
    profile: str
    name: str


class Door:
    """A running server with its folder."""

    def __init__(self, base, folder, environment):
        self.base, self.folder, self.environment = base, folder, environment
        self.secrets = []

    def command(self, *words, given=""):
        """Runs one of the program's commands on this configuration; what it printed."""
        done = subprocess.run(
            [str(BINARY), *words, "--config", str(self.folder / "doorward.yaml")],
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=self.folder,
            env=self.environment,
        )
        assert done.returncode == 0, f"doorward {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def add_user(self, name, password=PASSWORD):
        words = ["user", "add", name, "--email", f"{name}@example.com", "--password-stdin"]
        self.command(*words, given=password + "\n")
        self.secrets.append(password)

    def add_client(self, profile, name, redirect=None, *, assistant=None, public=False, scope="notes:read notes:write"):
        words = ["client", "add", "--profile", profile, "--name", name, "--format", "json"]
        words += ["--redirect", redirect] if redirect else []
        words += ["--assistant-id", assistant] if assistant else []
        words += ["--public"] if public else []
        words += ["--scope", scope] if scope else []
        made = json.loads(self.command(*words))
        secret = made.get("client_secret")
        assert (secret is None) == public
        self.secrets += [secret] if secret else []
        return Client(made["client_id"], secret, redirect, profile, name)

    def address(self, path):
        return self.base + path

    @property
    def log(self):
        return (self.folder / "doorward.log").read_text()


def configuration(base, upstream, database, more):
    scopes = "".join(f"    {name}: {sentence}\n" for name, sentence in SCOPES.items())
    return f"""public_url: {base}
listen: {base.removeprefix("http://")}
upstream:
  url: {upstream}
  openapi: openapi.json
auth: oauth
database: {database}
oauth:
  scopes:
{scopes}{more}metrics:
  listen: "off"
"""


@contextlib.contextmanager
def oauth_door(folder, upstream, *, database="sqlite:doorward.db", more="", environment=None):
    """Doorward with `auth: oauth`; checks that it stops well and that no secret is in its log.

    `more` is YAML: keys of `oauth` first (indented by two), then whatever stands at the left margin.
    """
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not there: build it with `make build`, or name it in DOORWARD_BINARY")
    base = f"http://127.0.0.1:{free_port()}"
    folder = pathlib.Path(folder)
    (folder / "openapi.json").write_text(json.dumps(document()))
    (folder / "doorward.yaml").write_text(configuration(base, upstream, database, more))
    whole = os.environ | (environment or {})
    command = [str(BINARY), "serve", "--config", str(folder / "doorward.yaml")]
    with started(command, f"{base}/readyz", folder, "doorward", env=whole) as process:
        door = Door(base, folder, whole)
        yield door
    assert process.returncode == 0, door.log[-4000:]
    assert not CREDENTIAL.search(door.log), "a credential is in the log"
    for secret in door.secrets:
        assert secret not in door.log, "a secret is in the log"
