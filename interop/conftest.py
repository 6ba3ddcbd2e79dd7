"""Doorward's release binary in front of real third-party servers, everything on free loopback ports."""

import contextlib
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

pytest_plugins = ["clients.fixtures", "oauth.fixtures", "people.fixtures", "identity.fixtures", "secret_sources.fixtures"]

HERE = pathlib.Path(__file__).resolve().parent
BINARY = pathlib.Path(os.environ.get("DOORWARD_BINARY", HERE.parent / ".build/release/doorward")).resolve()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process, log):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.02)
    raise RuntimeError(f"{url} does not answer; it wrote:\n{log.read_text()[-4000:]}")


@contextlib.contextmanager
def started(arguments, url, folder, name, **options):
    """A process that answers at `url`; ended with SIGTERM."""
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(arguments, stdout=output, stderr=subprocess.STDOUT, cwd=folder, **options)
    try:
        wait_for(url, process, log)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def uvicorn(application, folder):
    """uvicorn with one of the applications beside this file; its address."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--no-access-log", "--app-dir", str(HERE)]
    with started(command, f"{base}/openapi.json", folder, "uvicorn"):
        yield base


class Gate:
    def __init__(self, base, secret, process, folder):
        self.base, self.secret, self.process, self.folder = base, secret, process, folder

    @property
    def authorization(self):
        return {"Authorization": f"Bearer {self.secret}"}

    @property
    def log(self):
        return (self.folder / "doorward.log").read_text()


@contextlib.contextmanager
def gate(upstream, folder, more=""):
    """Doorward with a fresh secret in front of `upstream`; checks that it stops well and kept its secret."""
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not there: build it with `make build`, or name it in DOORWARD_BINARY")
    secret = secrets.token_hex(32)
    port = free_port()
    (folder / "secret").write_text(secret)
    (folder / "secret").chmod(0o600)
    (folder / "doorward.yaml").write_text(
        f"""public_url: https://plugin.example.com
listen: 127.0.0.1:{port}
upstream:
  url: {upstream}
auth: service_http
service:
  secrets: ["file:{folder}/secret"]
metrics:
  listen: "off"
{more}"""
    )
    base = f"http://127.0.0.1:{port}"
    command = [str(BINARY), "serve", "--config", str(folder / "doorward.yaml")]
    with started(command, f"{base}/readyz", folder, "doorward") as process:
        running = Gate(base, secret, process, folder)
        yield running
    assert process.returncode == 0, running.log[-4000:]
    assert secret not in running.log
