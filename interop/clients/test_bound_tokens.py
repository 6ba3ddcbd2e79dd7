"""DPoP (RFC 9449): tokens that are of no use without the key of the client that they were made for."""

import http.client
import json
import time
import uuid

import pytest
import requests

from clients import switches
from clients.application import Application, claims
from clients.doors import special_door
from clients.keys import edwards, elliptic, proof, rsa
from clients.test_pushed_requests import link, parameters
from oauth.forms import Person

REDIRECT = "https://app.example/callback"


class Holder(Application):
    """A client with a key, which it proves to have wherever it sends a token."""

    def __init__(self, door, person, key):
        super().__init__(door, person)
        self.holds, self.nonce, self.algorithm = key, None, "ES256"

    def prove(self, method, address, *, header=None, **more):
        header = {"alg": self.algorithm} | (header or {})
        return {"DPoP": proof(self.holds, method, address, header=header, **({"nonce": self.nonce} | more))}

    def post(self, endpoint, members, **fields):
        """Sends a proof, and another with the nonce that it is told to use."""
        fields = fields or self.prove("POST", self.server[endpoint])
        answer = super().post(endpoint, members, **fields)
        if answer.status_code == 400 and answer.json().get("error") == "use_dpop_nonce":
            self.nonce = answer.headers["DPoP-Nonce"]
            answer = super().post(endpoint, members, **self.prove("POST", self.server[endpoint]))
        return answer

    def call(self, path="/notes", method="GET", scheme="DPoP", **more):
        token = self.tokens["access_token"]
        fields = self.prove(method, self.door.address(path), **({"token": token} | more))
        fields["Authorization"] = f"{scheme} {token}"
        return requests.request(method, self.door.address(path), headers=fields, timeout=20)


def holder(door, person, key, method="none", **more):
    metadata = {"client_name": f"Holder {uuid.uuid4()}", "redirect_uris": [REDIRECT]}
    application = Holder(door, person, key).discover()
    return application.introduce(metadata | {"token_endpoint_auth_method": method} | more)


@pytest.fixture
def bound(open_house, grace, binding_key):
    """A public client with a bound token."""
    application = holder(open_house, grace, binding_key)
    application.exchange(application.ask(REDIRECT))
    return application


def test_the_nonce_is_asked_for_and_the_token_is_bound(open_house, grace):
    key = elliptic()
    application = holder(open_house, grace, key)
    members = {"grant_type": "authorization_code", "code": application.ask(REDIRECT), "redirect_uri": REDIRECT}
    members |= {"code_verifier": application.verifier, "client_id": application.id}
    address = application.server["token_endpoint"]
    first = requests.post(address, data=members, headers=application.prove("POST", address), timeout=20)
    assert (first.status_code, first.json()["error"]) == (400, "use_dpop_nonce")
    application.nonce = first.headers["DPoP-Nonce"]
    # The code has not been used up by that.
    second = requests.post(address, data=members, headers=application.prove("POST", address), timeout=20)
    assert second.status_code == 200, second.text
    application.tokens = second.json()
    assert application.tokens["token_type"] == "DPoP"
    assert claims(application.tokens["access_token"])["cnf"] == {"jkt": key.thumbprint()}
    answer = application.call()
    assert answer.status_code == 200
    # The API is told who it is, and gets neither token nor proof.
    assert not {"authorization", "dpop"} & answer.json()["headers"].keys()


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("algorithm, make", [("ES256", elliptic), ("RS256", rsa), ("PS256", rsa), ("EdDSA", edwards)])
def test_keys_of_each_kind_that_is_listed_work(open_house, grace, algorithm, make):
    application = holder(open_house, grace, make())
    assert algorithm in application.server["dpop_signing_alg_values_supported"]
    application.algorithm = algorithm
    application.exchange(application.ask(REDIRECT))
    assert application.call().status_code == 200


def test_the_nonce_is_asked_for_at_the_api_too(bound):
    bound.nonce, good = None, bound.nonce
    answer = bound.call()
    assert answer.status_code == 401
    assert "DPoP " in answer.headers["WWW-Authenticate"]
    assert 'error="use_dpop_nonce"' in answer.headers["WWW-Authenticate"]
    bound.nonce = answer.headers["DPoP-Nonce"]
    assert bound.call().status_code == 200
    bound.nonce = good
    assert bound.call().status_code == 200


def test_a_bound_token_is_no_bearer_token(bound):
    token = bound.tokens["access_token"]
    for fields in ({}, bound.prove("GET", bound.door.address("/notes"), token=token)):
        fields = fields | {"Authorization": f"Bearer {token}"}
        answer = requests.get(bound.door.address("/notes"), headers=fields, timeout=20)
        assert answer.status_code == 401
        assert "invalid_token" in answer.headers["WWW-Authenticate"]
    without = requests.get(bound.door.address("/notes"), headers={"Authorization": f"DPoP {token}"}, timeout=20)
    assert without.status_code == 401


def test_a_bearer_token_is_no_bound_token(open_house, grace, bound):
    plain = Application(open_house, grace).discover()
    named = {"client_name": f"Plain {uuid.uuid4()}", "redirect_uris": [REDIRECT]}
    plain.introduce(named | {"token_endpoint_auth_method": "none"})
    assert plain.exchange(plain.ask(REDIRECT))["token_type"].lower() == "bearer"
    assert plain.call().status_code == 200
    bound.tokens = plain.tokens
    assert bound.call().status_code == 401


def test_a_proof_is_good_once(bound):
    address = bound.door.address("/notes")
    fields = bound.prove("GET", address, token=bound.tokens["access_token"])
    fields["Authorization"] = f"DPoP {bound.tokens['access_token']}"
    assert requests.get(address, headers=fields, timeout=20).status_code == 200
    again = requests.get(address, headers=fields, timeout=20)
    assert again.status_code == 401
    assert 'error="invalid_dpop_proof"' in again.headers["WWW-Authenticate"]


def test_a_proof_is_good_once_at_the_token_endpoint(bound):
    address = bound.server["token_endpoint"]
    fields = bound.prove("POST", address)
    refresh = {"grant_type": "refresh_token", "refresh_token": bound.tokens["refresh_token"], "client_id": bound.id}
    first = requests.post(address, data=refresh, headers=fields, timeout=20)
    assert first.status_code == 200
    refresh["refresh_token"] = first.json()["refresh_token"]
    again = requests.post(address, data=refresh, headers=fields, timeout=20)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_dpop_proof")


def private(key):
    return {"jwk": key.as_dict(private=True)}


WRONG = {
    "another method": {"htm": "POST"},
    "another address": {"htu": "http://127.0.0.1/notes"},
    "another path": {"htu": "/me"},
    "no address": {"htu": None},
    "no id": {"jti": None},
    "an id that is a number": {"jti": 7},
    "no time": {"iat": None},
    "an old one": {"iat": -600},
    "one of the future": {"iat": 600},
    "another token": {"token": "another"},
    "no token": {"token": None},
    "another kind of JWT": {"header": {"typ": "JWT"}},
    "no key": {"header": {"jwk": {}}},
    "the private key": {"header": private},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_a_proof_of_something_else_is_none(bound, change):
    change = dict(change)
    if callable(change.get("header")):
        change["header"] = change["header"](bound.holds)
    if isinstance(change.get("iat"), int):
        change["iat"] += int(time.time())
    if change.get("htu") == "/me":
        change["htu"] = bound.door.address("/me")
    answer = bound.call(**change)
    assert answer.status_code == 401
    assert 'error="invalid_dpop_proof"' in answer.headers["WWW-Authenticate"]
    assert bound.call().status_code == 200


def test_a_proof_by_another_key_is_none(bound):
    bound.holds, own = elliptic(), bound.holds
    assert bound.call().status_code == 401
    refresh = {"grant_type": "refresh_token", "refresh_token": bound.tokens["refresh_token"]}
    answer = bound.post("token_endpoint", refresh)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    bound.holds = own
    assert bound.refresh()["token_type"] == "DPoP"
    assert bound.call().status_code == 200


def test_a_public_clients_refresh_token_is_bound(bound):
    members = {"grant_type": "refresh_token", "refresh_token": bound.tokens["refresh_token"], "client_id": bound.id}
    answer = requests.post(bound.server["token_endpoint"], data=members, timeout=20)
    assert answer.status_code == 400
    assert answer.json()["error"] in ("invalid_grant", "invalid_dpop_proof")
    first = bound.tokens["refresh_token"]
    assert bound.refresh()["refresh_token"] != first


def test_two_proofs_are_none(bound):
    """Sent as one field with two values, which is the same to HTTP, and as two fields."""
    token, address = bound.tokens["access_token"], bound.door.address("/notes")
    one, two = (bound.prove("GET", address, token=token)["DPoP"] for _ in range(2))
    fields = {"Authorization": f"DPoP {token}", "DPoP": f"{one}, {two}"}
    assert requests.get(address, headers=fields, timeout=20).status_code == 401
    connection = http.client.HTTPConnection(bound.door.base.removeprefix("http://"), timeout=20)
    connection.putrequest("GET", "/notes")
    for name, value in (("Authorization", f"DPoP {token}"), ("DPoP", one), ("DPoP", two)):
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 401
    connection.close()


def test_a_code_may_be_bound_beforehand(open_house, grace, binding_key):
    application = holder(open_house, grace, binding_key)
    code = application.ask(REDIRECT, dpop_jkt=binding_key.thumbprint())
    application.holds = elliptic()
    members = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    answer = application.post("token_endpoint", members | {"code_verifier": application.verifier})
    assert answer.status_code == 400 and answer.json()["error"] in ("invalid_grant", "invalid_dpop_proof")
    application.holds = binding_key
    application.exchange(application.ask(REDIRECT, dpop_jkt=binding_key.thumbprint()))
    assert application.call().status_code == 200


def test_a_code_of_a_pushed_request_is_bound_by_its_proof(open_house, grace, binding_key):
    application = holder(open_house, grace, binding_key)

    def pushed():
        answer = application.post("pushed_authorization_request_endpoint", parameters(application))
        assert answer.status_code == 201, answer.text
        return application.code(grace.go(link(application, answer.json()["request_uri"]), REDIRECT))

    code = pushed()
    application.holds = elliptic()
    members = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    answer = application.post("token_endpoint", members | {"code_verifier": application.verifier})
    assert answer.status_code == 400 and answer.json()["error"] in ("invalid_grant", "invalid_dpop_proof")
    application.holds = binding_key
    application.exchange(pushed())


def test_a_client_that_wants_no_others_gets_no_others(open_house, grace, binding_key):
    application = holder(open_house, grace, binding_key, dpop_bound_access_tokens=True)
    assert application.registered["dpop_bound_access_tokens"] is True
    members = {"grant_type": "authorization_code", "code": application.ask(REDIRECT), "redirect_uri": REDIRECT}
    members |= {"code_verifier": application.verifier, "client_id": application.id}
    answer = requests.post(application.server["token_endpoint"], data=members, timeout=20)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")
    application.exchange(application.ask(REDIRECT))
    assert application.call().status_code == 200


def test_an_operator_may_require_it_of_one_client(open_house, grace, binding_key):
    made = open_house.command(
        "client", "add", "--profile", "native", "--name", "Careful", "--public", "--redirect", REDIRECT,
        "--require-dpop", "--format", "json",
    )
    application = Holder(open_house, grace, binding_key).discover().present(json.loads(made)["client_id"])
    members = {"grant_type": "authorization_code", "code": application.ask(REDIRECT), "redirect_uri": REDIRECT}
    members |= {"code_verifier": application.verifier, "client_id": application.id}
    answer = requests.post(application.server["token_endpoint"], data=members, timeout=20)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")
    application.exchange(application.ask(REDIRECT))
    assert application.call().status_code == 200


def test_introspection_tells_the_key(open_house, grace, binding_key):
    application = holder(open_house, grace, binding_key, method="client_secret_basic")
    application.exchange(application.ask(REDIRECT))
    members, basic = application.proven({"token": application.tokens["access_token"]})
    seen = requests.post(application.server["introspection_endpoint"], data=members, auth=basic, timeout=20).json()
    assert seen["active"] is True
    assert seen["token_type"] == "DPoP"
    assert seen["cnf"] == {"jkt": binding_key.thumbprint()}


@pytest.fixture(scope="module")
def strict(upstream, tmp_path_factory):
    more = switches.REGISTRATION + "  dpop: required\n"
    with special_door(tmp_path_factory.mktemp("bound"), upstream, more=more) as running:
        running.add_user("katherine")
        yield running


def test_where_it_is_required_there_are_no_others(strict, binding_key):
    person = Person("katherine")
    plain = Application(strict, person).discover()
    plain.introduce({"client_name": "Plain", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "none"})
    members = {"grant_type": "authorization_code", "code": plain.ask(REDIRECT), "redirect_uri": REDIRECT}
    plain.refused("invalid_dpop_proof", 400, members | {"code_verifier": plain.verifier})
    application = holder(strict, person, binding_key)
    application.exchange(application.ask(REDIRECT))
    assert application.call().status_code == 200
    assert application.call(scheme="Bearer").status_code == 401


def test_a_browser_may_read_the_nonce(open_house):
    preflight = requests.options(
        open_house.address("/oauth/token"),
        headers={
            "Origin": "https://spa.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "dpop",
        },
        timeout=20,
    )
    assert "dpop" in preflight.headers["Access-Control-Allow-Headers"].lower()
    answer = requests.post(open_house.address("/oauth/token"), headers={"Origin": "https://spa.example"}, timeout=20)
    assert "dpop-nonce" in answer.headers["Access-Control-Expose-Headers"].lower()
