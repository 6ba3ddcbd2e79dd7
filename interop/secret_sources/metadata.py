"""Strict stand-ins for the places that give credentials inside AWS: the container endpoint and EC2's metadata, version 2.

Whatever is not as Amazon documents it is refused as Amazon refuses it, and remembered: a test fails even when its
client would get over the refusal.
"""

import contextlib
import http.server
import json
import secrets
import threading

ROLE = "app+role@tests"


class Stand:
    """A server with what it was asked and what it refused."""

    def __init__(self, answer):
        self.answer, self.refusals, self.asked = answer, [], []
        stand = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                stand.asked.append(f"{self.command} {self.path}")
                status, headers, text = stand.answer(self, body)
                if status >= 400:
                    stand.refusals.append(f"{self.command} {self.path}: {status}")
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"


@contextlib.contextmanager
def standing(answer):
    """The stand-in while it runs; at its end it must have refused nothing."""
    stand = Stand(answer)
    thread = threading.Thread(target=stand.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand
    finally:
        stand.server.shutdown()
        stand.server.server_close()
        thread.join(10)
    assert stand.refusals == [], stand.refusals


def container(credentials, token):
    """The endpoint of ECS and EKS: one path, and the authorization token exactly as it was given.

    `credentials` is what is answered, or a list of which each answer takes one until the last.
    """
    answers = list(credentials) if isinstance(credentials, list) else [credentials]

    def answer(request, body):
        if request.command != "GET" or request.path != "/v2/credentials/tests" or body:
            return 404, {}, json.dumps({"code": "NotFound", "message": "no such path"})
        if request.headers.get("Authorization") != token or request.headers.get("Accept") != "application/json":
            return 401, {}, json.dumps({"code": "AccessDenied", "message": "wrong token"})
        return 200, {"Content-Type": "application/json"}, json.dumps(answers.pop(0) if len(answers) > 1 else answers[0])

    return standing(answer)


def instance(credentials, role=ROLE):
    """EC2's metadata service, version 2: a token by PUT with a time to live, and the token with every question.

    A PUT that came through a proxy is refused, as the service refuses it; so is everything without a token.
    """
    tokens = set()

    def answer(request, body):
        headers = request.headers
        if request.path == "/latest/api/token":
            lifetime = headers.get("X-aws-ec2-metadata-token-ttl-seconds", "")
            if request.command != "PUT":
                return 405, {"Allow": "OPTIONS, PUT"}, ""
            if headers.get("X-Forwarded-For"):
                return 403, {}, ""
            if not lifetime.isascii() or not lifetime.isdigit() or not 1 <= int(lifetime) <= 21600 or body:
                return 400, {}, ""
            token = secrets.token_urlsafe(42)
            tokens.add(token)
            return 200, {"Content-Type": "text/plain", "X-aws-ec2-metadata-token-ttl-seconds": lifetime}, token
        if request.command != "GET":
            return 405, {}, ""
        if headers.get("X-aws-ec2-metadata-token") not in tokens:
            return 401, {}, ""
        path = "/latest/meta-data/iam/security-credentials/"
        if request.path == path:
            return 200, {"Content-Type": "text/plain"}, role
        if request.path == path + role:
            return 200, {"Content-Type": "text/plain"}, json.dumps({"Code": "Success", "Type": "AWS-HMAC"} | credentials)
        return 404, {}, ""

    return standing(answer)


def served(keys, expiration="2099-01-01T00:00:00Z"):
    """Keys as both places write them."""
    return {
        "AccessKeyId": keys["AWS_ACCESS_KEY_ID"],
        "SecretAccessKey": keys["AWS_SECRET_ACCESS_KEY"],
        "Token": keys["AWS_SESSION_TOKEN"],
        "Expiration": expiration,
        "LastUpdated": "2026-01-01T00:00:00Z",
    }
