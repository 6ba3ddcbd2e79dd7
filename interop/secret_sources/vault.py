"""A stand-in for the HTTP API of HashiCorp Vault and OpenBao, as their documentation has it, and stricter than both.

Everything that is not documented is refused: methods, headers that begin with X-Vault-, parameters, members of bodies.
Every refusal is remembered; `vault.expecting(403)` says which are wanted. Its clock is turned with `vault.turn(seconds)`.
"""

import contextlib
import http.server
import json
import secrets
import threading
import time
import urllib.parse
import uuid

from .vault_engines import Engines
from .vault_state import Lease, Mount, Refusal, Token, envelope, only, rfc3339
from .vault_tokens import Tokens

__all__ = ["Lease", "Mount", "Refusal", "Token", "Vault", "rfc3339", "running"]

HEADERS = {"x-vault-token", "x-vault-namespace", "x-vault-request"}
DEFAULT_POLICY = {
    "auth/token/lookup-self": {"read"},
    "auth/token/renew-self": {"update"},
    "sys/leases/renew": {"update"},
}


class Vault(Tokens, Engines):
    """The state behind the server: what a test sets up and looks at."""

    def __init__(self):
        self.lock = threading.RLock()
        self.offset = 0.0
        self.sealed = False
        self.requests, self.refusals, self.allowed = [], [], []
        self.namespaces = {""}
        self.mounts = {("", "secret"): Mount("kv", "2")}
        self.logins = {}
        self.policies = {"default": DEFAULT_POLICY}
        self.tokens, self.leases = {}, {}
        self.key = secrets.token_bytes(32)
        self.root = self.token(["root"]).value

    def now(self):
        return time.time() + self.offset

    def turn(self, seconds):
        """Turns the clock forward."""
        self.offset += seconds

    @contextlib.contextmanager
    def expecting(self, *statuses):
        """Refusals with these statuses are wanted while this lasts, at least one of each."""
        before = len(self.refusals)
        self.allowed.append(set(statuses))
        try:
            yield
        finally:
            self.allowed.pop()
        seen = {refusal["status"] for refusal in self.refusals[before:] if refusal["expected"]}
        assert seen == set(statuses), f"wanted {statuses}, seen {seen}"

    def unexpected(self):
        return [refusal for refusal in self.refusals if not refusal["expected"]]

    # How requests are answered.

    def answer(self, method, target, headers, body):
        """Status and body of the answer to one request."""
        with self.lock:
            path, _, query = target.partition("?")
            self.requests.append((method, target))
            try:
                self._check_headers(method, headers, body)
                if not path.startswith("/v1/"):
                    raise Refusal(404)
                path = urllib.parse.unquote(path.removeprefix("/v1/"), errors="strict")
                query = urllib.parse.parse_qs(query, keep_blank_values=True, strict_parsing=bool(query))
                content = self._content(body)
                return self._route(method, path, query, headers, content)
            except Refusal as refusal:
                expected = any(refusal.status in allowed for allowed in self.allowed)
                self.refusals.append(
                    {"status": refusal.status, "asked": f"{method} {target}", "body": refusal.body, "expected": expected}
                )
                return refusal.status, refusal.body

    def _check_headers(self, method, headers, body):
        names = [name.lower() for name in headers.keys()]
        strange = [name for name in names if name.startswith("x-vault-") and name not in HEADERS]
        if strange or len(names) != len(set(names)):
            raise Refusal(400, f"headers unknown or twice: {strange or names}")
        if headers.get("x-vault-request") != "true":
            raise Refusal(412, "missing 'X-Vault-Request' header")
        if "authorization" in names or "cookie" in names:
            raise Refusal(400, "credentials in a second place")
        if method == "GET" and body:
            raise Refusal(400, "a body with GET")
        if body and headers.get("content-type") != "application/json":
            raise Refusal(415, "the body is not said to be JSON")

    def _content(self, body):
        if not body:
            return {}
        try:
            content = json.loads(body)
        except ValueError as error:
            raise Refusal(400, f"error parsing JSON: {error}") from error
        if not isinstance(content, dict):
            raise Refusal(400, "error parsing JSON")
        return content

    def _route(self, method, path, query, headers, content):
        if self.sealed:
            raise Refusal(503, "Vault is sealed")
        namespace = headers.get("x-vault-namespace", "").strip("/")
        if namespace not in self.namespaces:
            raise Refusal(404, "namespace not found")
        if path.startswith("auth/") and path.endswith("/login"):
            return self._login(method, namespace, path.removeprefix("auth/").removesuffix("/login"), query, content)
        token = self.tokens.get(headers.get("x-vault-token", ""))
        if token is None or not self.alive(token):
            raise Refusal(403, "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n")
        if path.startswith("sys/internal/ui/mounts/"):
            return self._mounted(method, token, namespace, path.removeprefix("sys/internal/ui/mounts/"), query)
        own = {
            "auth/token/lookup-self": self._lookup,
            "auth/token/renew-self": self._renew_token,
            "sys/leases/renew": self._renew_lease,
        }.get(path)
        if own:
            only(query)
            return own(method, token, namespace, path, content)
        mount, prefix = self._find(namespace, path)
        if mount is None:
            self._allow(token, namespace, path, "read" if method == "GET" else "update")
            raise Refusal(404, f'no handler for route "{path}". route entry not found.')
        engine = {("kv", "2"): self._versioned, ("kv", None): self._plain, ("database", None): self._database}
        inside = path.removeprefix(prefix + "/")
        return engine[mount.type, mount.version](method, token, namespace, path, inside, mount, query, content)

    def _find(self, namespace, path):
        """The mount that serves a path: the one with the longest name."""
        found = [name for space, name in self.mounts if space == namespace and (path + "/").startswith(name + "/")]
        prefix = max(found, key=len, default=None)
        return self.mounts.get((namespace, prefix)), prefix

    def _capabilities(self, token, namespace, path):
        if "root" in token.policies:
            return {"create", "read", "update", "delete", "list", "patch"}
        if token.namespace != namespace:
            return set()
        rules = {}
        for policy in ["default", *token.policies]:
            for pattern, capabilities in self.policies[policy].items():
                fits = path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern
                if fits:
                    rules.setdefault(pattern, set()).update(capabilities)
        # The most specific rule counts.
        return rules[max(rules, key=lambda pattern: (not pattern.endswith("*"), len(pattern)))] if rules else set()

    def _allow(self, token, namespace, path, capability):
        if capability not in self._capabilities(token, namespace, path):
            raise Refusal(403, "1 error occurred:\n\t* permission denied\n\n")

    def _mounted(self, method, token, namespace, path, query):
        only(query)
        if method != "GET":
            raise Refusal(405, "unsupported operation")
        mount, prefix = self._find(namespace, path)
        rules = [rule for policy in token.policies for rule in self.policies.get(policy, {})]
        fits = any(rule.startswith((prefix or "?") + "/") for rule in rules) and token.namespace == namespace
        if mount is None or not (fits or "root" in token.policies):
            text = f'preflight capability check returned 403, please ensure client\'s policies grant access to path "{path}/"'
            raise Refusal(403, text)
        options = {"version": mount.version} if mount.version else None
        data = {"accessor": "kv_1", "description": "", "local": False, "options": options, "path": f"{prefix}/"}
        return 200, envelope(data=data | {"seal_wrap": False, "type": mount.type, "uuid": str(uuid.uuid4())})


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    vault = None

    def _respond(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        status, answer = self.vault.answer(self.command, self.path, self.headers, body)
        payload = b"" if answer is None else json.dumps(answer).encode() + b"\n"
        self.send_response(status)
        self.send_header("Cache-Control", "no-store")
        if answer is not None:
            self.send_header("Content-Type", "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_LIST = do_HEAD = _respond

    def log_message(self, *arguments):
        """Nothing is printed."""


@contextlib.contextmanager
def running():
    """A stand-in that listens; at the end every refusal must have been expected."""
    vault = Vault()
    handler = type("Handler", (_Handler,), {"vault": vault})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    vault.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield vault
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert not vault.unexpected(), vault.unexpected()
