"""How the stand-in for Vault and OpenBao gives tokens: logins, and what a token may ask of itself."""

import base64
import hashlib
import hmac
import json
import secrets
import uuid

from .vault_state import WRITES, Refusal, Token, envelope, only, rfc3339


class Tokens:
    """The part of the server that makes, checks, shows and renews tokens."""

    def token(self, policies, namespace="", ttl=0, maximum=None, renewable=True):
        """Makes a token; without a time to live it has no end."""
        made = self.now()
        end = made + ttl if ttl else None
        token = Token(
            f"hvs.{secrets.token_urlsafe(24)}", policies, namespace, made, ttl, end,
            made + maximum if maximum else None, bool(ttl) and renewable,
        )  # fmt: skip
        self.tokens[token.value] = token
        return token

    def jwt(self, subject, audience="vault", life=600, key=None):
        """A JWT as a pod's service account or a build has it."""

        def part(value):
            return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

        text = f'{part({"alg": "HS256"})}.{part({"sub": subject, "aud": audience, "exp": int(self.now() + life)})}'
        return f"{text}.{self._signature(text, key or self.key)}"

    def _signature(self, text, key):
        mac = hmac.new(key, text.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()

    def alive(self, token):
        return token.value in self.tokens and (token.end is None or self.now() < token.end)

    def _login(self, method, namespace, mount, query, content):
        only(query)
        if (namespace, mount) not in self.logins:
            raise Refusal(403, "permission denied")
        if method not in WRITES:
            raise Refusal(405, "unsupported operation")
        login = self.logins[namespace, mount]
        if login["type"] == "approle":
            only(content, "role_id", "secret_id")
            if content != {"role_id": login["role_id"], "secret_id": login["secret_id"]}:
                raise Refusal(400, "invalid role or secret ID")
        else:
            only(content, "role", "jwt")
            self._check_jwt(login, content)
        token = self.token(login["policies"], namespace, login["ttl"], login.get("maximum"), login.get("renewable", True))
        return 200, envelope(auth=self._auth(token))

    def _check_jwt(self, login, content):
        if content.get("role") != login["role"]:
            raise Refusal(400, f"invalid role name {content.get('role')!r}")
        text, _, signature = content.get("jwt", "").rpartition(".")
        if not hmac.compare_digest(signature, self._signature(text, self.key)):
            raise Refusal(400 if login["type"] == "jwt" else 403, "error validating token: no known key successfully validated")
        encoded = text.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
        if claims["sub"] != login["subject"] or claims["exp"] <= self.now():
            raise Refusal(400 if login["type"] == "jwt" else 403, "permission denied")

    def _auth(self, token):
        return {
            "client_token": token.value,
            "accessor": hashlib.sha256(token.value.encode()).hexdigest()[:24],
            "policies": ["default", *token.policies],
            "token_policies": ["default", *token.policies],
            "metadata": {},
            "lease_duration": int(token.end - self.now() + 0.5) if token.end else 0,
            "renewable": token.renewable,
            "entity_id": str(uuid.uuid4()),
            "token_type": "service",
            "orphan": True,
            "mfa_requirement": None,
            "num_uses": 0,
        }

    def _lookup(self, method, token, namespace, path, content):
        if method != "GET":
            raise Refusal(405, "unsupported operation")
        self._allow(token, namespace or token.namespace, path, "read")
        left = max(0, int(token.end - self.now() + 0.5)) if token.end else 0
        end = rfc3339(token.end) if token.end else None
        data = {"id": token.value, "ttl": left, "expire_time": end, "renewable": token.renewable, "type": "service"}
        return 200, envelope(data=data | {"policies": ["default", *token.policies], "path": "auth/token/create"})

    def _renew_token(self, method, token, namespace, path, content):
        if method not in WRITES:
            raise Refusal(405, "unsupported operation")
        only(content, "increment")
        self._allow(token, namespace or token.namespace, path, "update")
        if not token.renewable:
            raise Refusal(400, "lease is not renewable")
        token.end = min(self.now() + token.ttl, token.maximum or float("inf"))
        return 200, envelope(auth=self._auth(token))
