"""A port where nobody has anything to look for."""

import contextlib
import socket
import threading


class Trap:
    """Counts who comes, and hangs up. Without a host it listens at every address of the machine."""

    def __init__(self, host):
        if host:
            self.listener = socket.create_server((host, 0))
        elif socket.has_dualstack_ipv6():
            self.listener = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        else:
            self.listener = socket.create_server(("0.0.0.0", 0))
        self.port = self.listener.getsockname()[1]
        self.came = 0

    def run(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            self.came += 1
            near.close()


@contextlib.contextmanager
def trap(host=None):
    made = Trap(host)
    threading.Thread(target=made.run, daemon=True).start()
    try:
        yield made
    finally:
        with contextlib.suppress(OSError):
            made.listener.shutdown(socket.SHUT_RDWR)
        made.listener.close()
