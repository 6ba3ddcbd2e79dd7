"""Authlib's client, with every way to authenticate."""

import concurrent.futures

import pytest
import requests

from oauth.authlib_walk import code_and_token, refused, session, walk
from oauth.forms import answered

WAYS = [("confidential", "client_secret_basic"), ("confidential", "client_secret_post"), ("public", "none")]


@pytest.mark.parametrize("kind, method", WAYS)
def test_from_the_first_address_to_a_revoked_token(door, ada, request, kind, method):
    walk(door, ada, request.getfixturevalue(kind), method)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_client_credentials(door, confidential, method):
    walker = session(confidential, method)
    walker.fetch_token(door.address("/oauth/token"), grant_type="client_credentials")
    assert "refresh_token" not in walker.token
    assert walker.get(door.address("/me")).json()["headers"]["doorward-subject"] == confidential.id


def test_a_public_client_has_no_credentials_to_be_granted_anything_by(door, public):
    walker = session(public, "none")
    refused("unauthorized_client", walker.fetch_token, door.address("/oauth/token"), grant_type="client_credentials")


def test_a_code_is_good_once_and_its_replay_kills_what_it_bought(door, ada, confidential):
    walker = session(confidential, "client_secret_basic")
    url, _ = walker.create_authorization_url(door.address("/oauth/authorize"), code_verifier="v" * 64)
    location = ada.go(url, confidential.redirect)
    exchange = {"authorization_response": location, "code_verifier": "v" * 64}
    bought = dict(walker.fetch_token(door.address("/oauth/token"), **exchange))
    refused("invalid_grant", walker.fetch_token, door.address("/oauth/token"), **exchange)
    answer = requests.get(door.address("/me"), headers={"Authorization": f"Bearer {bought['access_token']}"})
    assert answer.status_code == 401


def test_a_wrong_verifier_is_refused(door, ada, public):
    walker = session(public, "none")
    url, _ = walker.create_authorization_url(door.address("/oauth/authorize"), code_verifier="v" * 64)
    location = ada.go(url, public.redirect)
    refused(
        "invalid_grant",
        walker.fetch_token,
        door.address("/oauth/token"),
        authorization_response=location,
        code_verifier="w" * 64,
    )


def test_refusing_ends_at_the_client_with_access_denied(door, ada):
    client = door.add_client("web", "Refused", "https://refused.example/back?kept=1&to=a%2Fb")
    url, state = session(client, "client_secret_basic").create_authorization_url(
        door.address("/oauth/authorize"), code_verifier="v" * 64
    )
    location = ada.go(url, client.redirect, decision="deny")
    answer = answered(location)
    assert location.startswith(client.redirect + "&")
    assert answer.pop("error_description")
    assert answer == {"kept": "1", "to": "a/b", "error": "access_denied", "state": state, "iss": door.base}


def test_less_may_be_asked_for_at_a_refresh_but_never_more(door, ada, confidential):
    walker, _ = code_and_token(door, ada, confidential, "client_secret_basic", scope="notes:read")
    refresh = walker.token["refresh_token"]
    refused(
        "invalid_scope",
        walker.refresh_token,
        door.address("/oauth/token"),
        refresh_token=refresh,
        scope="notes:read notes:write",
    )
    assert walker.refresh_token(door.address("/oauth/token"), refresh_token=refresh)["scope"] == "notes:read"
    answer = walker.post(door.address("/notes"))
    assert answer.status_code == 403
    assert 'scope="notes:read notes:write"' in answer.headers["WWW-Authenticate"]


def test_sixteen_refreshes_at_once_get_the_same_successor(door, ada, public):
    walker, _ = code_and_token(door, ada, public, "none")
    refresh = walker.token["refresh_token"]

    def once(_):
        other = session(public, "none")
        return other.refresh_token(door.address("/oauth/token"), refresh_token=refresh)["refresh_token"]

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(once, range(16)))) == 1
