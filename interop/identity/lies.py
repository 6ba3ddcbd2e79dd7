"""What a provider may say that does not hold. Each is refused, under the word that the log has of it."""

import dataclasses
import gzip
import hmac
import json
import time
from collections.abc import Callable

from identity.hostile import CURVE, HONEST, STRANGER, part, signed
from identity.provider import CLIENT, SECRET


@dataclasses.dataclass(frozen=True)
class Lie:
    """`change` makes an honest script tell it; `heals` is whether the next sign-in works once it is honest again.

    That is not so where what was said is remembered: sound metadata for ten minutes, and unknown keys are not asked for
    again within ten seconds.
    """

    name: str
    word: str
    change: Callable
    heals: bool = True
    status: int = 502


def instead(endpoint, answer):
    return lambda script: script.instead.update({endpoint: answer})


def claim(name, value):
    return lambda script: script.claims.update({name: value})


def seconds(name, value):
    return lambda script: script.times.update({name: value})


def metadata(name, value):
    """A member of the metadata; `{issuer}` in it stands for the provider's own."""

    def change(script):
        script.metadata[name] = value.replace("{issuer}", script.issuer) if isinstance(value, str) else value

    return change


def tokens(name, value):
    return lambda script: script.tokens.update({name: value})


def header(**members):
    return lambda script: script.header.update(members)


def set_to(name, value):
    return lambda script: setattr(script, name, value)


def user_info(value):
    """Nothing of the person is in the ID token, so that it has to be asked for."""

    def change(script):
        script.claims["email"] = None
        script.user_info = value

    return change


def user_info_answer(answer):
    def change(script):
        script.claims["email"] = None
        script.instead["userinfo"] = answer

    return change


def callback(change):
    return lambda script: setattr(script, "callback", change)


def page(handler):
    handler.send(200, b"<!DOCTYPE html><title>Welcome</title>", kind="text/html")


def mac(secret, header, claims):
    """A token with a checksum by a shared secret, as an attacker would make it of what is public."""
    text = f"{part(header | {'alg': 'HS256'})}.{part(claims)}"
    return f"{text}.{part(hmac.digest(secret.encode(), text.encode(), 'sha256'))}"


def json_bytes(value):
    return json.dumps(value).encode()


def unsigned(header, claims):
    return f"{part(header | {'alg': 'none'})}.{part(claims)}."


def changed_afterwards(header, claims):
    first, _, last = signed(HONEST, header, claims).split(".")
    return f"{first}.{part(claims | {'sub': 'administrator'})}.{last}"


def by_stranger(**more):
    """Signed with another key, whose public part the token brings along."""

    def change(script):
        script.key = STRANGER
        script.header.update(more)

    return change


def public_key():
    return HONEST.as_pem(private=False)


def twice(name):
    return callback(lambda answer: [*answer, (name, dict(answer).get(name, "x"))])


def bomb(handler):
    """A hundred megabytes of nothing, packed."""
    body = gzip.compress(b" " * 100_000_000)
    handler.send(200, body, {"Content-Encoding": "gzip"})


def packed(handler):
    body = gzip.compress(json_bytes(handler.script.metadata))
    handler.send(200, body, {"Content-Encoding": "gzip"})


def endless(handler):
    """A body that does not end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(b'{"a":"')
    for _ in range(20_000):
        handler.wfile.write(b"a" * 65_536)
    handler.close_connection = True


def large(handler):
    handler.send(200, json_bytes({"padding": "x" * 5_000_000}))


def endless_head(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        handler.wfile.write(b"X-%d: %s\r\n" % (number, b"a" * 100))
    handler.close_connection = True


def not_http(handler):
    handler.wfile.write(b"220 mail.example ESMTP\r\n")
    handler.close_connection = True


def two_lengths(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")
    handler.close_connection = True


def drip(handler):
    """A byte each half second: always something, and never all of it."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(120):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.5)


def cut_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"issuer":')
    handler.close_connection = True


def echo(handler):
    """Says everything again that it was told."""
    said = " ".join([*handler.form.values(), handler.headers.get("Authorization", ""), SECRET])
    handler.send(400, {"error": said, "error_description": said, "error_uri": said})


OTHER = "http://127.0.0.3:9/other"

DISCOVERY = [
    Lie("issuer-slash", "wrong_issuer", metadata("issuer", "{issuer}/")),
    Lie("issuer-other", "wrong_issuer", metadata("issuer", OTHER)),
    Lie("issuer-none", "malformed_discovery", lambda script: script.metadata.pop("issuer")),
    Lie("issuer-list", "malformed_discovery", metadata("issuer", [OTHER])),
    Lie("token-plain-http", "insecure_endpoint", metadata("token_endpoint", "http://id.example/token")),
    Lie("keys-plain-http", "insecure_endpoint", metadata("jwks_uri", "http://id.example/keys")),
    Lie("authorize-script", "malformed_endpoint", metadata("authorization_endpoint", "javascript:alert(1)")),
    Lie("token-with-user", "malformed_endpoint", metadata("token_endpoint", "https://a:b@id.example/token")),
    Lie("authorize-fragment", "malformed_endpoint", metadata("authorization_endpoint", "{issuer}/authorize#x")),
    Lie("keys-none", "missing_endpoint", lambda script: script.metadata.pop("jwks_uri")),
    Lie("only-bad-algorithms", "no_common_algorithm",
        metadata("id_token_signing_alg_values_supported", ["none", "HS256"])),
    Lie("only-unknown-proofs", "no_common_client_authentication",
        metadata("token_endpoint_auth_methods_supported", ["tls_client_auth"])),
    Lie("discovery-page", "malformed_discovery", instead("metadata", page)),
    Lie("discovery-missing", "unexpected_status", instead("metadata", lambda one: one.send(404, {}))),
    Lie("discovery-packed", "malformed_answer", instead("metadata", packed)),
    Lie("discovery-bomb", "malformed_answer", instead("metadata", bomb)),
    Lie("discovery-endless", "answer_too_large", instead("metadata", endless)),
    Lie("discovery-endless-head", "malformed_answer", instead("metadata", endless_head)),
    Lie("discovery-no-http", "malformed_answer", instead("metadata", not_http)),
    Lie("discovery-two-lengths", "malformed_answer", instead("metadata", two_lengths)),
]  # fmt: skip

KEYS = [
    Lie("keys-page", "malformed_keys", instead("keys", page)),
    Lie("keys-many", "malformed_keys",
        set_to("published", [HONEST.as_dict(private=False) | {"kid": f"{n}"} for n in range(500)])),
    Lie("keys-private", "unknown_key", set_to("published", [HONEST.as_dict(private=True)]), heals=False),
    Lie("keys-encryption", "unknown_key",
        set_to("published", [HONEST.as_dict(private=False) | {"use": "enc"}]), heals=False),
    Lie("keys-endless", "answer_too_large", instead("keys", endless)),
    Lie("keys-bomb", "malformed_answer", instead("keys", bomb)),
    Lie("keys-large", "answer_too_large", instead("keys", large)),
]  # fmt: skip

SIGNATURES = [
    Lie("alg-none", "algorithm_not_allowed", set_to("forge", unsigned)),
    Lie("alg-hs256-secret", "algorithm_not_allowed", set_to("forge", lambda h, c: mac(SECRET, h, c))),
    Lie("alg-hs256-public-key", "algorithm_not_allowed",
        set_to("forge", lambda h, c: mac(public_key().decode(), h, c))),
    Lie("alg-not-offered", "algorithm_not_allowed", header(alg="PS256")),
    Lie("alg-of-another-key", "algorithm_not_allowed",
        set_to("forge", lambda h, c: signed(CURVE, h | {"alg": "ES256"}, c))),
    Lie("signed-by-stranger", "wrong_signature", by_stranger()),
    Lie("signed-with-own-jwk", "wrong_signature", by_stranger(jwk=STRANGER.as_dict(private=False))),
    Lie("signed-with-own-jku", "wrong_signature", by_stranger(jku="https://id.example/keys")),
    Lie("unknown-kid", "unknown_key", header(kid="key-2")),
    Lie("changed-afterwards", "wrong_signature", set_to("forge", changed_afterwards)),
    Lie("access-token-as-id", "wrong_type", header(typ="at+jwt")),
    Lie("two-parts", "malformed_token", set_to("forge", lambda h, c: "e30.e30")),
    Lie("five-parts", "malformed_token", set_to("forge", lambda h, c: "a.b.c.d.e")),
]  # fmt: skip

CLAIMS = [
    Lie("expired", "expired", seconds("exp", -60)),
    Lie("no-end", "missing_claim", claim("exp", None)),
    Lie("end-as-text", "malformed_claim", claim("exp", "1999999999")),
    Lie("issued-tomorrow", "issued_in_future", seconds("iat", 86_400)),
    Lie("issued-yesterday", "issued_long_ago", seconds("iat", -86_400)),
    Lie("not-yet", "not_yet_valid", seconds("nbf", 3_600)),
    Lie("iss-other", "wrong_issuer", claim("iss", OTHER)),
    Lie("iss-none", "missing_claim", claim("iss", None)),
    Lie("aud-other", "wrong_audience", claim("aud", "another-client")),
    Lie("aud-none", "wrong_audience", claim("aud", [])),
    Lie("aud-two-no-azp", "missing_authorized_party", claim("aud", [CLIENT, "another-client"])),
    Lie("azp-other", "wrong_authorized_party", claim("azp", "another-client")),
    Lie("nonce-other", "wrong_nonce", claim("nonce", "another-nonce")),
    Lie("nonce-none", "missing_nonce", claim("nonce", None)),
    Lie("nonce-empty", "wrong_nonce", claim("nonce", "")),
    Lie("at-hash-other", "wrong_token_hash", claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")),
    Lie("sub-none", "missing_subject", claim("sub", None)),
    Lie("sub-empty", "malformed_subject", claim("sub", "")),
    Lie("sub-number", "malformed_subject", claim("sub", 7)),
    Lie("sub-long", "malformed_subject", claim("sub", "a" * 256)),
    Lie("sub-line-break", "malformed_subject", claim("sub", "account-7\nadmin")),
]

CALLBACK = [
    Lie("code-and-error", "code_and_error", callback(lambda answer: [*answer, ("error", "access_denied")])),
    Lie("neither", "missing_code", callback(lambda answer: answer[1:])),
    Lie("code-twice", "repeated_parameter", twice("code")),
    Lie("iss-of-another", "wrong_iss_parameter", callback(lambda answer: [*answer, ("iss", OTHER)])),
    Lie("iss-promised", "missing_iss_parameter", metadata("authorization_response_iss_parameter_supported", True),
        heals=False),
    Lie("code-line-break", "malformed_code", callback(lambda answer: [("code", "a\r\nb"), answer[1]])),
    Lie("code-long", "malformed_code", callback(lambda answer: [("code", "a" * 5_000), answer[1]])),
    Lie("error-of-its-own", "unregistered_error",
        callback(lambda answer: [("error", "<script>alert(1)</script>"), answer[1]])),
    Lie("error-registered", "invalid_scope", callback(lambda answer: [("error", "invalid_scope"), answer[1]])),
]  # fmt: skip

TOKENS = [
    Lie("token-mac", "wrong_token_type", tokens("token_type", "mac")),
    Lie("token-without", "malformed_token_answer", tokens("access_token", None)),
    Lie("token-line-break", "malformed_token_answer", tokens("access_token", "a\r\nX-Role: admin")),
    Lie("token-negative-life", "malformed_token_answer", tokens("expires_in", -1)),
    Lie("token-no-id", "missing_id_token", set_to("forge", lambda h, c: None)),
    Lie("token-id-object", "malformed_token_answer", tokens("id_token", {})),
    Lie("token-status-201", "unexpected_status", set_to("token_status", 201)),
    Lie("token-page", "malformed_token_answer", instead("token", page)),
    Lie("token-endless", "answer_too_large", instead("token", endless)),
    Lie("token-bomb", "malformed_answer", instead("token", bomb)),
    Lie("token-echo", "unregistered_error", instead("token", echo)),
    Lie("token-refuses-code", "code_refused", instead("token", lambda one: one.send(400, {"error": "invalid_grant"}))),
    Lie("token-refuses-client", "client_refused",
        instead("token", lambda one: one.send(401, {"error": "invalid_client"}))),
]  # fmt: skip

USER_INFO = [
    Lie("info-of-another", "user_info_of_another", user_info({"sub": "account-8", "email": "eve@example.com"})),
    Lie("info-of-nobody", "user_info_of_another", user_info({"email": "eve@example.com"})),
    Lie("info-other-case", "user_info_of_another", user_info({"sub": "ACCOUNT-7"})),
    Lie("info-page", "malformed_user_info", user_info_answer(page)),
    Lie("info-signed", "signed_user_info",
        user_info_answer(lambda one: one.send(200, b"a.b.c", kind="application/jwt"))),
    Lie("info-refused", "user_info_refused", user_info_answer(lambda one: one.send(401, {"error": "invalid_token"}))),
    Lie("info-bomb", "malformed_answer", user_info_answer(bomb)),
    Lie("info-endless", "answer_too_large", user_info_answer(endless)),
]  # fmt: skip

# What does not come in time, or not at all, is no lie but an outage.
OUTAGES = [
    Lie(f"{endpoint}-{name}", "provider_unavailable", change(endpoint, answer), status=503)
    for endpoint, change in (
        ("metadata", instead), ("keys", instead), ("token", instead),
        ("userinfo", lambda _, answer: user_info_answer(answer)))
    for name, answer in (("drip", drip), ("cut-off", cut_off), ("500", lambda one: one.send(500, {})))
]  # fmt: skip

LIES = [*DISCOVERY, *KEYS, *SIGNATURES, *CLAIMS, *CALLBACK, *TOKENS, *USER_INFO]
