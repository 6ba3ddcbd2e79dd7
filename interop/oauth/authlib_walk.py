"""Authlib's walk from the first address to a revoked token; it is the same on every store."""

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.common.security import generate_token

from oauth.forms import answered


def session(client, method, scope="notes:read notes:write"):
    return OAuth2Session(
        client.id,
        client.secret,
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        scope=scope,
        redirect_uri=client.redirect,
        code_challenge_method="S256",
    )


def code_and_token(door, person, client, method, **more):
    """The session with its first token, and the address that the browser ended at."""
    walker = session(client, method, **more)
    verifier = generate_token(48)
    url, state = walker.create_authorization_url(door.address("/oauth/authorize"), code_verifier=verifier)
    location = person.go(url, client.redirect)
    assert answered(location).keys() == {"code", "state", "iss"}
    assert answered(location)["iss"] == door.base
    walker.fetch_token(
        door.address("/oauth/token"), authorization_response=location, state=state, code_verifier=verifier
    )
    return walker, location


def refused(error, call, *arguments, **named):
    """Checks that `call` is answered with this OAuth error."""
    try:
        call(*arguments, **named)
    except OAuthError as problem:
        assert problem.error == error, problem
        return
    raise AssertionError(f"no {error}")


def walk(door, person, client, method):
    """Code with PKCE, a call, refresh, a call, introspection (with a secret), revocation, no call."""
    walker, _ = code_and_token(door, person, client, method)
    first = dict(walker.token)
    assert first["token_type"].lower() == "bearer"
    assert first["scope"] == "notes:read notes:write"
    assert 0 < first["expires_in"] <= 86_400
    seen = walker.get(door.address("/notes")).json()
    assert seen["headers"]["doorward-client"] == client.id
    assert "authorization" not in seen["headers"]

    walker.refresh_token(door.address("/oauth/token"), refresh_token=first["refresh_token"])
    second = dict(walker.token)
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]
    assert walker.post(door.address("/notes"), data="x").json()["body"] == "x"

    if client.secret:
        introspect(door, walker, second, client)
    # Told that it is the other kind: a wrong hint is only slower (RFC 7009 §2.1).
    gone = walker.revoke_token(
        door.address("/oauth/revoke"), token=second["refresh_token"], token_type_hint="access_token"
    )
    assert gone.status_code == 200
    for dead in (first, second):
        answer = requests.get(door.address("/notes"), headers={"Authorization": f"Bearer {dead['access_token']}"})
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    refused(
        "invalid_grant", walker.refresh_token, door.address("/oauth/token"), refresh_token=second["refresh_token"]
    )
    if client.secret:
        answer = walker.introspect_token(door.address("/oauth/introspect"), token=second["access_token"])
        assert answer.json() == {"active": False}


def introspect(door, walker, token, client):
    seen = walker.introspect_token(door.address("/oauth/introspect"), token=token["access_token"]).json()
    assert seen["active"] is True
    assert seen["client_id"] == client.id
    assert seen["scope"] == "notes:read notes:write"
    assert seen["iss"] == seen["aud"] == door.base
    assert seen["token_type"].lower() == "bearer"
    assert seen["exp"] - seen["iat"] == token["expires_in"]
    refresh = walker.introspect_token(
        door.address("/oauth/introspect"), token=token["refresh_token"], token_type_hint="refresh_token"
    )
    assert refresh.json()["active"] is True
