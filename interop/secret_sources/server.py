"""A running Doorward, and what can be seen of it: verdicts, readiness, metrics."""

import contextlib
import json
import pathlib
import re
import time
import urllib.error
import urllib.request

import pytest

from conftest import BINARY, free_port, started, wait_for

from .door import fingerprint, surroundings


class Server:
    """Doorward under load."""

    def __init__(self, folder, port, metrics, process):
        self.folder, self.port, self.metrics_port, self.process = folder, port, metrics, process
        self.seen = []

    @property
    def log(self):
        return (self.folder / "doorward.log").read_text()

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=10) as answer:
            return answer.read().decode()

    def memory(self):
        """The resident memory in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


@contextlib.contextmanager
def doorward(folder, references, environment, more, api, database="none"):
    """Doorward that reads its secrets every second; must end well."""
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not there: `make build`, or name it in DOORWARD_BINARY")
    port, metrics = free_port(), free_port()
    (folder / "doorward.yaml").write_text(
        f"public_url: https://plugin.example.com\nlisten: 127.0.0.1:{port}\nupstream:\n  url: {api}\n"
        f"auth: service_http\ndatabase: {database}\nlogging:\n  format: json\nmetrics:\n  listen: 127.0.0.1:{metrics}\n"
        f"service:\n  secrets: {json.dumps(references)}\n{more}"
    )
    words = [str(BINARY), "serve", "--config", str(folder / "doorward.yaml")]
    given = surroundings(environment)
    with started(words, f"http://127.0.0.1:{port}/readyz", folder, "doorward", env=given) as process:
        wait_for(f"http://127.0.0.1:{metrics}/metrics", process, folder / "doorward.log")
        yield Server(folder, port, metrics, process)
    assert process.returncode == 0, (folder / "doorward.log").read_text()[-4000:]


def until(what, seconds=25):
    """Waits for something to be so; what it was last is given."""
    end = time.monotonic() + seconds
    while not (seen := what()) and time.monotonic() < end:
        time.sleep(0.1)
    return seen


def status(server, value):
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/ping", headers={"Authorization": f"Bearer {value}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as got:
            return got.status
    except urllib.error.HTTPError as error:
        return error.code


def refused(server, values):
    """The fingerprints of those values that are refused."""
    return [fingerprint(value) for value in values if status(server, value) != 200]


def all_accepted(server, values, seconds=25):
    end = until(lambda: not refused(server, values), seconds)
    assert end, f"refused: {refused(server, values)}\n{server.log[-3000:]}"


def ready(server):
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/readyz", timeout=10) as got:
        return json.load(got)


def sample(metrics, name, key):
    found = re.search(rf'^{name}\{{[^}}]*key="{re.escape(key)}"[^}}]*\}} (\S+)$', metrics, re.M)
    return float(found[1]) if found else None


def none_stale(server, watched):
    """Whether readiness and metrics say that nothing is stale."""
    metrics = server.metrics()
    stale = [key for key in watched if sample(metrics, "doorward_secret_stale", key)]
    return not stale and "stale_secrets" not in ready(server)


def keys(count, start=0):
    return [f"service.secrets[{index}]" for index in range(start, start + count)]
