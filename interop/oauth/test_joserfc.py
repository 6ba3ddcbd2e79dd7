"""joserfc reads what Doorward signs, by the published keys; neither of them takes what was changed."""

import base64
import hashlib
import hmac
import json

import pytest
import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from oauth.authlib_walk import code_and_token


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture(scope="module")
def published(door):
    answer = requests.get(door.address("/oauth/jwks.json"))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not any("d" in key for key in answer.json()["keys"])
    return KeySet.import_key_set(answer.json())


@pytest.fixture(scope="module")
def signed(door, ada, confidential):
    """An access token, and the statement of who called that the API got with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        walker, _ = code_and_token(door, ada, confidential, "client_secret_basic")
        seen = walker.get(door.address("/notes")).json()
    return {"access": walker.token["access_token"], "identity": seen["headers"]["doorward-identity"]}


def read(text, published, door):
    token = jwt.decode(text, published, algorithms=["ES256"])
    essential = {"sub": {"essential": True}, "exp": {"essential": True}}
    whose = {"iss": {"essential": True, "value": door.base}, "aud": {"essential": True, "value": door.base}}
    jwt.JWTClaimsRegistry(**essential, **whose).validate(token.claims)
    return token


def test_the_access_token(door, confidential, published, signed):
    token = read(signed["access"], published, door)
    assert token.header["alg"] == "ES256"
    assert token.header["typ"] == "at+jwt"
    assert token.claims["client_id"] == confidential.id
    assert token.claims["scope"] == "notes:read notes:write"
    assert token.claims["exp"] - token.claims["iat"] == 3600
    assert {"jti", "gid"} <= token.claims.keys()


def test_the_statement_of_who_called(door, confidential, published, signed):
    token = read(signed["identity"], published, door)
    assert token.header["typ"] == "doorward-identity+jwt"
    assert token.claims["sub"] == read(signed["access"], published, door).claims["sub"]
    assert token.claims["client_id"] == confidential.id
    assert token.claims["operation"] == "listNotes"
    assert token.claims["exp"] - token.claims["iat"] <= 60


def header_changed(text, **members):
    head, payload, signature = text.split(".")
    head = encoded(json.dumps(json.loads(decoded(head)) | members).encode())
    return ".".join([head, payload, signature])


def claim_changed(text):
    head, payload, signature = text.split(".")
    claims = json.loads(decoded(payload)) | {"scope": "notes:read notes:write admin"}
    return ".".join([head, encoded(json.dumps(claims).encode()), signature])


def signature_changed(text):
    head, payload, signature = text.split(".")
    raw = bytearray(decoded(signature))
    raw[17] ^= 1
    return ".".join([head, payload, encoded(bytes(raw))])


def signed_by(key, text, **members):
    head, payload, _ = text.split(".")
    header = json.loads(decoded(head)) | members
    return jwt.encode(header, json.loads(decoded(payload)), key, algorithms=[header["alg"]])


def forged_with_the_public_key(text, published):
    """HS256 with the text of the public key as the secret: what a careless verifier takes."""
    head, payload, _ = text.split(".")
    head = encoded(json.dumps(json.loads(decoded(head)) | {"alg": "HS256"}).encode())
    mac = hmac.new(published.keys[0].as_pem(private=False), f"{head}.{payload}".encode(), hashlib.sha256)
    return f"{head}.{payload}.{encoded(mac.digest())}"


MUTATIONS = {
    "another claim": lambda text, keys: claim_changed(text),
    "one bit of the signature": lambda text, keys: signature_changed(text),
    "no signature": lambda text, keys: text.rsplit(".", 1)[0] + ".",
    "a signature of noughts": lambda text, keys: text.rsplit(".", 1)[0] + "." + encoded(bytes(64)),
    "alg none": lambda text, keys: header_changed(text, alg="none").rsplit(".", 1)[0] + ".",
    "HS256 with the public key": forged_with_the_public_key,
    "an unknown kid": lambda text, keys: header_changed(text, kid="another"),
    "an unknown crit": lambda text, keys: header_changed(text, crit=["exp2"], exp2=1),
    "a stranger's key under our kid": lambda text, keys: signed_by(ECKey.generate_key("P-256"), text),
    "its own key in the header": lambda text, keys: header_changed(text, jwk=ECKey.generate_key("P-256").as_dict()),
    "a second dot": lambda text, keys: text.replace(".", "..", 1),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("kind", ["access", "identity"])
def test_both_refuse_what_was_changed(door, published, signed, kind, mutation):
    text = MUTATIONS[mutation](signed[kind], published)
    with pytest.raises((JoseError, ValueError)):
        read(text, published, door)
    answer = requests.get(door.address("/notes"), headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_the_unchanged_token_is_taken_and_the_statement_is_not_a_token(door, signed):
    answers = {
        kind: requests.get(door.address("/notes"), headers={"Authorization": f"Bearer {text}"}).status_code
        for kind, text in signed.items()
    }
    assert answers == {"access": 200, "identity": 401}
