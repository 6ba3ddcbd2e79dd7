"""Keys of clients, and what they sign with them: assertions (RFC 7523) and proofs of possession (RFC 9449)."""

import base64
import hashlib
import time
import uuid

from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def rsa(name=None, **parameters):
    return RSAKey.generate_key(2048, ({"kid": name} if name else {}) | parameters)


def elliptic(name=None):
    return ECKey.generate_key("P-256", {"kid": name} if name else None)


def edwards():
    return OKPKey.generate_key("Ed25519")


def key_set(*keys):
    return {"keys": [key.as_dict(private=False) for key in keys]}


def assertion(key, client, audience, *, algorithm="RS256", lifetime=120, **claims):
    """Parameters by which a client proves itself; `claims` put others in place of the usual ones, None takes away."""
    now = int(time.time())
    usual = {"iss": client, "sub": client, "aud": audience, "jti": str(uuid.uuid4()), "iat": now, "exp": now + lifetime}
    whole = {name: value for name, value in (usual | claims).items() if value is not None}
    header = {"alg": algorithm, "typ": "JWT"} | ({"kid": key.kid} if key.kid else {})
    signed = jwt.encode(header, whole, key, algorithms=[algorithm])
    return {"client_assertion": signed, "client_assertion_type": ASSERTION}


def digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def proof(key, method, address, *, nonce=None, token=None, header=None, **claims):
    """A DPoP proof; `claims` and `header` put others in place of the usual ones, None takes away."""
    usual = {"jti": str(uuid.uuid4()), "htm": method, "htu": address, "iat": int(time.time())}
    usual |= {"nonce": nonce, "ath": digest(token) if token else None}
    whole = {name: value for name, value in (usual | claims).items() if value is not None}
    head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)} | (header or {})
    return jwt.encode(head, whole, key, algorithms=[head["alg"]])
