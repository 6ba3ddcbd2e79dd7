"""What the tests of rotation under load are made of: callers by the clock, a small API, and an obstacle on a line.

Callers and API are processes of their own, so that what the test does meanwhile costs them nothing:

    python -m secret_sources.load api
    python -m secret_sources.load calls PORT RATE CONNECTIONS FILE
"""

import array
import collections
import contextlib
import json
import pathlib
import select
import socket
import subprocess
import sys
import threading
import time

INTEROP = pathlib.Path(__file__).resolve().parent.parent
# Every so many calls one is made with a value that is not, or not any more, one of the good ones.
SELDOM = 20
# Calls that are later than this are left out: the machine is too slow for the rate.
LATEST = 2.0
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Load", "version": "1"},
    "paths": {"/ping": {"get": {"operationId": "ping", "responses": {"200": {"description": "An answer"}}}}},
}
# One call: which value, when it was due, when it was sent, when it was answered, with which status; 0: not at all.
Call = collections.namedtuple("Call", "value due sent answered status")


def answer(body, kind="application/json", status="200 OK", more=""):
    """The bytes of an answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def api():
    """Answers every request on a free port, which is printed; ends with its standard input."""
    document, pong = answer(json.dumps(DOCUMENT).encode()), answer(b'{"pong":true}')
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    listener.setblocking(False)
    print(listener.getsockname()[1], flush=True)
    poll, open_ones = select.epoll(), {}
    for source in (listener, sys.stdin):
        poll.register(source, select.EPOLLIN)
    while True:
        for number, _ in poll.poll():
            if number == sys.stdin.fileno():
                return
            if number == listener.fileno():
                peer, _ = listener.accept()
                peer.setblocking(False)
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                open_ones[peer.fileno()] = [peer, b""]
                poll.register(peer, select.EPOLLIN)
                continue
            entry = open_ones[number]
            try:
                data = entry[0].recv(65536)
            except ConnectionError:
                data = b""
            if not data:
                poll.unregister(number)
                open_ones.pop(number)[0].close()
                continue
            *heads, entry[1] = (entry[1] + data).split(b"\r\n\r\n")
            for head in heads:
                entry[0].send(document if b" /openapi.json" in head[:40] else pong)


class Calls:
    """Calls that are made when they are due, whether the ones before are answered or not, over some connections."""

    def __init__(self, port, rate, connections):
        self.port, self.interval = port, 1 / rate
        self.requests, self.good, self.others = {}, [], []
        self.turn, self.other_turn, self.made = 0, 0, 0
        self.left_out, self.reconnected = 0, 0
        self.records = array.array("d")
        self.poll = select.epoll()
        self.busy, self.free = {}, collections.deque()
        for _ in range(connections):
            self.connect()

    def connect(self):
        peer = socket.create_connection(("127.0.0.1", self.port), 10)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.setblocking(False)
        self.poll.register(peer, select.EPOLLIN)
        self.free.append(peer)

    def command(self, word, number, value=None):
        """`good` and `other` values are called with often and seldom; `gone` ones not at all."""
        number = int(number)
        for values in (self.good, self.others):
            with contextlib.suppress(ValueError):
                values.remove(number)
        if value:
            head = f"GET /ping HTTP/1.1\r\nHost: plugin.example.com\r\nAuthorization: Bearer {value}\r\n\r\n"
            self.requests[number] = head.encode()
        if word != "gone":
            (self.good if word == "good" else self.others).append(number)

    def next(self):
        """Which value the next call is made with."""
        self.made += 1
        if self.others and (self.made % SELDOM == 0 or not self.good):
            self.other_turn += 1
            return self.others[self.other_turn % len(self.others)]
        self.turn += 1
        return self.good[self.turn % len(self.good)]

    def run(self, commands):
        """Calls until the commands end."""
        self.poll.register(commands, select.EPOLLIN)
        control, text = commands.fileno(), b""
        clock = time.monotonic
        due = clock()
        while True:
            now = clock()
            if now - due > LATEST:
                self.left_out += int((now - due) / self.interval)
                due = now
            while due <= now and self.free and (self.good or self.others):
                peer, value = self.free.popleft(), self.next()
                sent = clock()
                try:
                    peer.send(self.requests[value])
                except OSError:
                    self.over(peer, (value, due, sent), 0)
                else:
                    self.busy[peer.fileno()] = (peer, (value, due, sent), b"")
                due += self.interval
            for number, _ in self.poll.poll(max(0.0, due - clock()) if self.free else 1):
                if number != control:
                    self.read(number)
                    continue
                data = commands.read(65536)
                if not data:
                    return self.finish()
                *lines, text = (text + data).split(b"\n")
                for line in lines:
                    self.command(*line.decode().split())

    def read(self, number):
        entry = self.busy.pop(number, None)
        if entry is None:
            # A connection that is not in use was closed.
            peer = next(one for one in self.free if one.fileno() == number)
            self.free.remove(peer)
            return self.replace(peer)
        peer, call, text = entry
        try:
            data = peer.recv(65536)
        except ConnectionError:
            data = b""
        if not data:
            return self.over(peer, call, 0)
        text += data
        head, end, body = text.partition(b"\r\n\r\n")
        if not end:
            self.busy[number] = (peer, call, text)
            return None
        head = head.lower()
        length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            self.busy[number] = (peer, call, text)
            return None
        self.records.extend((*call, time.monotonic(), int(head[9:12])))
        if b"\r\nconnection: close" in head:
            return self.replace(peer)
        self.free.append(peer)
        return None

    def over(self, peer, call, status):
        self.records.extend((*call, time.monotonic(), status))
        self.replace(peer)

    def replace(self, peer):
        self.reconnected += 1
        self.poll.unregister(peer)
        peer.close()
        self.connect()

    def finish(self):
        """Waits for the answers that are under way."""
        end = time.monotonic() + 10
        while self.busy and time.monotonic() < end:
            for number, _ in self.poll.poll(0.1):
                if number in self.busy:
                    self.read(number)
        for peer, call, _ in list(self.busy.values()):
            self.over(peer, call, 0)
        return None


def call(port, rate, connections, file):
    """Makes calls as standard input commands; writes down each of them, and says what else there is to say."""
    calls = Calls(int(port), float(rate), int(connections))
    with open(0, "rb", buffering=0) as commands:
        calls.run(commands)
    with open(file, "wb") as output:
        calls.records.tofile(output)
    print(json.dumps({"left_out": calls.left_out, "reconnected": calls.reconnected}), flush=True)


def _process(*words, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "secret_sources.load", *map(str, words)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=INTEROP, **options
    )  # fmt: skip


@contextlib.contextmanager
def small_api():
    """An API in a process of its own; its address."""
    process = _process("api")
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


class Caller:
    """The process that calls, seen from the test."""

    def __init__(self, port, rate, connections, file):
        self.file = file
        self.process = _process("calls", port, rate, connections, file)
        self.lock = threading.Lock()

    def say(self, word, number, value=""):
        with self.lock:
            self.process.stdin.write(f"{word} {number} {value}\n".encode())
            self.process.stdin.flush()

    def finish(self):
        """Ends the calls; all of them, and the counts that were kept besides."""
        self.process.stdin.close()
        said = json.loads(self.process.stdout.read())
        assert self.process.wait(20) == 0
        numbers = array.array("d")
        numbers.frombytes(pathlib.Path(self.file).read_bytes())
        return [Call(*numbers[at : at + 5]) for at in range(0, len(numbers), 5)], said

    def stop(self):
        """The end, whatever has happened."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


class Obstacle:
    """A line to a server of this machine that can be cut, held up, or answered instead of the server.

    `mode` is "pass", "slow" (nothing is answered), "down" (nobody listens), bytes: the answer to every request, or a
    pair: a text and the answer to those requests that have it in them.
    """

    def __init__(self, target):
        self.target, self.mode, self.requests = target, "pass", 0
        self.lock, self.open_ones = threading.RLock(), set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self._accept()

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def turn(self, mode):
        """Changes how it behaves; connections that are open end."""
        with self.lock:
            was, self.mode, self.requests = self.mode, mode, 0
            if mode in ("down", "over") and self.listener:
                self.listener.shutdown(socket.SHUT_RDWR)
                self.listener.close()
                self.listener = None
            if was == "down" and mode not in ("down", "over"):
                self.listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
                self._accept()
            for peer in self.open_ones:
                with contextlib.suppress(OSError):
                    peer.shutdown(socket.SHUT_RDWR)

    def _accept(self):
        threading.Thread(target=self._accepting, args=(self.listener,), daemon=True).start()

    def _accepting(self, listener):
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with peer, contextlib.suppress(OSError):
            with self.lock:
                mode = self.mode
                self.open_ones.add(peer)
            try:
                if mode == "pass" or isinstance(mode, tuple):
                    self._pass(peer, *mode if mode != "pass" else (None, b""))
                elif mode == "slow":
                    while peer.recv(65536):
                        self.requests += 1
                elif isinstance(mode, bytes):
                    self._answer(peer, mode)
            finally:
                with self.lock:
                    self.open_ones.discard(peer)

    def _pass(self, peer, marked, instead):
        with socket.create_connection(self.target, 10) as server:
            server.settimeout(None)
            back = threading.Thread(target=self._copy, args=(server, peer), daemon=True)
            back.start()
            self._copy(peer, server, marked, instead)
            back.join()

    def _copy(self, source, sink, marked=None, instead=b""):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.requests += 1
                if marked and marked in data:
                    source.sendall(instead)
                    break
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _answer(self, peer, content):
        with peer.makefile("rb") as stream:
            while stream.readline():
                length = 0
                while (line := stream.readline()) not in (b"\r\n", b""):
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                stream.read(length)
                self.requests += 1
                peer.sendall(content)


if __name__ == "__main__":
    {"api": api, "calls": call}[sys.argv[1]](*sys.argv[2:])
