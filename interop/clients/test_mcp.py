"""The `mcp` SDK's OAuth clients, which nobody has registered: they do so themselves, or have a document or a key."""

import asyncio
import json

import httpx2
import pytest
from mcp.client.auth import OAuthClientProvider
from mcp.client.auth.extensions.client_credentials import (
    ClientCredentialsOAuthProvider,
    PrivateKeyJWTOAuthProvider,
    SignedJWTParameters,
)
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata

from clients.application import claims
from clients.keys import elliptic, key_set, rsa
from oauth.forms import answered

REDIRECT = "http://localhost:4713/callback"


class Storage:
    """Tokens and the registration, in memory."""

    def __init__(self):
        self.tokens = self.client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


class Journey:
    """A provider with a browser; `requests` is what it sent, as method, path and status."""

    def __init__(self, door, person, *, path="/notes", document=None, client_name="A new client", **metadata):
        self.door, self.person = door, person
        self.storage = Storage()
        self.requests, self.asked = [], []
        wanted = OAuthClientMetadata(redirect_uris=[REDIRECT], client_name=client_name, **metadata)
        self.provider = OAuthClientProvider(
            door.address(path), wanted, self.storage, self.redirect, self.callback, client_metadata_url=document
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

    @property
    def paths(self):
        return [path for _, path, _ in self.requests]

    async def steps(self):
        """A call, a refresh, a call that needs more scopes; the tokens of each."""
        seen = []
        async with self.client() as client:
            assert (await client.get(self.door.address("/notes"))).status_code == 200
            seen.append(self.storage.tokens)
            self.provider.context.token_expiry_time = 1
            assert (await client.get(self.door.address("/notes"))).status_code == 200
            seen.append(self.storage.tokens)
            assert (await client.post(self.door.address("/notes"), content="x")).status_code == 200
            seen.append(self.storage.tokens)
        return seen


FOUND = ["/notes", "/.well-known/oauth-protected-resource", "/.well-known/oauth-authorization-server"]
REFRESHED_AND_STEPPED_UP = ["/oauth/token", "/notes", "/oauth/token", "/notes", "/notes", "/oauth/token", "/notes"]


def check_steps(journey, tokens):
    assert [set(asked["scope"].split()) for asked in journey.asked] == [
        {"notes:read", "offline_access"},
        {"notes:read", "notes:write", "offline_access"},
    ]
    assert {asked["resource"].rstrip("/") for asked in journey.asked} == {journey.door.base}
    # The SDK asks for consent anew whenever it wants to stay connected.
    assert {asked["prompt"] for asked in journey.asked} == {"consent"}
    assert [set(token.scope.split()) for token in tokens] == [
        {"notes:read", "offline_access"},
        {"notes:read", "offline_access"},
        {"notes:read", "notes:write", "offline_access"},
    ]
    assert len({token.access_token for token in tokens}) == len({token.refresh_token for token in tokens}) == 3


@pytest.mark.parametrize("method", ["none", "client_secret_post", "client_secret_basic", None])
def test_registers_walks_refreshes_and_steps_up(open_house, grace, method):
    journey = Journey(open_house, grace, **({"token_endpoint_auth_method": method} if method else {}))
    tokens = asyncio.run(journey.steps())
    assert journey.paths == FOUND + ["/oauth/register"] + REFRESHED_AND_STEPPED_UP
    check_steps(journey, tokens)
    client = journey.storage.client
    assert client.client_id.startswith("dcr_")
    assert client.issuer == open_house.base
    assert method is None or client.token_endpoint_auth_method == method
    assert bool(client.client_secret) == (client.token_endpoint_auth_method != "none")


def test_presents_its_document_walks_refreshes_and_steps_up(open_house, grace, published):
    document = {"client_name": "A new client", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "none"}
    address = published.put_document("/sdk/client.json", document)
    journey = Journey(open_house, grace, document=address)
    tokens = asyncio.run(journey.steps())
    assert journey.paths == FOUND + REFRESHED_AND_STEPPED_UP
    check_steps(journey, tokens)
    assert {asked["client_id"] for asked in journey.asked} == {address}
    assert claims(tokens[-1].access_token)["client_id"] == address
    # Fetched once, for all these requests.
    assert published.times("/sdk/client.json") == 1


def test_the_same_program_registers_again_and_is_the_same_client(open_house, grace):
    """A public client that lost its files gets the id that it had."""
    ids = []
    for _ in range(2):
        journey = Journey(open_house, grace, token_endpoint_auth_method="none", software_id="9f1c-the-same")

        async def walk():
            async with journey.client() as client:
                return await client.get(open_house.address("/notes"))

        assert asyncio.run(walk()).status_code == 200
        ids.append(journey.storage.client.client_id)
    assert ids[0] == ids[1]


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_client_credentials_are_for_clients_that_an_operator_made(open_house, method):
    client = open_house.add_client("web", "An agent", "https://agent.example/callback")
    provider = ClientCredentialsOAuthProvider(
        open_house.address("/notes"), Storage(), client.id, client.secret,
        token_endpoint_auth_method=method, scope="notes:read", issuer=open_house.base,
    )
    answer = asyncio.run(get(provider, open_house.address("/notes")))
    assert answer.status_code == 200
    assert answer.json()["headers"]["doorward-subject"] == client.id


def test_who_registered_itself_gets_no_client_credentials(open_house, grace):
    journey = Journey(open_house, grace, token_endpoint_auth_method="client_secret_basic")

    async def walk():
        async with journey.client() as client:
            await client.get(open_house.address("/notes"))

    asyncio.run(walk())
    client = journey.storage.client
    body = {"grant_type": "client_credentials", "scope": "notes:read"}

    async def ask():
        async with httpx2.AsyncClient(trust_env=False) as session:
            pair = (client.client_id, client.client_secret)
            return await session.post(open_house.address("/oauth/token"), data=body, auth=pair)

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")


async def get(provider, address):
    async with httpx2.AsyncClient(auth=provider, trust_env=False) as session:
        return await session.get(address)


@pytest.mark.parametrize("place", ["--jwks-file", "--jwks-url"])
@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_a_key_instead_of_a_secret(open_house, published, tmp_path, place, algorithm):
    key = elliptic("agent") if algorithm == "ES256" else rsa("agent")
    keys = key_set(key)
    (tmp_path / "keys.json").write_text(json.dumps(keys))
    address = published.put(f"/agents/{algorithm}{place}.json", keys)
    where = str(tmp_path / "keys.json") if place == "--jwks-file" else address
    made = open_house.command(
        "client", "add", "--profile", "web", "--name", "An agent with a key", "--format", "json",
        "--redirect", "https://agent.example/callback", place, where,
    )
    made = json.loads(made)
    assert "client_secret" not in made
    provider = PrivateKeyJWTOAuthProvider(
        open_house.address("/notes"), Storage(), made["client_id"], scope="notes:read", issuer=open_house.base,
        assertion_provider=SignedJWTParameters(
            issuer=made["client_id"], subject=made["client_id"], signing_key=key.as_pem(private=True).decode(),
            signing_algorithm=algorithm,
        ).create_assertion_provider(),
    )
    answer = asyncio.run(get(provider, open_house.address("/notes")))
    assert answer.status_code == 200, answer.text
    assert answer.json()["headers"]["doorward-subject"] == made["client_id"]
