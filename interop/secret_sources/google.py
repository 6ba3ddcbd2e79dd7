"""A strict stand-in for Google: token endpoint, Security Token Service, IAM credentials, metadata server, Secret Manager.

Everything is served over plain HTTP on one loopback port, which Google's own client accepts for each of these hosts.
Whatever a caller does that Google does not document is refused in Google's own shape and remembered in `refusals`, so
that a test fails even where the client gets over the refusal.
"""

import contextlib
import email.utils
import http.server
import json
import threading
import urllib.parse

from .google_knowledge import AUDIENCE, PROJECT, ROBOT, TARGET, Google, Refusal
from .google_secrets import VERSION_PATH, SecretManager
from .google_tokens import Tokens

__all__ = ["AUDIENCE", "PROJECT", "ROBOT", "TARGET", "Google", "serving"]


class Handler(Tokens, SecretManager, http.server.BaseHTTPRequestHandler):
    """One request: what it asks for, and the answer."""

    protocol_version = "HTTP/1.1"
    google = None

    def do_GET(self):
        self.serve()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_GET

    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return email.utils.formatdate(self.google.now(), usegmt=True)

    def serve(self):
        length = int(self.headers.get("content-length") or 0)
        self.body = self.rfile.read(length)
        address = urllib.parse.urlsplit(self.path)
        self.google.requests.append(f"{self.command} {self.path}")
        headers = {}
        try:
            status, answer, headers = self.route(address)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
            self.google.refusals.append(f"{self.command} {self.path}: {status} {refusal}")
            if address.path.startswith("/computeMetadata"):
                headers = {"Metadata-Flavor": "Google"}
        text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        headers = {"Content-Type": "application/json; charset=UTF-8"} | headers
        for name, value in {**headers, "Content-Length": str(len(text))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def route(self, address):
        path = address.path
        if path == "/" or path.startswith("/computeMetadata/"):
            return self.metadata(address)
        if path == "/token":
            return 200, self.token(self.form(address)), {}
        if path == "/v1/token":
            return 200, self.exchange(self.form(address)), {}
        if path == f"/v1/projects/-/serviceAccounts/{TARGET}:generateAccessToken":
            return 200, self.impersonate(address), {}
        if path == "/oidc":
            return self.oidc()
        match = VERSION_PATH.fullmatch(path)
        if not match:
            raise Refusal(404, f"no such path: {path}")
        return 200, self.secret_manager(match, address), {}

    def json_body(self):
        if (self.headers.get("content-type") or "").split(";")[0] != "application/json":
            raise Refusal(400, "the content type is not application/json")
        try:
            body = json.loads(self.body)
        except ValueError as error:
            raise Refusal(400, "the body is not JSON") from error
        if not isinstance(body, dict):
            raise Refusal(400, "the body is not an object")
        return body


@contextlib.contextmanager
def serving():
    """Google at a free port of this machine: its knowledge, and its address."""
    google = Google()
    handler = type("GoogleHandler", (Handler,), {"google": google})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield google, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
