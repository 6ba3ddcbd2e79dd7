"""`private_key_jwt` (RFC 7523): clients that prove themselves by signing, and what does not prove anything."""

import base64
import concurrent.futures
import json
import time
import uuid

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from clients.application import Application
from clients.keys import ASSERTION, assertion, elliptic, key_set, rsa

REDIRECT = "https://agent.example/callback"


@pytest.fixture(scope="module")
def agent_key():
    return elliptic("agent")


@pytest.fixture(scope="module")
def agent(open_house, grace, agent_key, tmp_path_factory):
    """A client that an operator made, with a key in a file; it needs nobody to agree."""
    file = tmp_path_factory.mktemp("agent") / "keys.json"
    file.write_text(json.dumps(key_set(agent_key)))
    made = open_house.command(
        "client", "add", "--profile", "web", "--name", "Agent", "--redirect", REDIRECT, "--format", "json",
        "--jwks-file", str(file),
    )
    application = Application(open_house, grace, key=agent_key).discover()
    return application.present(json.loads(made)["client_id"], "private_key_jwt")


def ask(application, proof, **more):
    members = {"grant_type": "client_credentials", "scope": "notes:read"} | proof | more
    return requests.post(application.server["token_endpoint"], data=members, timeout=20)


def signed(application, audience=None, **more):
    more = {"algorithm": "ES256"} | more
    return assertion(application.key, application.id, audience or application.issuer, **more)


def test_the_issuer_or_the_address_is_meant(agent):
    for audience in (agent.issuer, agent.server["token_endpoint"], [agent.issuer]):
        assert ask(agent, signed(agent, audience)).status_code == 200
    assert ask(agent, signed(agent), client_id=agent.id).status_code == 200


def test_authlib_proves_itself(agent, agent_key):
    session = OAuth2Session(agent.id, agent_key, token_endpoint_auth_method="private_key_jwt")
    # Its own assertions would end after an hour, which is refused.
    claims = {"exp": int(time.time()) + 120}
    session.register_client_auth_method(PrivateKeyJWT(agent.server["token_endpoint"], claims, alg="ES256"))
    session.fetch_token(agent.server["token_endpoint"], grant_type="client_credentials")
    assert session.get(agent.door.address("/me")).json()["headers"]["doorward-subject"] == agent.id


WRONG = {
    "another server": {"audience": "https://other.example"},
    "the API of the server": {"audience": "/notes"},
    "several at once": {"audience": ["", "https://other.example"]},
    "nobody": {"aud": None},
    "another issuer": {"iss": "another"},
    "no issuer": {"iss": None},
    "another subject": {"sub": "another"},
    "no subject": {"sub": None},
    "no end": {"exp": None},
    "an end in an hour": {"lifetime": 3600},
    "an end that is over": {"lifetime": -600},
    "no id": {"jti": None},
    "an empty id": {"jti": ""},
    "not yet": {"nbf": 600},
    "of the future": {"iat": 600},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_an_assertion_that_does_not_hold_is_none(agent, change):
    change = dict(change)
    audience = change.pop("audience", agent.issuer)
    if audience == "/notes":
        audience = agent.door.address("/notes")
    if isinstance(audience, list):
        audience = [agent.issuer, *audience[1:]]
    for name in ("nbf", "iat"):
        if name in change:
            change[name] += int(time.time())
    answer = ask(agent, signed(agent, audience, **change))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_it_counts_once(agent):
    proof = signed(agent)
    assert ask(agent, proof).status_code == 200
    again = ask(agent, proof)
    assert (again.status_code, again.json()["error"]) == (401, "invalid_client")


def test_many_at_once_count_once(agent):
    proof = signed(agent)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda _: ask(agent, proof).status_code, range(16)))
    assert statuses == [200] + [401] * 15


def test_another_key_is_none(agent):
    stranger = Application(agent.door, agent.person, key=elliptic("agent"))
    stranger.id, stranger.issuer = agent.id, agent.issuer
    assert ask(agent, signed(stranger)).status_code == 401
    head = json.dumps({"alg": "none"}).encode()
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"iss": agent.id, "sub": agent.id, "aud": agent.issuer, "jti": str(uuid.uuid4()), "exp": now + 60}
    unsigned = f"{part(head)}.{part(json.dumps(claims).encode())}."
    answer = ask(agent, {"client_assertion": unsigned, "client_assertion_type": ASSERTION})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_two_ways_at_once_are_refused(agent):
    answer = ask(agent, signed(agent), client_secret="x")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    answer = ask(agent, signed(agent), client_id="another")
    assert answer.status_code in (400, 401)
    answer = ask(agent, signed(agent) | {"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2"})
    assert answer.status_code in (400, 401)


def test_nothing_is_no_proof(agent):
    answer = ask(agent, {"client_id": agent.id})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_keys_at_an_address_are_fetched_once(open_house, grace, published):
    """Keys are fetched once and kept; names of keys that somebody makes up do not make them be fetched all the time."""
    path = f"/rotating/{uuid.uuid4()}.json"
    old, new = rsa("old"), rsa("new")
    keys = published.put(path, key_set(old))
    application = Application(open_house, grace, key=old).discover()
    metadata = {"client_name": f"Rotating {uuid.uuid4()}", "redirect_uris": [REDIRECT]}
    application.introduce(metadata | {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": keys})
    application.exchange(application.ask(REDIRECT))
    assert published.times(path) == 1
    application.refresh()
    assert published.times(path) == 1
    published.put(path, key_set(new))
    application.key = new
    refresh = {"grant_type": "refresh_token", "refresh_token": application.tokens["refresh_token"]}
    for _ in range(5):
        assert application.post("token_endpoint", refresh).status_code == 401
    # Within the first minute the keys are not looked at again.
    assert published.times(path) == 1
