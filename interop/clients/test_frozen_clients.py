"""The assistants that people use, as their requests are described in public, frozen in `fixtures.json`.

Each introduces itself in its own way, walks to a token, calls the API, refreshes, loses its registration, is told so in
words that make it begin anew, and begins anew.

Documents are as they are published but for two members: no name but `localhost` leads to this machine, so each is
published on the loopback, and `client_id` and `jwks_uri` name that place.
"""

import time
import urllib.parse

import pytest
import requests

from clients.application import Application, claims
from clients.fixtures import FROZEN

KINDS = pytest.mark.parametrize("frozen", FROZEN, ids=[one["name"] for one in FROZEN])


def path(frozen):
    return urllib.parse.urlsplit(frozen["document"]["client_id"]).path


def introduced(frozen, application, published, published_keys):
    """Presents the document, or registers as often as this client does."""
    if "document" in frozen:
        # What all of these look for before they present a document.
        assert application.server["client_id_metadata_document_supported"] is True
        methods = application.server["token_endpoint_auth_methods_supported"]
        assert {"none", frozen["method"]} <= set(methods)
        if frozen["method"] == "private_key_jwt":
            assert "RS256" in application.server["token_endpoint_auth_signing_alg_values_supported"]
        document = dict(frozen["document"])
        if "jwks_uri" in document:
            document["jwks_uri"] = published_keys
        address = published.put_document(path(frozen), document)
        application.audience = application.server.get(frozen.get("audience"))
        return application.present(address, frozen["method"])
    application.introduce(frozen["registration"])
    for _ in range(1, frozen.get("times", 1)):
        first = application.id
        assert application.introduce(frozen["registration"]).id == first
    for name in ("client_name", "redirect_uris", "token_endpoint_auth_method"):
        assert application.registered[name] == frozen["registration"][name]
    assert isinstance(application.registered["client_id_issued_at"], int)
    assert ("client_secret_expires_at" in application.registered) == (application.secret is not None)
    assert application.method == frozen["method"]
    return application


def wanted(frozen, application):
    """The scope and prompt of the request."""
    kind = frozen["scope"]
    if kind == "missing":
        return {}
    if kind == "all":
        return {"scope": " ".join(application.server["scopes_supported"])}
    if kind == "offline":
        return {"scope": f"{application.challenged} offline_access", "prompt": "consent"}
    return {"scope": application.challenged}


def connect(frozen, application):
    """From the link to a token and a call of the API."""
    asked = wanted(frozen, application)
    token = application.exchange(application.ask(frozen["redirect_uri"], **asked, **frozen.get("more", {})))
    assert token["token_type"].lower() == "bearer"
    assert token["expires_in"] >= 900 and token["refresh_token"]
    # Which scopes are granted where none are asked for is said in the answer.
    granted = set(token["scope"].split())
    assert granted == set(asked["scope"].split()) if asked else "notes:read" in granted
    said = claims(token["access_token"])
    assert (said["iss"], said["aud"], said["client_id"]) == (application.issuer, application.resource, application.id)
    answer = application.call()
    assert answer.status_code == 200
    assert answer.json()["headers"]["doorward-client"] == application.id
    assert "authorization" not in answer.json()["headers"]


def arrived(frozen, door, person, published, published_keys, key):
    application = Application(
        door, person, agent=frozen["agent"], key=key, asks_twice=frozen.get("asks_twice", False)
    )
    return introduced(frozen, application.discover(), published, published_keys)


@KINDS
def test_walks_to_a_token_refreshes_and_survives_the_loss_of_its_registration(
    open_house, grace, published, published_keys, signing_key, frozen
):
    application = arrived(frozen, open_house, grace, published, published_keys, signing_key)
    connect(frozen, application)
    first = application.tokens
    second = application.refresh(resource=application.resource)
    assert second["access_token"] != first["access_token"]
    if not application.secret and application.method == "none":
        assert second["refresh_token"] != first["refresh_token"]
    assert application.call().status_code == 200

    open_house.command("client", "remove", application.id)
    lost(frozen, application)

    # Under the id of a document that was removed nobody comes back; as somebody new it may.
    again = Application(open_house, grace, agent=frozen["agent"], key=signing_key).discover()
    if "document" in frozen:
        moved = frozen | {"document": frozen["document"] | {"client_id": "https://moved.example/again" + path(frozen)}}
        introduced(moved, again, published, published_keys)
    else:
        introduced(frozen, again, published, published_keys)
    assert again.id != application.id
    connect(frozen, again)


def until(holds):
    """A running server reads within a second what was changed by a command."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "the change is not taken over"
        time.sleep(0.05)


def lost(frozen, application):
    """What a client is told that is not known any more, at every place where it may notice."""
    until(lambda: application.http.get(application.request(frozen["redirect_uri"])).status_code == 400)
    refresh = {"grant_type": "refresh_token", "refresh_token": application.tokens["refresh_token"]}
    application.refused("invalid_client", 401, refresh)
    for name in ("HEAD", "GET"):
        page = requests.request(
            name, application.request(frozen["redirect_uri"]), allow_redirects=False, timeout=20
        )
        assert page.status_code == 400
        assert "Location" not in page.headers
        assert page.headers["Content-Type"].startswith("text/html")
    answer = application.call()
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@KINDS
def test_nobody_else_gets_the_answer(open_house, grace, published, published_keys, signing_key, frozen):
    """An address that is like one of the client's, but not one of them, leads nowhere."""
    application = arrived(frozen, open_house, grace, published, published_keys, signing_key)
    right = frozen["redirect_uri"]
    likes = [right + "/..", right + "?next=/", right + "x", right.replace("://", "://evil.example/", 1)]
    likes += [right.replace("http://", "https://", 1) if right.startswith("http://") else "http" + right[5:]]
    for wrong in likes:
        page = requests.get(application.request(wrong), allow_redirects=False, timeout=20)
        assert page.status_code == 400, wrong
        assert "Location" not in page.headers, wrong


def test_the_metadata_is_as_the_strictest_of_them_reads_it(open_house, grace):
    """Scopes come in the order in which the operator wrote them; staying connected is no matter of the API."""
    application = Application(open_house, grace).discover()
    assert application.server["scopes_supported"] == ["notes:read", "notes:write", "offline_access"]
    resource = application.document(open_house.address("/.well-known/oauth-protected-resource"))
    assert "offline_access" not in resource["scopes_supported"]
    assert "offline_access" not in application.challenged
    for address in (application.issuer, application.resource):
        assert not address.endswith("/")


def test_a_reconnection_without_scopes_asks_for_nothing_new(
    open_house, grace, published, published_keys, signing_key
):
    """ChatGPT leaves `scope` out when it connects again: what was agreed to is enough."""
    frozen = next(one for one in FROZEN if one["name"] == "claude.ai, registered twice")
    application = arrived(frozen, open_house, grace, published, published_keys, signing_key)
    application.exchange(application.ask(frozen["redirect_uri"]))
    application.exchange(application.ask(frozen["redirect_uri"]))
    assert grace.seen == ["/oauth/authorize"]


def test_consent_is_asked_for_again_when_the_client_says_so(
    open_house, grace, published, published_keys, signing_key
):
    frozen = next(one for one in FROZEN if one["name"] == "claude.ai, registered twice")
    application = arrived(frozen, open_house, grace, published, published_keys, signing_key)
    for _ in range(2):
        application.ask(frozen["redirect_uri"], scope="notes:read offline_access", prompt="consent")
        assert "/oauth/consent" in grace.seen
