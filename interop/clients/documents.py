"""An https host on the loopback for what clients publish about themselves: documents and keys."""

import contextlib
import http.server
import json
import ssl
import sys
import threading


class Server(http.server.ThreadingHTTPServer):
    """Counts connections, whatever becomes of them."""

    def get_request(self):
        connection, address = super().get_request()
        self.accepted += 1
        connection.settimeout(20)
        return connection, address

    def handle_error(self, request, client_address):
        """A caller that does not like the certificate is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        host = self.server.host
        host.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        status, fields, body = host.pages.get(self.path, (404, {}, b"{}"))
        self.send_response(status)
        sent = {"Content-Type": "application/json"} | fields | {"Content-Length": str(len(body))}
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Host:
    """What is published, and who asked for it."""

    def __init__(self, server):
        self.server = server
        self.base = f"https://127.0.0.1:{server.server_address[1]}"
        self.pages, self.asked = {}, []

    @property
    def accepted(self):
        return self.server.accepted

    def put(self, path, document, status=200, **fields):
        """Publishes JSON; its address."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in fields.items()}, body)
        return self.base + path

    def put_document(self, path, document, **fields):
        """Publishes a client's document with the id that it has here."""
        return self.put(path, document | {"client_id": self.base + path}, **fields)

    def times(self, path):
        return sum(asked == path for asked, _ in self.asked)


USED_PORTS = set()


@contextlib.contextmanager
def host(authority, *names):
    """A host with a certificate of `authority`, on a free port; for this machine when no names are given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("127.0.0.1", "localhost"))).configure_cert(context)
    server = Server(("127.0.0.1", 0), Page)
    # An address that another test has used stands for a document that the server still knows.
    while server.server_port in USED_PORTS:
        server.server_close()
        server = Server(("127.0.0.1", 0), Page)
    USED_PORTS.add(server.server_port)
    server.accepted, server.daemon_threads = 0, True
    # The handshake is the business of the thread that answers, so that nobody holds up the others.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.host = Host(server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.host
    finally:
        server.shutdown()
        server.server_close()
