"""Pushed authorization requests (RFC 9126): the client sends its request itself, the browser only its name."""

import json
import urllib.parse
import uuid

import pytest
import requests

from clients import switches
from clients.application import Application
from clients.doors import special_door
from oauth.forms import Person, answered

REDIRECT = "https://app.example/callback"
NAME = "urn:ietf:params:oauth:request_uri:"


def registered(door, person, method="none", **more):
    metadata = {"client_name": f"Pushing {uuid.uuid4()}", "redirect_uris": [REDIRECT]}
    return Application(door, person).discover().introduce(metadata | {"token_endpoint_auth_method": method} | more)


@pytest.fixture
def application(open_house, grace):
    return registered(open_house, grace)


def parameters(application, **more):
    """The parameters of an authorization request, as they would stand in its address."""
    query = urllib.parse.urlsplit(application.request(REDIRECT, **more)).query
    return dict(urllib.parse.parse_qsl(query))


def push(application, members, **fields):
    return application.post("pushed_authorization_request_endpoint", members, **fields)


def pushed(application, **more):
    """Pushes a request; its name."""
    answer = push(application, parameters(application, **more))
    assert answer.status_code == 201, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert told["request_uri"].startswith(NAME) and len(told["request_uri"]) >= len(NAME) + 22
    assert 5 <= told["expires_in"] <= 600
    return told["request_uri"]


def link(application, name, **more):
    """What the browser is sent with: the client's id and the name, and whatever somebody adds on the way."""
    query = {"client_id": application.id, "request_uri": name} | more
    return application.server["authorization_endpoint"] + "?" + urllib.parse.urlencode(query)


def page(address):
    return requests.get(address, allow_redirects=False, timeout=20)


@pytest.mark.parametrize("method", ["none", "client_secret_basic", "client_secret_post"])
def test_the_name_leads_to_a_token(open_house, grace, method):
    application = registered(open_house, grace, method)
    name = pushed(application, scope="notes:read")
    code = application.code(grace.go(link(application, name), REDIRECT))
    assert application.exchange(code)["scope"] == "notes:read"
    assert application.call().status_code == 200


def test_a_signed_client_pushes(open_house, grace, signing_key, published_keys):
    application = registered(open_house, grace, "private_key_jwt", jwks_uri=published_keys)
    application.key = signing_key
    application.exchange(application.code(grace.go(link(application, pushed(application)), REDIRECT)))
    assert application.call().status_code == 200


def test_looking_first_uses_nothing_up(application, grace):
    """Some clients ask for the page before they open the browser; people reload it."""
    name = pushed(application)
    for _ in range(3):
        assert page(link(application, name)).status_code == 303
    application.exchange(application.code(grace.go(link(application, name), REDIRECT)))


def test_it_is_good_for_one_answer(application, grace):
    name = pushed(application)
    application.code(grace.go(link(application, name), REDIRECT))
    again = grace.session.get(link(application, name), allow_redirects=False, timeout=20)
    assert again.status_code == 400 and "Location" not in again.headers


def test_a_refusal_is_an_answer_too(application, grace):
    name = pushed(application)
    location = grace.go(link(application, name), REDIRECT, decision="deny")
    assert answered(location)["error"] == "access_denied"
    assert page(link(application, name)).status_code == 400


def test_what_stands_beside_the_name_counts_for_nothing(application, grace):
    name = pushed(application, scope="notes:read")
    more = {"scope": "notes:read notes:write", "state": "mine", "redirect_uri": "https://evil.example/"}
    location = grace.go(link(application, name, **more), REDIRECT)
    assert application.exchange(application.code(location))["scope"] == "notes:read"


def test_it_is_nobody_elses(application, open_house, grace):
    other = registered(open_house, grace)
    name = pushed(application)
    for address in (link(other, name), link(application, NAME + "A" * 43), link(application, "https://evil.example/r")):
        refused = page(address)
        assert refused.status_code == 400 and "Location" not in refused.headers
    grace.go(link(application, name), REDIRECT)


WRONG = {
    "a request that leads to another": ({"request_uri": NAME + "A" * 43}, "invalid_request"),
    "another's address": ({"redirect_uri": "https://evil.example/"}, "invalid_request"),
    "no challenge": ({"code_challenge": None}, "invalid_request"),
    "a plain challenge": ({"code_challenge_method": "plain"}, "invalid_request"),
    "a scope that there is not": ({"scope": "notes:burn"}, "invalid_scope"),
    "another API": ({"resource": "https://other.example"}, "invalid_target"),
    "the implicit flow": ({"response_type": "token"}, "unsupported_response_type"),
}


@pytest.mark.parametrize("change, error", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_it_is_told_at_once(application, change, error):
    members = {name: value for name, value in (parameters(application) | change).items() if value is not None}
    answer = push(application, members)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_nobody_pushes_in_anothers_name(open_house, grace):
    application = registered(open_house, grace, "client_secret_basic")
    members = parameters(application)
    application.secret = "wrong"
    answer = push(application, members)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    address = application.server["pushed_authorization_request_endpoint"]
    unproven = requests.post(address, data=members, timeout=20)
    assert (unproven.status_code, unproven.json()["error"]) == (401, "invalid_client")
    assert requests.get(address, timeout=20).status_code == 405
    large = requests.post(address, data=members | {"state": "x" * 200_000}, timeout=20)
    assert large.status_code in (400, 413)


@pytest.fixture(scope="module")
def strict(upstream, tmp_path_factory):
    more = switches.REGISTRATION + "  pushed_requests: required\n"
    with special_door(tmp_path_factory.mktemp("pushed"), upstream, more=more) as running:
        running.add_user("joan")
        yield running


def test_where_it_is_required_a_plain_request_is_refused(strict):
    joan = Person("joan")
    application = registered(strict, joan)
    assert application.server["require_pushed_authorization_requests"] is True
    location = joan.go(application.request(REDIRECT), REDIRECT)
    assert answered(location)["error"] == "invalid_request"
    application.exchange(application.code(joan.go(link(application, pushed(application)), REDIRECT)))
    assert application.call().status_code == 200


def test_one_client_may_be_required_to(open_house, grace):
    application = registered(open_house, grace, require_pushed_authorization_requests=True)
    assert application.registered["require_pushed_authorization_requests"] is True
    assert answered(grace.go(application.request(REDIRECT), REDIRECT))["error"] == "invalid_request"
    application.exchange(application.code(grace.go(link(application, pushed(application)), REDIRECT)))


def test_an_operator_may_require_it_of_one_client(open_house, grace):
    made = open_house.command(
        "client", "add", "--profile", "native", "--name", "Careful", "--public", "--redirect", REDIRECT,
        "--require-pushed", "--format", "json",
    )
    application = Application(open_house, grace).discover().present(json.loads(made)["client_id"])
    assert answered(grace.go(application.request(REDIRECT), REDIRECT))["error"] == "invalid_request"
    application.exchange(application.code(grace.go(link(application, pushed(application)), REDIRECT)))
