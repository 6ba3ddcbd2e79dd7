"""A provider that is gone, slow, or has other keys than yesterday, in a real browser."""

import re
import time

import pytest
import requests

from conftest import free_port
from identity.hall import call, callback, hall, written
from identity.oidc_mock import Mock
from identity.provider import ADA, HOST
from identity.stalling import wire


@pytest.fixture
def lodge(upstream, tmp_path):
    """A server with one provider, which is not running yet."""
    (tmp_path / "door").mkdir()
    provider = Mock(free_port())
    with hall(tmp_path / "door", upstream, [provider]) as door:
        door.provider = provider
        door.notepad = door.add_client("web", "Paper & Pencil", "https://client.example/callback")
        yield door


def unavailable(one, provider, picture=None):
    """The page of an outage, with its number and the way back."""
    assert f"{provider.label} cannot be reached" in one.text
    one.number()
    assert "provider_unavailable" in written(one.door, "provider_unavailable")
    if picture:
        one.look(picture)


def test_a_provider_that_is_down(lodge, guest, tmp_path):
    one, provider = guest(lodge), lodge.provider
    one.expected = {503}
    with one.asked_by(lodge.notepad, "notes:read") as answer:
        one.choose(provider)
        one.allow(provider)
        one.at("/oauth/consent")
        unavailable(one, provider, "elsewhere-unavailable")
        one.press(re.compile("Go back to"))
    assert answer.pop("error_description")
    assert answer == {"error": "temporarily_unavailable"}
    # As soon as it is there again, the same page leads on.
    with one.asked_by(lodge.notepad, "notes:read") as answer:
        one.choose(provider)
        one.allow(provider)
        unavailable(one, provider)
        with provider.running(tmp_path, callback(lodge, provider)):
            one.press(f"Try {provider.label} again")
            one.allow(provider)
            provider.sign_in(one.page, ADA)
    call(lodge, one.token(lodge.notepad, answer))


def test_a_provider_that_goes_down_while_somebody_is_there(lodge, guest, tmp_path):
    one, provider = guest(lodge), lodge.provider
    one.expected = {503}
    with one.asked_by(lodge.notepad, "notes:read") as answer:
        with provider.running(tmp_path, callback(lodge, provider)):
            one.choose(provider)
            one.allow(provider)
            back = requests.post(one.page.url, data={"sub": "ada"}, allow_redirects=False, timeout=20)
        one.page.goto(back.headers["Location"])
        one.at("/oauth/callback/mock")
        unavailable(one, provider)
        one.press(re.compile("Go back to"))
    assert answer["error"] == "temporarily_unavailable"
    one.open("/account")
    one.at("/oauth/sign-in")


def test_an_outage_is_nobody_elses(lodge, guest):
    """People with a password here come in meanwhile."""
    lodge.add_user("nora")
    one = guest(lodge)
    one.expected = {503}
    with one.asked_by(lodge.notepad, "notes:read") as answer:
        one.choose(lodge.provider)
        one.allow(lodge.provider)
        unavailable(one, lodge.provider)
        one.press("Sign in another way")
        one.at("/oauth/sign-in")
        one.sign_in("nora")
        if one.page.url.startswith(lodge.base):
            one.press("Allow")
    call(lodge, one.token(lodge.notepad, answer))


def test_a_slow_provider_is_given_up_in_time(upstream, guest, tmp_path):
    """Silence counts as an outage after eight seconds, and a browser never waits for much longer."""
    (tmp_path / "door").mkdir()
    provider, target = Mock(free_port()), free_port()
    with hall(tmp_path / "door", upstream, [provider]) as door, wire(HOST, provider.port, target) as line:
        notepad = door.add_client("web", "Paper & Pencil", "https://client.example/callback")
        one = guest(door)
        one.expected = {503}
        line.stalled = ("/.well-known/",)
        with one.asked_by(notepad, "notes:read") as answer:
            one.choose(provider)
            patience(lambda: one.allow(provider))
            unavailable(one, provider)
            line.stalled = ("/oauth2/token",)
            with Mock(target).running(tmp_path, callback(door, provider)):
                one.press(f"Try {provider.label} again")
                one.allow(provider)
                patience(lambda: provider.sign_in(one.page, ADA))
                unavailable(one, provider)
                line.stalled = ()
                one.press(f"Try {provider.label} again")
                one.allow(provider)
                provider.sign_in(one.page, ADA)
        assert line.held >= 2
        call(door, one.token(notepad, answer))


def patience(work):
    began = time.monotonic()
    work()
    # Eight seconds, and what two busy cores may add.
    assert time.monotonic() - began < 18


def test_new_keys_at_the_provider(lodge, guest, tmp_path):
    """It starts again with other keys, under the same address; its metadata and old keys are still remembered."""
    one, provider = guest(lodge), lodge.provider
    subjects = []
    for _ in range(2):
        with provider.running(tmp_path, callback(lodge, provider)):
            with one.asked_by(lodge.notepad, "notes:read") as answer:
                one.come_in(provider, ADA)
            subjects.append(call(lodge, one.token(lodge.notepad, answer))["doorward-subject"])
        one.leave_server()
    assert subjects[0] == subjects[1]


def test_a_provider_that_insists_on_a_nonce(lodge, guest, tmp_path):
    one, provider = guest(lodge), lodge.provider
    with provider.running(tmp_path, callback(lodge, provider), options=["--require-nonce", "true"]):
        bare = f"{provider.base}/oauth2/authorize?response_type=code&client_id=x&scope=openid&state=s"
        bare += f"&redirect_uri={callback(lodge, provider)}"
        refused = requests.post(bare, data={"sub": "ada"}, allow_redirects=False, timeout=20)
        assert "code=" not in refused.headers.get("Location", "")
        with one.asked_by(lodge.notepad, "notes:read") as answer:
            one.come_in(provider, ADA)
        call(lodge, one.token(lodge.notepad, answer))
