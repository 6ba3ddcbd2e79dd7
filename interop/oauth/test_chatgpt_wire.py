"""ChatGPT's four ways, to both hosts of its callback, as bytes."""

import base64
import json
import os
import pathlib
import subprocess
import sys
import uuid

import pytest

from oauth.chatgpt_wire import CALLBACK_HOSTS, VARIANTS, Assistant, Browser, Wrong, exchange
from oauth.door import PASSWORD

# A UUID is what plugins send, the second form what connectors do; the rest is what a state may be.
STATES = [
    "7d1b2a4e-7f0c-4b8e-9f55-0c5f7d4b8a11",
    "oauth_s_" + "aB3" * 10 + "z9",
    "a+b c&d=e%2F/?#;:@!$'()*,~ü€\U0001f600\"<>\\^`{|}[]",
]


@pytest.fixture(scope="module")
def browser(door):
    return Browser(door.base, "ada", PASSWORD)


@pytest.fixture(scope="module")
def assistants(door):
    """A registered client for each way, with the id of its own."""
    made = {}
    for name, variant in VARIANTS.items():
        profile = name.split("-")[0]
        own = f"plugin-{uuid.uuid4()}" if profile == "plugin" else f"g-{uuid.uuid4().hex}"
        client = door.add_client(profile, f"ChatGPT, {name}", assistant=own)
        made[name] = Assistant(door.base, variant, own, client.id, client.secret)
    return made


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("host", CALLBACK_HOSTS)
@pytest.mark.parametrize("name", VARIANTS)
def test_from_the_link_to_a_call_with_the_refreshed_token(assistants, browser, name, host, state):
    for answer in assistants[name].walk(browser, host, scope="", state=state):
        seen = json.loads(answer.body)["headers"]
        assert seen["doorward-client"] == assistants[name].client_id
        assert seen["doorward-scope"] == "notes:read notes:write"
        assert "authorization" not in seen
        assert "cookie" not in seen


@pytest.mark.parametrize("name", VARIANTS)
def test_a_scope_of_its_own(assistants, browser, name):
    _, after = assistants[name].walk(browser, CALLBACK_HOSTS[0], scope="notes:read")
    assert json.loads(after.body)["headers"]["doorward-scope"] == "notes:read"


def test_a_link_without_any_scope(assistants, browser):
    assistant = assistants["action-form"]
    callback = assistant.callback(CALLBACK_HOSTS[1])
    link = assistant.link(callback, "", "s").replace("&scope=", "")
    code = assistant.code(browser.go(link, callback), callback, "s")
    token = assistant.token({"grant_type": "authorization_code", "code": code, "redirect_uri": callback})
    assert token["scope"] == "notes:read notes:write"


def test_the_bytes_are_these():
    """What is sent is fixed here, so that nobody makes it tidier than it is."""
    plugin = Assistant("http://127.0.0.1:8000", VARIANTS["plugin-json"], "plugin-1", "id", "se cret")
    callback = plugin.callback(CALLBACK_HOSTS[0])
    assert plugin.link(callback, "", "x") == (
        "/oauth/authorize?response_type=code&client_id=id"
        "&redirect_uri=https%3A%2F%2Fchat.openai.com%2Faip%2Fplugin-1%2Foauth%2Fcallback&scope=&state=x"
    )
    members = {"grant_type": "authorization_code", "code": "c", "redirect_uri": callback}
    assert plugin.token_request(members).endswith(
        b"Content-Type: application/json\r\n\r\n"
        b'{"grant_type": "authorization_code", "client_id": "id", "client_secret": "se cret", "code": "c", '
        b'"redirect_uri": "https://chat.openai.com/aip/plugin-1/oauth/callback"}'
    )
    action = Assistant("http://127.0.0.1:8000", VARIANTS["action-form"], "g-1", "id", "se cret")
    assert action.token_request({"grant_type": "refresh_token", "refresh_token": "r"}).endswith(
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        b"grant_type=refresh_token&client_id=id&client_secret=se+cret&refresh_token=r"
    )
    basic = Assistant("http://127.0.0.1:8000", VARIANTS["action-basic"], "g-1", "id", "se cret")
    request = basic.token_request({"grant_type": "refresh_token", "refresh_token": "r"})
    assert b"Authorization: Basic " + base64.b64encode(b"id:se cret") + b"\r\n" in request
    assert request.endswith(b"\r\n\r\ngrant_type=refresh_token&refresh_token=r")


@pytest.mark.parametrize("name", VARIANTS)
def test_a_wrong_secret_is_said_in_json(assistants, name):
    assistant = assistants[name]
    wrong = Assistant(assistant.base, assistant.variant, assistant.id, assistant.client_id, "wrong")
    answer = exchange(wrong.base, wrong.token_request({"grant_type": "refresh_token", "refresh_token": "dwr_none"}))
    assert answer.status == 401
    assert json.loads(answer.body)["error"] == "invalid_client"
    assert bool(answer.all("www-authenticate")) == assistant.variant.is_basic


def test_another_assistants_callback_is_a_page_and_no_redirect(assistants, browser):
    """Whoever registers one assistant must not collect the codes of another."""
    assistant, other = assistants["action-form"], assistants["action-basic"]
    for callback in (other.callback(CALLBACK_HOSTS[0]), assistant.callback("https://chat.openai.com.evil.example")):
        answer = browser.request("GET", assistant.link(callback, "", "s"))
        assert answer.status == 400
        assert not answer.all("location")
        assert answer.one("content-type").startswith("text/html")


def test_a_code_is_good_for_one_exchange(assistants, browser):
    assistant = assistants["plugin-json"]
    callback = assistant.callback(CALLBACK_HOSTS[0])
    code = assistant.code(browser.go(assistant.link(callback, "", "s"), callback), callback, "s")
    members = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback}
    assert assistant.token(members)["refresh_token"]
    with pytest.raises(Wrong, match="400.*invalid_grant"):
        assistant.token(members)


def test_it_runs_by_itself(assistants):
    assistant = assistants["plugin-form"]
    script = pathlib.Path(__file__).with_name("chatgpt_wire.py")
    words = ["--variant", "plugin-form", "--client-id", assistant.client_id, "--assistant-id", assistant.id]
    secrets = {"DOORWARD_CLIENT_SECRET": assistant.client_secret, "DOORWARD_PASSWORD": PASSWORD}
    done = subprocess.run(
        [sys.executable, script, assistant.base, *words, "--user", "ada", "--call", "/me"],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | secrets,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [f"ok      plugin-form, {host}" for host in CALLBACK_HOSTS]
