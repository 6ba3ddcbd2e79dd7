"""requests-oauthlib: code with PKCE, refresh by itself, revocation and introspection."""

import pytest
import requests
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from oauth.forms import answered


def credentials(client, way):
    """What the library is told for each way to authenticate."""
    if way == "basic":
        return {"auth": HTTPBasicAuth(client.id, client.secret)}
    if way == "basic and client_id":
        return {"auth": HTTPBasicAuth(client.id, client.secret), "include_client_id": True}
    if way == "body":
        return {"include_client_id": True, "client_secret": client.secret}
    return {"include_client_id": True}


def first_token(door, person, client, way):
    session = OAuth2Session(client.id, redirect_uri=client.redirect, scope=["notes:read", "notes:write"], pkce="S256")
    url, _ = session.authorization_url(door.address("/oauth/authorize"))
    location = person.go(url, client.redirect)
    session.fetch_token(door.address("/oauth/token"), authorization_response=location, **credentials(client, way))
    return session


@pytest.mark.parametrize("kind, way", [
    ("confidential", "basic"),
    ("confidential", "basic and client_id"),
    ("confidential", "body"),
    ("public", "none"),
])
def test_from_the_first_address_to_a_revoked_token(door, ada, request, kind, way):
    client = request.getfixturevalue(kind)
    session = first_token(door, ada, client, way)
    first = dict(session.token)
    assert session.get(door.address("/notes")).status_code == 200

    more = {key: value for key, value in credentials(client, way).items() if key == "auth"}
    if not more:
        more = {"client_id": client.id} | ({"client_secret": client.secret} if client.secret else {})
    second = session.refresh_token(door.address("/oauth/token"), **more)
    assert second["refresh_token"] != first["refresh_token"]
    assert session.get(door.address("/notes")).status_code == 200
    if client.secret:
        assert introspected(door, client, second["access_token"])["active"] is True

    url, headers, body = session._client.prepare_token_revocation_request(
        door.address("/oauth/revoke"), second["access_token"], "access_token"
    )
    auth = HTTPBasicAuth(client.id, client.secret) if client.secret else None
    body += "" if client.secret else f"&client_id={client.id}"
    assert requests.post(url, headers=headers, data=body, auth=auth).status_code == 200
    assert session.get(door.address("/notes")).status_code == 401
    if client.secret:
        assert introspected(door, client, second["access_token"]) == {"active": False}


def introspected(door, client, token):
    answer = requests.post(door.address("/oauth/introspect"), data={"token": token}, auth=(client.id, client.secret))
    return answer.json()


def test_it_refreshes_by_itself_when_its_clock_says_so(door, ada, public):
    kept = []
    session = first_token(door, ada, public, "none")
    session.auto_refresh_url = door.address("/oauth/token")
    session.auto_refresh_kwargs = {"client_id": public.id}
    session.token_updater = kept.append
    session.token = session.token | {"expires_at": 1, "expires_in": -1}
    assert session.get(door.address("/me")).status_code == 200
    assert len(kept) == 1


def test_what_a_person_allowed_is_not_asked_again_at_a_site_with_a_secret(door, ada, confidential):
    first_token(door, ada, confidential, "basic")
    session = OAuth2Session(confidential.id, redirect_uri=confidential.redirect, scope=["notes:read"], pkce="S256")
    url, state = session.authorization_url(door.address("/oauth/authorize"))
    assert answered(ada.go(url, confidential.redirect))["state"] == state
    assert ada.seen == ["/oauth/authorize"]
