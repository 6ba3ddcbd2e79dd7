"""Doorward as a reader of secret managers: by the real binary, or by the program that DOORWARD_SECRET_PROBE names.

The probe takes references as arguments and prints what `doorward secret check --format json` prints; with `--rotate`
it writes a new value, with `--retire FINGERPRINT` it takes a version out of service. The tests are the same for both.
"""

import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import subprocess
import tempfile
import textwrap
import urllib.error
import urllib.request

import pytest

from conftest import BINARY, free_port, started, uvicorn

PROBE = os.environ.get("DOORWARD_SECRET_PROBE")
# The variables of this process that Doorward gets; everything else a test says itself, so that the credentials of
# whoever runs the tests are never used.
INHERITED = ("PATH", "LANG", "LD_LIBRARY_PATH")


def surroundings(environment):
    """The whole environment of a run: a few inherited variables and what the test gives."""
    return {name: os.environ[name] for name in INHERITED if name in os.environ} | dict(environment)


def check(references, environment, configuration="", timeout=60):
    """What Doorward says about each reference, in order: dictionaries with `ok`, `versions`, `problem`, `warnings`.

    `since` of a version is in seconds since 1970.
    `configuration` is YAML that is added to the configuration file (`secret_sources:`, `vault:`, …).
    """
    with _folder(references, configuration) as folder:
        words = [PROBE, *references] if PROBE else _words(folder, "check", "--format", "json")
        done = _run(words, environment, folder, timeout)
    assert done.stdout.strip(), f"{words[0]} printed nothing; exit {done.returncode}: {done.stderr}"
    answer = json.loads(done.stdout)
    assert len(answer) == len(references), done.stdout
    allowed = all(one["ok"] or str(reference).startswith("optional:") for one, reference in zip(answer, references))
    # With none at all the server would not start, even if each of them may be missing.
    allowed = allowed and any(one["ok"] for one in answer)
    assert done.returncode == (0 if allowed else 1), f"exit {done.returncode}: {done.stdout}{done.stderr}"
    for version in (version for one in answer for version in one["versions"]):
        if isinstance(version.get("since"), str):
            version["since"] = datetime.datetime.fromisoformat(version["since"]).timestamp()
    return answer


def fingerprint(value):
    """What Doorward calls a value: the first eight digits of its SHA-256."""
    return hashlib.sha256(value if isinstance(value, bytes) else value.encode()).hexdigest()[:8]


def fingerprints(answer):
    """The fingerprints of a reference's versions, newest first."""
    assert answer["ok"], answer["problem"]
    return [version["fingerprint"] for version in answer["versions"]]


def seen(answer):
    """The fingerprints of what was read, newest first, whether it is good as a service's secret or not."""
    return [version["fingerprint"] for version in answer["versions"]]


def rotate(reference, environment, configuration="", timeout=60):
    """Writes a new value; what was printed. A test that expects a refusal looks at `pytest.raises(Refused)`."""
    with _folder([reference], configuration) as folder:
        words = [PROBE, "--rotate", reference] if PROBE else _words(folder, "rotate", reference)
        return _accepted(_run(words, environment, folder, timeout))


def retire(reference, fingerprint, environment, configuration="", timeout=60):
    """Takes the version with this fingerprint out of service; what was printed."""
    with _folder([reference], configuration) as folder:
        words = [PROBE, "--retire", fingerprint, reference] if PROBE else _words(folder, "retire", fingerprint)
        return _accepted(_run(words, environment, folder, timeout))


class Refused(AssertionError):
    """A command that ended with an error, with everything it printed."""


class Server:
    """A running Doorward whose callers are known by the secrets of a secret manager."""

    def __init__(self, base, folder):
        self.base, self.folder = base, folder

    def status(self, secret):
        """What a call with this secret is answered with: 200 when it is accepted, 403 when not."""
        request = urllib.request.Request(f"{self.base}/download/1", headers={"Authorization": f"Bearer {secret}"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    @property
    def log(self):
        return (self.folder / "doorward.log").read_text()


@contextlib.contextmanager
def serve(references, environment, configuration="secret_sources:\n  refresh: 1s\n"):
    """Doorward in front of an application, with these secrets; read again every second."""
    if not BINARY.exists():
        pytest.skip(f"needs the server: {BINARY} is not there (`make build`, or name it in DOORWARD_BINARY)")
    with _folder(references, configuration) as folder, uvicorn("stream_app:app", folder) as upstream:
        port = free_port()
        _configure(folder, references, configuration, upstream=upstream, port=port)
        base = f"http://127.0.0.1:{port}"
        words = [str(BINARY), "serve", "--config", str(folder / "doorward.yaml")]
        with started(words, f"{base}/readyz", folder, "doorward", env=surroundings(environment)) as process:
            yield Server(base, folder)
        assert process.returncode == 0, (folder / "doorward.log").read_text()[-4000:]


def _words(folder, *words):
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not there: `make build`, or name it in DOORWARD_BINARY or DOORWARD_SECRET_PROBE")
    return [str(BINARY), "secret", *words, "--config", str(folder / "doorward.yaml")]


def _run(words, environment, folder, timeout):
    """Runs a command to its end."""
    return subprocess.run(
        words,
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=folder,
        env=surroundings(environment),
        stdin=subprocess.DEVNULL,
        check=False,
    )


def _accepted(done):
    if done.returncode != 0:
        raise Refused(f"exit {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


@contextlib.contextmanager
def _folder(references, configuration):
    with tempfile.TemporaryDirectory(prefix="doorward-secrets-") as name:
        folder = pathlib.Path(name)
        _configure(folder, references, configuration)
        yield folder


def _configure(folder, references, configuration, upstream="http://127.0.0.1:9", port=0):
    """Writes doorward.yaml with the references as service secrets."""
    secrets = "".join(f"\n    - {json.dumps(str(reference))}" for reference in references)
    (folder / "doorward.yaml").write_text(
        textwrap.dedent(
            f"""\
            public_url: https://plugin.example.com
            listen: 127.0.0.1:{port or free_port()}
            upstream:
              url: {upstream}
            auth: service_http
            metrics:
              listen: "off"
            """
        )
        + f"service:\n  secrets:{secrets}\n"
        + configuration
    )
