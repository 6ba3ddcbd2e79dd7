"""The device flow (RFC 8628): a program without a browser shows a code, and somebody types it elsewhere."""

import re
import urllib.parse
import uuid

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from oauthlib.oauth2 import DeviceClient
from requests_oauthlib import OAuth2Session as RequestsSession

from clients.application import Application
from clients.keys import proof
from clients.test_frozen_clients import until
from oauth.forms import Forms, Person

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
REDIRECT = "http://127.0.0.1/callback"


@pytest.fixture(scope="module")
def lise(open_house):
    open_house.add_user("lise")
    return Person("lise")


def registered(door, person, method="none", grants=("authorization_code", "refresh_token", GRANT)):
    metadata = {"client_name": f"Television {uuid.uuid4()}", "redirect_uris": [REDIRECT], "grant_types": list(grants)}
    return Application(door, person).discover().introduce(metadata | {"token_endpoint_auth_method": method})


@pytest.fixture
def television(open_house, lise):
    return registered(open_house, lise)


def begin(application, **members):
    answer = application.post("device_authorization_endpoint", members)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert re.fullmatch("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", told["user_code"])
    assert told["verification_uri"] == application.door.address("/oauth/device")
    assert told["verification_uri_complete"] == told["verification_uri"] + "?user_code=" + told["user_code"]
    assert told["interval"] == 5 and told["expires_in"] == 900
    application.door.secrets.append(told["device_code"])
    return told


def poll(application, told):
    return application.post("token_endpoint", {"grant_type": GRANT, "device_code": told["device_code"]})


def error(answer):
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()["error"]


def decide(person, address, code, decision, steps=8):
    """Opens the page, signs in where that is asked for, types the code and decides; the last page and those before."""
    seen = []
    page = person.session.get(address, allow_redirects=False, timeout=30)
    for _ in range(steps):
        seen.append((urllib.parse.urlsplit(page.url).path, page.status_code))
        if "Location" in page.headers:
            following = urllib.parse.urljoin(page.url, page.headers["Location"])
            assert following.startswith(address.partition("/oauth")[0])
            page = person.session.get(following, allow_redirects=False, timeout=30)
            continue
        forms = Forms(page.text)
        if page.status_code != 200 or not forms.forms:
            break
        action, fields = person.fill(page, decision)
        if "user_code" in forms.names:
            fields.setdefault("user_code", code)
        page = person.session.post(action, data=fields, allow_redirects=False, timeout=30)
    return page, seen


def test_somebody_types_the_code_and_the_device_goes_on(television, lise):
    told = begin(television, scope="notes:read")
    assert error(poll(television, told)) == (400, "authorization_pending")
    page, _ = decide(lise, told["verification_uri"], told["user_code"].lower().replace("-", " "), "allow")
    assert page.status_code == 200 and "connected" in page.text
    television.tokens = poll(television, told).json()
    assert television.tokens["scope"] == "notes:read"
    assert television.call().status_code == 200
    assert television.refresh()["refresh_token"]
    assert television.call(method="POST").status_code == 403
    # The code has been used up, and what it bought lives on.
    assert error(poll(television, told)) == (400, "invalid_grant")
    assert television.call().status_code == 200


def test_a_device_that_asks_too_often_is_told_to_slow_down(television):
    told = begin(television)
    assert error(poll(television, told)) == (400, "authorization_pending")
    assert error(poll(television, told)) == (400, "slow_down")
    assert error(poll(television, told)) == (400, "slow_down")


def test_somebody_denies(television, lise):
    told = begin(television)
    page, _ = decide(lise, told["verification_uri_complete"], told["user_code"], "deny")
    assert page.status_code == 200
    assert error(poll(television, told)) == (400, "access_denied")


def test_the_way_to_the_page_leads_through_signing_in(television, open_house):
    """The code in the address is still there afterwards, and nothing happens by opening it."""
    told = begin(television)
    stranger = Person("lise")
    page, seen = decide(stranger, told["verification_uri_complete"], told["user_code"], "allow", steps=4)
    assert [path for path, _ in seen] == ["/oauth/device", "/oauth/sign-in", "/oauth/sign-in", "/oauth/device"]
    assert told["user_code"] in page.text
    assert error(poll(television, told))[1] == "authorization_pending"


def test_a_form_of_somebody_else_decides_nothing(television, lise):
    told = begin(television)
    decide(lise, television.door.address("/oauth/device"), "", "allow", steps=1)
    for fields in ({}, {"csrf": "x"}, {"csrf": ""}):
        body = {"user_code": told["user_code"], "decision": "allow"} | fields
        page = lise.session.post(told["verification_uri"], data=body, allow_redirects=False, timeout=30)
        assert page.status_code == 400
    assert error(poll(television, told))[1] == "authorization_pending"


def test_a_device_code_is_nobody_elses(television, open_house, lise):
    told = begin(television)
    other = registered(open_house, lise)
    assert error(poll(other, told)) == (400, "invalid_grant")
    assert error(poll(television, {"device_code": "dwd_" + "A" * 43})) == (400, "invalid_grant")
    assert error(television.post("token_endpoint", {"grant_type": GRANT})) == (400, "invalid_request")
    secretive = registered(open_house, lise, "client_secret_basic")
    told = begin(secretive, scope="notes:read")
    secretive.secret = "wrong"
    assert error(poll(secretive, told)) == (401, "invalid_client")


def test_a_client_that_goes_takes_its_devices_along(television, lise):
    told = begin(television)
    television.door.command("client", "remove", television.id)
    until(lambda: poll(television, told).status_code == 401)
    assert error(poll(television, told)) == (401, "invalid_client")


def test_what_is_wrong_with_the_request_is_told(television, open_house, lise):
    def asked(application, **members):
        return error(application.post("device_authorization_endpoint", members))

    assert asked(television, scope="notes:burn") == (400, "invalid_scope")
    assert asked(television, resource="https://other.example") == (400, "invalid_target")
    address = television.server["device_authorization_endpoint"]
    assert error(requests.post(address, data={"client_id": "nobody"}, timeout=20)) == (401, "invalid_client")
    assert requests.get(address, timeout=20).status_code == 405


def test_a_client_that_did_not_register_for_it_cannot(open_house, lise):
    application = registered(open_house, lise, grants=("authorization_code", "refresh_token"))
    assert GRANT not in application.registered["grant_types"]
    answer = application.post("device_authorization_endpoint", {})
    assert error(answer) == (400, "unauthorized_client")


def test_codes_cannot_be_guessed(television, open_house):
    """Ten wrong ones, and neither the account nor the place may try more for a while, right ones neither."""
    open_house.add_user("hypatia")
    guesser = Person("hypatia")
    # From a place of its own, so that the other tests are not kept waiting.
    guesser.session.headers["X-Forwarded-For"] = "192.0.2.77"
    page, _ = decide(guesser, television.door.address("/oauth/device"), "", "allow", steps=4)
    statuses = []
    for letters in "BCDFGHJKLMNP":
        _, fields = guesser.fill(page, "allow")
        page = guesser.session.post(
            television.door.address("/oauth/device"),
            data=fields | {"user_code": letters * 8},
            allow_redirects=False,
            timeout=30,
        )
        statuses.append(page.status_code)
    assert statuses == [400] * 10 + [429] * 2
    told = begin(television)
    page, _ = decide(guesser, told["verification_uri"], told["user_code"], "allow")
    assert page.status_code == 429 and int(page.headers["Retry-After"]) > 0
    assert error(poll(television, told))[1] == "authorization_pending"


def test_a_client_with_a_document_is_a_device(open_house, lise, published):
    """Nobody has agreed to it before, so the door knows it by its document alone."""
    document = {"client_name": "Television", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "none"}
    document["grant_types"] = ["authorization_code", "refresh_token", GRANT]
    address = published.put_document("/television/client.json", document)
    application = Application(open_house, lise).discover().present(address)
    told = begin(application, scope="notes:read")
    assert error(poll(application, told)) == (400, "authorization_pending")
    decide(lise, told["verification_uri_complete"], told["user_code"], "allow")
    application.tokens = poll(application, told).json()
    assert application.call().json()["headers"]["doorward-client"] == address


def test_a_device_may_have_bound_tokens(television, lise, binding_key):
    told = begin(television)
    decide(lise, told["verification_uri_complete"], told["user_code"], "allow")
    address = television.server["token_endpoint"]
    members = {"grant_type": GRANT, "device_code": told["device_code"], "client_id": television.id}
    first = requests.post(address, data=members, headers={"DPoP": proof(binding_key, "POST", address)}, timeout=20)
    assert error(first) == (400, "use_dpop_nonce")
    fields = {"DPoP": proof(binding_key, "POST", address, nonce=first.headers["DPoP-Nonce"])}
    assert requests.post(address, data=members, headers=fields, timeout=20).json()["token_type"] == "DPoP"


def test_requests_oauthlib_is_a_device(television, lise):
    told = begin(television, scope="notes:read")
    session = RequestsSession(client=DeviceClient(television.id))
    decide(lise, told["verification_uri_complete"], told["user_code"], "allow")
    session.fetch_token(
        television.server["token_endpoint"], device_code=told["device_code"], include_client_id=True
    )
    assert session.get(television.door.address("/notes")).status_code == 200


def test_authlib_is_a_device(television, lise):
    told = begin(television, scope="notes:read")
    session = OAuth2Session(television.id, token_endpoint_auth_method="none")
    decide(lise, told["verification_uri_complete"], told["user_code"], "allow")
    session.fetch_token(television.server["token_endpoint"], grant_type=GRANT, device_code=told["device_code"])
    assert session.get(television.door.address("/notes")).status_code == 200
