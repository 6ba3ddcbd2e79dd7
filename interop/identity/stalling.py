"""A wire in front of a provider that can stop carrying."""

import contextlib
import socket
import threading


class Wire:
    """Carries connections to a provider's real port; requests whose path has a word in `stalled` wait for ever."""

    def __init__(self, host, port, target):
        self.target = (host, target)
        self.stalled = ()
        self.held = 0
        self.listener = socket.create_server((host, port))
        self.open = []

    def run(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(near,), daemon=True).start()

    def carry(self, near):
        self.open.append(near)
        with contextlib.suppress(OSError), contextlib.closing(near):
            first = near.recv(65536)
            path = first.split(b"\r\n", 1)[0].decode("latin-1")
            if any(word in path for word in self.stalled):
                self.held += 1
                # Until the other side gives up.
                while near.recv(65536):
                    pass
                return
            with socket.create_connection(self.target) as far:
                self.open.append(far)
                far.sendall(first)
                back = threading.Thread(target=pump, args=(far, near), daemon=True)
                back.start()
                pump(near, far)
                back.join(30)

    def close(self):
        self.listener.close()
        for one in self.open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def pump(source, sink):
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def wire(host, port, target):
    """A wire from `port` to `target` of a host; it carries everything until told otherwise."""
    made = Wire(host, port, target)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.close()
