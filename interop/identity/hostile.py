"""An OpenID provider that lies as it is told: many of them at one address, each under a path of its own."""

import base64
import contextlib
import hashlib
import http.server
import json
import secrets
import ssl
import threading
import time
import urllib.parse

import joserfc.jwt
from joserfc.jwk import ECKey, RSAKey

from identity.provider import CLIENT, HOST, SECRET

HONEST = RSAKey.generate_key(2048, {"kid": "key-1", "use": "sig"})
STRANGER = RSAKey.generate_key(2048, {"kid": "key-1", "use": "sig"})
CURVE = ECKey.generate_key("P-256", {"kid": "key-1", "use": "sig"})


def part(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Script:
    """What one provider answers: honest, until it is changed."""

    def __init__(self, base, name):
        self.name, self.issuer = name, f"{base}/{name}"
        self.metadata = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        self.key = HONEST
        self.published = [HONEST.as_dict(private=False)]
        self.header = {"alg": "RS256", "kid": "key-1"}
        self.claims = {
            "iss": self.issuer, "sub": "account-7", "aud": CLIENT, "groups": ["staff"], "email": "ada@example.com",
            "email_verified": True, "name": "Ada Example"}  # fmt: skip
        # Seconds from now.
        self.times = {"iat": 0, "exp": 300}
        self.tokens = {"token_type": "Bearer", "expires_in": 300}
        self.token_status = 200
        self.user_info = {"sub": "account-7", "email": "ada@example.com", "email_verified": True, "name": "Ada"}
        self.callback = {}
        # Called with a handler, instead of what the endpoint does: by the endpoint's name.
        self.instead = {}
        # Makes another ID token of the header and the claims.
        self.forge = None
        self.nonces = {}
        self.accesses = {}

    def id_token(self, nonce, access):
        now = int(time.time())
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims = {name: now + seconds for name, seconds in self.times.items()}
        claims |= {"nonce": nonce, "at_hash": part(half)} | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {name: value for name, value in self.header.items() if value is not None}
        if self.forge:
            return self.forge(header, claims)
        return signed(self.key, header, claims)


def signed(key, header, claims):
    return joserfc.jwt.encode(header, claims, key, algorithms=["RS256", "PS256", "ES256"])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        name, _, rest = self.path.lstrip("/").partition("/")
        endpoint, _, query = rest.partition("?")
        self.script = self.server.scripts.get(name)
        if not self.script:
            return self.send(404, {})
        endpoint = "metadata" if endpoint == ".well-known/openid-configuration" else endpoint
        length = int(self.headers.get("Content-Length") or 0)
        self.form = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode() if length else query))
        self.server.kept.update(self.form.get(secret, "") for secret in ("code", "code_verifier", "client_secret"))
        with contextlib.suppress(OSError):
            if endpoint in self.script.instead:
                return self.script.instead[endpoint](self)
            return getattr(self, f"answer_{endpoint}", lambda: self.send(404, {}))()

    do_POST = do_GET

    def answer_metadata(self):
        self.send(200, self.script.metadata)

    def answer_keys(self):
        self.send(200, {"keys": self.script.published})

    def answer_authorize(self):
        """Nobody is asked anything: everybody is known here."""
        code = secrets.token_urlsafe(24)
        self.script.nonces[code] = self.form.get("nonce", "")
        self.server.kept.add(code)
        answer = [("code", code), ("state", self.form["state"])]
        change = self.script.callback
        answer = change(answer) if callable(change) else answer
        place = self.form["redirect_uri"] + "?" + urllib.parse.urlencode(answer)
        self.send(303, {}, {"Location": place})

    def answer_token(self):
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != expected or "code_verifier" not in self.form:
            return self.send(401, {"error": "invalid_client"})
        if self.form.get("code") not in self.script.nonces:
            return self.send(400, {"error": "invalid_grant"})
        self.send(self.script.token_status, self.made_tokens())

    def made_tokens(self):
        """The tokens for a code."""
        access = "fake-access-" + secrets.token_urlsafe(24)
        refresh = "fake-refresh-" + secrets.token_urlsafe(24)
        token = self.script.id_token(self.script.nonces[self.form["code"]], access)
        self.server.kept |= {access, refresh, token} - {None}
        tokens = {"access_token": access, "refresh_token": refresh, "id_token": token} | self.script.tokens
        return {name: value for name, value in tokens.items() if value is not None}

    def answer_userinfo(self):
        self.send(200, self.script.user_info)

    def send(self, status, value, fields=None, kind="application/json"):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, text in ({"Content-Type": kind, "Content-Length": str(len(body))} | (fields or {})).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Hostile:
    """The server with the scripts of its providers."""

    def __init__(self, server, base):
        self.server, self.base = server, base

    def script(self, name):
        """A new honest provider under a name, or the same one honest again."""
        made = self.server.scripts[name] = Script(self.base, name)
        return made

    @property
    def kept(self):
        """Every code, verifier, secret and token that passed."""
        return {text for text in self.server.kept if len(text) > 12}

    def section(self, name, more=""):
        return (
            f"  {name}:\n    type: oidc\n    label: {name}\n    issuer: {self.base}/{name}\n    client_id: {CLIENT}\n"
            f"    client_secret: env:IDENTITY_SECRET\n    allow:\n      claims: {{groups: [staff]}}\n{more}"
        )


@contextlib.contextmanager
def hostile(host=HOST, certificate=None):
    """The server; with a certificate of trustme it speaks TLS."""
    server = http.server.ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    server.scripts, server.kept = {}, set()
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Hostile(server, f"{scheme}://{host}:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
