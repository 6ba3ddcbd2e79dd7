"""A strict stand-in for Microsoft Entra's login, Azure's metadata services and Key Vault.

It checks every method, path, parameter, header and content type as Microsoft documents them, refuses everything else
in Azure's own shape, and remembers each refusal: a test fails on it even where a client shrugs it off.

The vault lives at 127.0.0.1:PORT and wants tokens for https://0.0.1:PORT: the host is in that domain, which is what
Microsoft's client compares, without any name that would have to be resolved.
"""

import http.server
import json
import re
import secrets
import ssl
import threading
import time
import urllib.parse

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# The version Doorward speaks, and the one that azure-keyvault-secrets speaks.
INTERFACES = ("7.4", "2026-04-01")
# What Key Vault gives on one page at most.
PAGE = 25
# Added by msal: an application's capabilities, and the wish to know the account.
MSAL_FIELDS = {"claims", "client_info"}


class Azure:
    """The state of the stand-in: who may log in, which tokens are out, what the vault holds, what was refused."""

    def __init__(self):
        self.client_secret = "fake-" + secrets.token_hex(8)
        self.identity_header = "fake-" + secrets.token_hex(8)
        self.assertion = "e30.e30.fake" + secrets.token_hex(8)
        self.tokens, self.versions, self.refusals, self.log = {}, {}, [], []
        # What the next requests of a kind are answered with, instead of what would be right.
        self.interruptions = {}
        self.rights = {"get", "list", "set"}
        self.resource = None
        self.vault, self.metadata = None, None
        self.lifetime = 3600
        self.lock = threading.RLock()

    def set(self, name, value, *, enabled=True, created=None, **attributes):
        """Keeps a new version; its id."""
        version = secrets.token_hex(16)
        now = int(time.time())
        known = self.versions.setdefault(name, [])
        created = created or now
        extra = {key: attributes.pop(key) for key in ("contentType", "tags") if attributes.get(key) is not None}
        bundle = {
            "value": value,
            "id": f"https://{self.vault}/secrets/{name}/{version}",
            "attributes": {
                "enabled": enabled,
                "created": created,
                "updated": created,
                "recoveryLevel": "Recoverable+Purgeable",
                "recoverableDays": 90,
                **attributes,
            },
        }
        known.append({**bundle, **extra})
        return version

    def version(self, name, version):
        """One version's bundle."""
        return next((one for one in self.versions.get(name, ()) if one["id"].endswith("/" + version)), None)

    def issue(self, source):
        """A token for the vault that ends after `lifetime` seconds."""
        token = "fake." + secrets.token_urlsafe(24)
        self.tokens[token] = {"source": source, "end": time.time() + self.lifetime}
        return token

    def interrupt(self, kind, *answers):
        """Answers the next requests of a kind (`login`, `vault`, `imds`, `appservice`) with (status, body, headers)."""
        self.interruptions.setdefault(kind, []).extend(answers)

    def forgive(self):
        """The refusals so far, which are forgotten: those that a test provokes."""
        with self.lock:
            refusals, self.refusals = self.refusals, []
        return refusals


class Refusal(Exception):
    """An answer with an error."""

    def __init__(self, status, body, why, headers=()):
        super().__init__(why)
        self.status, self.body, self.headers = status, body, dict(headers)


class Handler(http.server.BaseHTTPRequestHandler):
    """What is common to all of the services."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Stand-In", ""

    def log_message(self, *_):
        """Nothing is written to the terminal."""

    def do_GET(self):
        self.answer()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    @property
    def azure(self):
        return self.server.azure

    def answer(self):
        """Reads the request, finds who answers it and remembers refusals."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        address = urllib.parse.urlsplit(self.path)
        with self.azure.lock:
            self.azure.log.append((self.command, self.path, bool(self.headers.get("Authorization"))))
            try:
                pairs = urllib.parse.parse_qsl(address.query, keep_blank_values=True, strict_parsing=bool(address.query))
                if len({name for name, _ in pairs}) != len(pairs):
                    raise Refusal(400, error("BadParameter"), "a parameter twice")
                status, content, headers = self.route(address.path, dict(pairs), body)
            except Refusal as refusal:
                self.azure.refusals.append(f"{self.command} {address.path}: {refusal}")
                status, content, headers = refusal.status, refusal.body, refusal.headers
            except ValueError as problem:
                self.azure.refusals.append(f"{self.command} {address.path}: {problem}")
                status, content, headers = 400, error("BadParameter"), {}
        self.reply(status, content, headers)

    def reply(self, status, content, headers):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def interruption(self, kind):
        """What a test has put in the way of this request; a number alone waits so many seconds first."""
        waiting = self.azure.interruptions.get(kind)
        return waiting.pop(0) if waiting else None

    def need(self, truth, why, status=400, body=None, headers=()):
        if not truth:
            raise Refusal(status, body or error("BadParameter"), why, headers)

    def exactly(self, got, required, optional=()):
        """The parameters are those that are documented, no more and no fewer."""
        self.need(required.keys() <= got.keys(), f"lacks {sorted(required.keys() - got.keys())}")
        strange = got.keys() - required.keys() - set(optional)
        self.need(not strange, f"has {sorted(strange)} besides")
        for name, value in required.items():
            self.need(value is None or got[name] == value, f"{name} is {got[name]!r}, not {value!r}")


class SecureHandler(Handler):
    """Login and vault, over TLS."""

    def route(self, path, query, body):
        if path.startswith("/secrets/"):
            return self.in_vault(path, query, body)
        if path == f"/{TENANT}/v2.0/.well-known/openid-configuration":
            return self.discovery()
        self.need(path == f"/{TENANT}/oauth2/v2.0/token", "no such place", 404, entra("invalid_request", 900144))
        return self.login(query, body)

    def discovery(self):
        base = f"https://{self.azure.vault}/{TENANT}"
        return 200, {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }, {}

    def login(self, query, body):
        """OAuth 2.0 client credentials (RFC 6749 §4.4), by a secret or by an assertion (RFC 7523 §2.2)."""
        if stop := self.interruption("login"):
            return stop
        kind = self.headers.get("Content-Type", "").split(";")[0].strip()
        self.need(self.command == "POST", "not POST", 405, entra("invalid_request", 900561))
        self.need(kind == "application/x-www-form-urlencoded", f"content type {kind}")
        self.need(not query, "parameters in the address")
        self.need(not self.headers.get("Authorization"), "credentials in two places")
        pairs = urllib.parse.parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        fields = dict(pairs)
        self.need(len(fields) == len(pairs), "a field twice")
        required = {
            "client_id": CLIENT,
            "grant_type": "client_credentials",
            "scope": f"{self.azure.resource}/.default",
        }
        if "client_assertion" in fields:
            self.exactly(
                fields, required | {"client_assertion": None, "client_assertion_type": ASSERTION_TYPE}, MSAL_FIELDS
            )
            right = fields["client_assertion"] == self.azure.assertion
            self.need(right, "a wrong assertion", 401, entra("invalid_client", 700024))
        else:
            self.exactly(fields, required | {"client_secret": None}, MSAL_FIELDS)
            right = fields["client_secret"] == self.azure.client_secret
            self.need(right, "a wrong secret", 401, entra("invalid_client", 7000215))
        how = "assertion" if "client_assertion" in fields else "secret"
        life = self.azure.lifetime
        token = self.azure.issue(how)
        return 200, {"token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": token}, {}

    def in_vault(self, path, query, body):
        if not self.headers.get("Authorization"):
            self.need(not body, "a body that came before the token")
            return 401, error("Unauthorized"), self.challenge()
        if stop := self.interruption("vault"):
            return stop
        self.authenticated()
        interface = query.pop("api-version", None)
        self.need(interface in INTERFACES, f"api-version {interface}")
        parts = path.split("/")[2:]
        self.need(len(parts) in (1, 2) and re.fullmatch(r"[0-9A-Za-z-]{1,127}", parts[0]), "no such place", 404)
        name, rest = parts[0], parts[1] if len(parts) == 2 else None
        # Microsoft's client says what it accepts with all requests but those for a following page.
        accept = self.headers.get("Accept", "")
        following = accept == "*/*" and "$skiptoken" in query
        self.need(accept == "application/json" or following, f"Accept is {accept!r}")
        if self.command == "GET" and rest == "versions":
            self.need(not body, "a body in GET")
            return self.listed(name, query)
        self.exactly(query, {})
        if self.command == "GET":
            self.need(not body and rest is not None, "GET without a version or the slash that stands for the current one")
            return self.got(name, rest)
        self.need(self.headers.get("Content-Type", "").startswith("application/json"), "not JSON")
        document = json.loads(body)
        if self.command == "PUT" and rest is None:
            return self.put(name, document)
        self.need(self.command == "PATCH" and re.fullmatch("[0-9a-f]{32}", rest or ""), "no such method here", 405)
        return self.patched(name, rest, document)

    def challenge(self, problem=""):
        about = f'Bearer authorization="https://{self.azure.vault}/{TENANT}", resource="{self.azure.resource}"'
        return {"WWW-Authenticate": about + problem}

    def authenticated(self):
        scheme, _, token = self.headers["Authorization"].partition(" ")
        known = self.azure.tokens.get(token)
        right = scheme == "Bearer" and known and known["end"] > time.time()
        why = "a token that is not one, or not any more"
        self.need(right, why, 401, error("Unauthorized"), self.challenge(', error="invalid_token"').items())

    def allowed(self, right):
        body = error("Forbidden", "ForbiddenByRbac")
        self.need(right in self.azure.rights, f"no right to {right}", 403, body)

    def listed(self, name, query):
        self.allowed("list")
        self.exactly(query, {}, ("maxresults", "$skiptoken"))
        most = int(query.get("maxresults", PAGE))
        self.need(1 <= most <= PAGE, "maxresults out of range")
        start = int(query.get("$skiptoken", 0))
        # The ids are random and so is the order in which Key Vault lists them.
        known = sorted(self.azure.versions.get(name, ()), key=lambda one: one["id"])
        page = [{key: one[key] for key in one if key != "value"} for one in known[start : start + most]]
        following = None
        if start + most < len(known):
            address = f"https://{self.azure.vault}/secrets/{name}/versions"
            following = f"{address}?api-version=7.4&$skiptoken={start + most}&maxresults={most}"
        return 200, {"value": page, "nextLink": following}, {}

    def got(self, name, version):
        self.allowed("get")
        known = self.azure.versions.get(name)
        if not known:
            return 404, error("SecretNotFound"), {}
        bundle = self.azure.version(name, version) if version else known[-1]
        if not bundle:
            return 404, error("SecretNotFound"), {}
        if not bundle["attributes"]["enabled"]:
            return 403, error("Forbidden", "SecretDisabled"), {}
        return 200, bundle, {}

    def put(self, name, document):
        self.allowed("set")
        self.exactly(document, {"value": None}, ("contentType", "tags", "attributes"))
        self.need(isinstance(document["value"], str), "a value that is no text")
        version = self.azure.set(
            name, document["value"], contentType=document.get("contentType"), tags=document.get("tags")
        )
        return 200, self.azure.version(name, version), {}

    def patched(self, name, version, document):
        self.allowed("set")
        self.exactly(document, {"attributes": None})
        self.exactly(document["attributes"], {"enabled": False})
        bundle = self.azure.version(name, version)
        self.need(bundle, "no such version", 404, error("SecretNotFound"))
        bundle["attributes"]["enabled"] = False
        return 200, {key: bundle[key] for key in bundle if key != "value"}, {}


class PlainHandler(Handler):
    """The metadata service of machines and the endpoint of App Service."""

    def route(self, path, query, body):
        self.need(self.command == "GET" and not body, "not a plain GET", 405)
        if path == "/metadata/identity/oauth2/token":
            return self.machine(query)
        self.need(path == "/msi/token", "no such place", 404)
        return self.application(query)

    def machine(self, query):
        if stop := self.interruption("imds"):
            return stop
        self.need(self.headers.get("Metadata") == "true", "no header Metadata: true", 400, entra("invalid_request"))
        self.need(not self.headers.get("X-Forwarded-For"), "came through a proxy")
        self.exactly(query, {"api-version": "2018-02-01", "resource": self.azure.resource}, ("client_id",))
        self.need(query.get("client_id", CLIENT) == CLIENT, "no such identity", 400, entra("invalid_request"))
        life, now = self.azure.lifetime, int(time.time())
        return 200, {
            "access_token": self.azure.issue("machine"),
            "client_id": CLIENT,
            # All numbers are texts here.
            "expires_in": str(life),
            "expires_on": str(now + life),
            "ext_expires_in": str(life),
            "not_before": str(now - 300),
            "resource": self.azure.resource,
            "token_type": "Bearer",
        }, {}

    def application(self, query):
        if stop := self.interruption("appservice"):
            return stop
        right = secrets.compare_digest(self.headers.get("X-IDENTITY-HEADER", ""), self.azure.identity_header)
        self.need(right, "a wrong X-IDENTITY-HEADER", 401, {"statusCode": 401, "message": "refused"})
        self.exactly(query, {"api-version": "2019-08-01", "resource": self.azure.resource}, ("client_id",))
        self.need(query.get("client_id", CLIENT) == CLIENT, "no such identity")
        return 200, {
            "access_token": self.azure.issue("application"),
            "client_id": CLIENT,
            "expires_on": str(int(time.time()) + self.azure.lifetime),
            "resource": self.azure.resource,
            "token_type": "Bearer",
        }, {}


def error(code, inner=None):
    """An error in Key Vault's shape."""
    content = {"code": code, "message": "told by the stand-in"}
    return {"error": content | ({"innererror": {"code": inner}} if inner else {})}


def entra(name, code=900144):
    """An error in the shape of Microsoft Entra."""
    return {"error": name, "error_description": f"AADSTS{code}: told by the stand-in", "error_codes": [code]}


class Server(http.server.ThreadingHTTPServer):
    """A server on a free port of the loopback; TLS begins in each connection's own thread."""

    daemon_threads = True

    def __init__(self, handler, azure, tls=None):
        super().__init__(("127.0.0.1", 0), handler)
        self.azure, self.tls = azure, tls

    def finish_request(self, request, client_address):
        if self.tls:
            request = self.tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        """Connections that a client gives up are its affair."""


def serve(azure, certificate):
    """Starts both servers; a function that stops them. `certificate` is trustme's, for 127.0.0.1."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(tls)
    servers = [Server(SecureHandler, azure, tls), Server(PlainHandler, azure)]
    ports = [server.server_address[1] for server in servers]
    azure.vault, azure.metadata = f"127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}"
    azure.resource = f"https://0.0.1:{ports[0]}"
    threads = [threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}) for server in servers]
    for thread in threads:
        thread.start()

    def stop():
        for server, thread in zip(servers, threads):
            server.shutdown()
            thread.join()
            server.server_close()

    return stop
