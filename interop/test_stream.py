"""100 MB each way through the gate: the digests match, and the gate's memory stays small."""

import concurrent.futures
import contextlib
import hashlib
import threading
import time

import pytest
import requests

from conftest import gate, uvicorn
from stream_app import pieces

SIZE = 100_000_000
LIMIT = 40 * 1024  # kB


@pytest.fixture(scope="module")
def streams(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streams")
    waits = "timeouts:\n  total: 300s\n"
    with uvicorn("stream_app:app", folder) as upstream, gate(upstream, folder, waits) as running:
        yield running


@pytest.fixture(scope="module")
def digest():
    whole = hashlib.sha256()
    for piece in pieces(SIZE):
        whole.update(piece)
    return whole.hexdigest()


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


@contextlib.contextmanager
def small(process, what):
    """Samples the resident memory of `process` all the while, and fails where it was ever too large."""
    samples = []
    over = threading.Event()

    def sample():
        while not over.wait(0.01):
            samples.append(resident(process.pid))

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield
    finally:
        over.set()
        sampler.join()
    print(f"{what}: at most {max(samples)} kB resident in {len(samples)} samples")
    assert len(samples) > 5
    assert max(samples) < LIMIT


def upload(streams, body):
    answer = requests.post(f"{streams.base}/upload", data=body, headers=streams.authorization, timeout=120)
    assert answer.status_code == 200
    return answer.json()


def download(streams, pause=0.0):
    digest, length = hashlib.sha256(), 0
    url = f"{streams.base}/download/{SIZE}"
    with requests.get(url, headers=streams.authorization, stream=True, timeout=120) as answer:
        assert answer.status_code == 200
        for number, piece in enumerate(answer.iter_content(1 << 20)):
            digest.update(piece)
            length += len(piece)
            if pause and number < 20:
                time.sleep(pause)
    return {"sha256": digest.hexdigest(), "length": length}


class Sized:
    """A body whose length is known, so that it is not sent in chunks."""

    def __init__(self):
        self.rest = pieces(SIZE)
        self.sent = 0

    def __len__(self):
        return SIZE - self.sent

    def read(self, _):
        piece = next(self.rest, b"")
        self.sent += len(piece)
        return piece


def test_up_in_chunks(streams, digest):
    with small(streams.process, "up in chunks"):
        assert upload(streams, pieces(SIZE)) == {"sha256": digest, "length": SIZE}


def test_up_with_a_length(streams, digest):
    with small(streams.process, "up with a length"):
        assert upload(streams, Sized()) == {"sha256": digest, "length": SIZE}


def test_down(streams, digest):
    with small(streams.process, "down"):
        assert download(streams) == {"sha256": digest, "length": SIZE}


def test_down_to_a_slow_reader(streams, digest):
    with small(streams.process, "down, slowly"):
        assert download(streams, pause=0.05) == {"sha256": digest, "length": SIZE}


def test_both_ways_at_once(streams, digest):
    with small(streams.process, "both ways"), concurrent.futures.ThreadPoolExecutor(4) as pool:
        ways = [pool.submit(upload, streams, pieces(SIZE)), pool.submit(download, streams)]
        ways += [pool.submit(download, streams)]
        for way in ways:
            assert way.result() == {"sha256": digest, "length": SIZE}
