"""The `mcp` SDK's OAuth clients, registered beforehand, in front of the API as their protected resource.

From a 401 they find the resource's metadata, from there the server's, and walk the rest by themselves.
"""

import asyncio

import httpx2
import pytest
from mcp.client.auth import OAuthClientProvider
from mcp.client.auth.extensions.client_credentials import ClientCredentialsOAuthProvider
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata

from oauth.forms import answered

REDIRECT = "http://localhost:4712/callback"


class Storage:
    """Tokens and the client's registration, in memory."""

    def __init__(self, client=None, method=None):
        self.tokens = None
        self.client = client and OAuthClientInformationFull(
            client_id=client.id,
            client_secret=client.secret,
            redirect_uris=[REDIRECT],
            token_endpoint_auth_method=method,
        )

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, _):
        raise AssertionError("it registered though it was registered")


class Journey:
    """A provider with a browser; `requests` is what it sent, as method, path and status."""

    def __init__(self, door, person, client, method):
        self.door, self.person = door, person
        self.storage = Storage(client, method)
        self.requests = []
        self.asked = []
        metadata = OAuthClientMetadata(redirect_uris=[REDIRECT], client_name="An MCP client")
        self.provider = OAuthClientProvider(
            door.address("/notes"), metadata, self.storage, self.redirect, self.callback
        )

    async def redirect(self, url):
        self.asked.append(answered(url))
        self.location = await asyncio.to_thread(self.person.go, url, REDIRECT)

    async def callback(self):
        answer = answered(self.location)
        return AuthorizationCodeResult(code=answer["code"], state=answer["state"], iss=answer["iss"])

    async def note(self, response):
        self.requests.append((response.request.method, response.request.url.path, response.status_code))

    def client(self):
        return httpx2.AsyncClient(auth=self.provider, event_hooks={"response": [self.note]}, trust_env=False)


@pytest.fixture(scope="module")
def registered(door):
    return {
        "none": door.add_client("mcp", "A public MCP client", REDIRECT, public=True),
        "client_secret_post": door.add_client("mcp", "An MCP client, body", REDIRECT),
        "client_secret_basic": door.add_client("mcp", "An MCP client, Basic", REDIRECT),
    }


@pytest.mark.parametrize("method", ["none", "client_secret_post", "client_secret_basic"])
def test_from_a_challenge_to_a_call_a_refresh_and_more_scopes(door, ada, registered, method):
    journey = Journey(door, ada, registered[method], method)

    async def walk():
        async with journey.client() as client:
            assert (await client.get(door.address("/notes"))).status_code == 200
            first = journey.storage.tokens
            journey.provider.context.token_expiry_time = 1
            assert (await client.get(door.address("/notes"))).status_code == 200
            second = journey.storage.tokens
            assert (await client.post(door.address("/notes"), content="x")).status_code == 200
            return first, second, journey.storage.tokens

    first, second, third = asyncio.run(walk())
    assert [path for _, path, _ in journey.requests] == [
        "/notes",
        "/.well-known/oauth-protected-resource",
        "/.well-known/oauth-authorization-server",
        "/oauth/token",
        "/notes",
        "/oauth/token",
        "/notes",
        "/notes",
        "/oauth/token",
        "/notes",
    ]
    assert [asked["scope"] for asked in journey.asked] == ["notes:read", "notes:read notes:write"]
    assert {asked["resource"].rstrip("/") for asked in journey.asked} == {door.base}
    assert [token.scope for token in (first, second, third)] == ["notes:read", "notes:read", "notes:read notes:write"]
    assert len({token.access_token for token in (first, second, third)}) == 3
    assert len({token.refresh_token for token in (first, second, third)}) == 3


def test_a_revoked_grant_is_a_new_walk(door, ada, registered):
    journey = Journey(door, ada, registered["none"], "none")

    async def walk():
        async with journey.client() as client:
            await client.get(door.address("/notes"))
            body = {"token": journey.storage.tokens.refresh_token, "client_id": registered["none"].id}
            async with httpx2.AsyncClient(trust_env=False) as other:
                assert (await other.post(door.address("/oauth/revoke"), data=body)).status_code == 200
            return await client.get(door.address("/notes"))

    assert asyncio.run(walk()).status_code == 200
    assert len(journey.asked) == 2


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_client_credentials(door, registered, method):
    client = registered[method]
    provider = ClientCredentialsOAuthProvider(
        door.address("/notes"),
        Storage(),
        client.id,
        client.secret,
        token_endpoint_auth_method=method,
        scope="notes:read",
        issuer=door.base,
    )

    async def walk():
        async with httpx2.AsyncClient(auth=provider, trust_env=False) as session:
            return await session.get(door.address("/notes"))

    answer = asyncio.run(walk())
    assert answer.status_code == 200
    assert answer.json()["headers"]["doorward-subject"] == client.id
