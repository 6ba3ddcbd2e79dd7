"""What the stand-in for Google knows: keys, people, tokens and secrets, and how it refuses."""

import base64
import datetime
import json
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SCOPE = "https://www.googleapis.com/auth/cloud-platform"
TOKEN_ENDPOINT = "https://oauth2.googleapis.com/token"
AUDIENCE = "//iam.googleapis.com/projects/123456/locations/global/workloadIdentityPools/pool/providers/provider"
ISSUER = "https://issuer.example.com"
PROJECT, NUMBER = "my-project", "123456789012"
ROBOT = f"robot@{PROJECT}.iam.gserviceaccount.com"
TARGET = f"target@{PROJECT}.iam.gserviceaccount.com"
PERSON, WORKLOAD, MACHINE = "person", "workload", "machine"
CODES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}


class Refusal(Exception):
    """What is answered instead: Google's API error, or with `oauth` the error of OAuth."""

    def __init__(self, status, message, code=None, oauth=None, reason=None):
        super().__init__(message)
        self.status, self.code, self.oauth, self.reason = status, code or CODES.get(status, "UNKNOWN"), oauth, reason

    @property
    def body(self):
        if self.oauth:
            return {"error": self.oauth, "error_description": str(self)}
        details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": self.reason}] if self.reason else []
        return {"error": {"code": self.status, "message": str(self), "status": self.code, "details": details}}


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unbase64url(text):
    if "=" in text:
        raise ValueError("padding")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed(key, claims, key_id):
    """A JWT by RS256."""
    head = json.dumps({"alg": "RS256", "typ": "JWT", "kid": key_id}).encode()
    message = f"{base64url(head)}.{base64url(json.dumps(claims).encode())}"
    return f"{message}.{base64url(key.sign(message.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


class Google:
    """All that Google knows: keys, people, tokens, secrets; and everything it refused."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.issuer_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.key_id = "0123456789abcdef0123456789abcdef01234567"
        self.user = {
            "client_id": "1234.apps.googleusercontent.com",
            "client_secret": "not-a-real-client-secret",
            "refresh_token": "1//not-a-real-refresh-token",
        }
        self.quota_project = None
        self.tokens, self.issued = {}, 0
        self.stillborn = 0
        self.secrets = {}
        self.listers = self.readers = self.writers = frozenset([ROBOT, TARGET, PERSON, WORKLOAD, MACHINE])
        self.page_limit = 25000
        self.clock_offset = 0
        self.throttles = 0
        self.vanishing = set()
        self.damage = None
        self.refusals, self.requests = [], []
        self.grants = []

    def now(self):
        return time.time() + self.clock_offset

    @property
    def private_pem(self):
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    def issue(self, principal, grant):
        """A new access token; the first `stillborn` ones are refused by the APIs, as revoked ones are."""
        self.issued += 1
        token = f"ya29.not-a-real-token-{self.issued}"
        self.tokens[token] = (principal, self.now() + 3600 if self.issued > self.stillborn else 0)
        self.grants.append(grant)
        return token

    def subject_token(self):
        """The token that a workload has from its own provider."""
        now = int(self.now())
        claims = {"iss": ISSUER, "sub": "job", "aud": AUDIENCE, "iat": now, "exp": now + 600}
        return signed(self.issuer_key, claims, "issuer")

    # Secrets

    def keep(self, secret, *values, location=None):
        """Adds versions, oldest first; their numbers."""
        versions = self.secrets.setdefault((location, secret), [])
        for value in values:
            created = datetime.datetime.fromtimestamp(self.now() - 1000 + len(versions), datetime.timezone.utc)
            versions.append(
                {"data": value, "state": "ENABLED", "created": created, "etag": f'"{len(versions):x}a"', "crc": True}
            )
        return len(versions)

    def state(self, secret, number, location=None):
        return self.secrets[(location, secret)][number - 1]["state"]

    def set_state(self, secret, number, state, location=None):
        self.secrets[(location, secret)][number - 1]["state"] = state
