"""A client that knows nothing but the address of the API: it finds the rest, introduces itself and asks a person."""

import base64
import json
import secrets
import urllib.parse

import requests

from clients.keys import assertion, digest
from oauth.forms import answered


def member(challenge, name):
    """One parameter of a `WWW-Authenticate` field; None when it is not there."""
    for part in challenge.partition(" ")[2].split(", "):
        key, _, value = part.partition("=")
        if key == name:
            return value.strip('"')
    return None


def claims(token):
    """What stands in a JWT, not verified."""
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


class Application:
    """One connection: what it found, its id and secret, its tokens."""

    def __init__(self, door, person, *, agent="interop", key=None, asks_twice=False):
        self.door, self.person, self.key, self.asks_twice = door, person, key, asks_twice
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers["User-Agent"] = agent
        self.id = self.secret = self.method = self.tokens = self.registered = self.audience = None

    # Finding the server

    def document(self, address):
        """Reads metadata; some clients ask with HEAD before they ask with GET."""
        if self.asks_twice:
            head = self.http.head(address, timeout=20)
            assert head.status_code == 200 and not head.content
            assert head.headers["Content-Type"].startswith("application/json")
        answer = self.http.get(address, timeout=20, allow_redirects=False)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        assert answer.headers["Content-Type"].startswith("application/json")
        return answer.json()

    def discover(self, path="/notes"):
        """From a refused call to the metadata of the server, as strictly as the strictest client reads it."""
        refused = self.http.get(self.door.address(path), timeout=20)
        assert refused.status_code == 401
        challenge = refused.headers["WWW-Authenticate"]
        self.challenged = member(challenge, "scope")
        resource = self.document(member(challenge, "resource_metadata"))
        self.resource = resource["resource"]
        assert self.resource == self.door.base
        (self.issuer,) = resource["authorization_servers"]
        self.server = self.document(self.issuer + "/.well-known/oauth-authorization-server")
        assert self.server == self.document(self.issuer + "/.well-known/openid-configuration")
        assert self.server["issuer"] == self.issuer
        assert self.server["code_challenge_methods_supported"] == ["S256"]
        assert self.server["authorization_response_iss_parameter_supported"] is True
        return self

    # Introducing itself

    def register(self, metadata, status=201, **fields):
        """Registers (RFC 7591); the answer's JSON."""
        address = self.server["registration_endpoint"]
        answer = self.http.post(address, json=metadata, headers=fields, timeout=30)
        assert answer.status_code == status, answer.text
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.json()

    def introduce(self, metadata):
        self.registered = self.register(metadata)
        self.id, self.secret = self.registered["client_id"], self.registered.get("client_secret")
        self.method = self.registered["token_endpoint_auth_method"]
        return self

    def present(self, address, method="none"):
        self.id, self.secret, self.method = address, None, method
        return self

    # Asking somebody

    def request(self, redirect, **more):
        """The address to send a person to; parameters that are None are left out."""
        self.redirect, self.verifier, self.state = redirect, secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        query = {"response_type": "code", "client_id": self.id, "redirect_uri": redirect, "state": self.state}
        query |= {"code_challenge": digest(self.verifier), "code_challenge_method": "S256", "resource": self.resource}
        query = {name: value for name, value in (query | more).items() if value is not None}
        return self.server["authorization_endpoint"] + "?" + urllib.parse.urlencode(query)

    def ask(self, redirect, **more):
        """Sends the person there; the code that comes back."""
        return self.code(self.person.go(self.request(redirect, **more), redirect))

    def code(self, location):
        answer = answered(location)
        assert answer.get("state") == self.state
        assert answer.get("iss") == self.issuer
        assert "code" in answer, answer
        return answer["code"]

    # Tokens

    def proven(self, members):
        """What to send for a request in which the client proves itself: parameters, and the pair for Basic."""
        if self.method == "private_key_jwt":
            return members | assertion(self.key, self.id, self.audience or self.issuer), None
        if self.method == "client_secret_basic":
            return members, (self.id, self.secret)
        secret = {"client_secret": self.secret} if self.secret else {}
        return members | {"client_id": self.id} | secret, None

    def post(self, endpoint, members, **fields):
        """A request to one of the endpoints that the metadata lists."""
        members, basic = self.proven(members)
        return self.http.post(self.server[endpoint], data=members, auth=basic, headers=fields, timeout=30)

    def buy(self, members, **fields):
        answer = self.post("token_endpoint", members, **fields)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        self.tokens = answer.json()
        return self.tokens

    def exchange(self, code, **more):
        members = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect}
        return self.buy(members | {"code_verifier": self.verifier, "resource": self.resource} | more)

    def refresh(self, **more):
        return self.buy({"grant_type": "refresh_token", "refresh_token": self.tokens["refresh_token"]} | more)

    def call(self, path="/notes", method="GET"):
        fields = {"Authorization": f"Bearer {self.tokens['access_token']}"}
        return self.http.request(method, self.door.address(path), headers=fields, timeout=20)

    def refused(self, error, status, members):
        """Checks that a token request is refused in the way that tells a client what to do."""
        answer = self.post("token_endpoint", members)
        assert (answer.status_code, answer.json()["error"]) == (status, error), answer.text
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["Cache-Control"] == "no-store"
        return answer
