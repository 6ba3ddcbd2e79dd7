"""A real MCP server behind the door, and clients of it that come by themselves: `fastmcp` and the `mcp` SDK.

The server knows nothing of OAuth. What it answers is streamed through.
"""

import asyncio
import json
import sys
import threading
import time
import urllib.parse

import httpx2
import pytest
import requests
from fastmcp import Client
from fastmcp.client.auth import OAuth
from key_value.aio.stores.memory import MemoryStore
from mcp.client import Client as PlainClient
from mcp.client.streamable_http import streamable_http_client

from clients import switches
from clients.doors import mcp_document, special_door
from clients.test_mcp import Journey
from conftest import HERE, free_port, started
from oauth.forms import Person

# It warns that tokens in memory are lost in the end; here that is the point.
pytestmark = pytest.mark.filterwarnings("ignore:Using in-memory token storage")


@pytest.fixture(scope="module")
def mcp_server(tmp_path_factory):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, str(HERE / "clients/mcp_server.py"), str(port)]
    with started(command, f"{base}/health", tmp_path_factory.mktemp("mcp"), "mcp"):
        yield base


@pytest.fixture(scope="module")
def mcp_door(mcp_server, authority_file, tmp_path_factory):
    more = switches.REGISTRATION + switches.DOCUMENTS + switches.authorities(authority_file)
    with special_door(tmp_path_factory.mktemp("door"), mcp_server, more=more, api=mcp_document()) as running:
        running.add_user("hedy")
        yield running


@pytest.fixture(scope="module")
def hedy(mcp_door):
    return Person("hedy")


@pytest.fixture
def browser(hedy, monkeypatch):
    """What `webbrowser.open` opens, walked by a person; the client listens for the answer only after it is opened."""
    opened = []

    def walk(url):
        redirect = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))["redirect_uri"]
        location = hedy.go(url, redirect)
        for _ in range(300):
            try:
                return requests.get(location, timeout=10)
            except requests.ConnectionError:
                time.sleep(0.05)
        raise AssertionError(f"nobody listens at {redirect}")

    def open_page(url):
        opened.append(url)
        threading.Thread(target=walk, args=[url], daemon=True).start()
        return True

    monkeypatch.setattr("webbrowser.open", open_page)
    return opened


def visits(door, path):
    """How often a path was asked for, and how it was answered."""
    lines = [json.loads(line) for line in door.log.splitlines() if '"event":"access"' in line]
    return [line["status"] for line in lines if line["path"] == path]


async def use(door, auth):
    async with Client(door.address("/mcp"), auth=auth) as client:
        tools = await client.list_tools()
        answer = await client.call_tool("list_notes")
        return [tool.name for tool in tools], answer.data


def identity(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))["client_id"]


def test_registers_looks_before_it_opens_the_browser_and_calls_a_tool(mcp_door, browser):
    before = len(visits(mcp_door, "/oauth/authorize"))
    assert asyncio.run(use(mcp_door, OAuth(callback_timeout=60))) == (["list_notes"], ["buy milk"])
    assert len(browser) == 1
    # Its own look, and the browser's: a GET uses nothing up.
    assert visits(mcp_door, "/oauth/authorize")[before:] == [303, 303]


def test_a_removed_registration_heals_by_itself(mcp_door, browser):
    store = MemoryStore()
    asyncio.run(use(mcp_door, OAuth(token_storage=store, client_name="Forgotten", callback_timeout=60)))
    first = identity(browser[0])
    mcp_door.command("client", "remove", first)
    deadline = time.monotonic() + 30
    while requests.get(browser[0], allow_redirects=False, timeout=20).status_code != 400:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    auth = OAuth(token_storage=store, client_name="Forgotten", callback_timeout=60)
    assert asyncio.run(use(mcp_door, auth))[1] == ["buy milk"]
    # 400 to its look makes it register anew; the browser is never sent to a page that says no.
    assert len(browser) == 2
    assert identity(browser[1]) != first


def test_presents_its_document_and_calls_a_tool(mcp_door, browser, published):
    document = {"client_name": "FastMCP", "redirect_uris": ["http://localhost/callback"]}
    address = published.put_document("/fastmcp/client.json", document | {"token_endpoint_auth_method": "none"})
    auth = OAuth(client_metadata_url=address, callback_timeout=60)
    assert asyncio.run(use(mcp_door, auth))[1] == ["buy milk"]
    assert identity(browser[0]) == address


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_sdk_registers_and_calls_a_tool(mcp_door, hedy, mode):
    journey = Journey(mcp_door, hedy, path="/mcp", client_name=f"SDK, {mode}")

    async def walk():
        async with httpx2.AsyncClient(auth=journey.provider, trust_env=False, timeout=30) as http:
            transport = streamable_http_client(mcp_door.address("/mcp"), http_client=http)
            async with PlainClient(transport, mode=mode) as client:
                names = [tool.name for tool in (await client.list_tools()).tools]
                return names, await client.call_tool("list_notes", {})

    names, answer = asyncio.run(walk())
    assert names == ["list_notes"]
    assert "buy milk" in answer.content[0].text
    assert len(journey.asked) == 1


def test_nobody_gets_past_the_door_without_a_token(mcp_door):
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    for method in ("GET", "POST", "DELETE"):
        answer = requests.request(method, mcp_door.address("/mcp"), json=call, timeout=20)
        assert answer.status_code == 401
        assert 'scope="notes:read"' in answer.headers["WWW-Authenticate"]
        assert "resource_metadata=" in answer.headers["WWW-Authenticate"]
