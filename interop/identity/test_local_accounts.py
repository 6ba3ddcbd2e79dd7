"""A server without passwords, and accounts that were there before, in a real browser."""

import re

import pytest
import requests

from conftest import free_port
from identity.hall import EVERYONE, all_running, call, callback, hall
from identity.nanoidp import NanoIDP
from identity.oidc_mock import Mock
from identity.provider import ADA, EVE


@pytest.fixture
def house_without_keys(upstream, tmp_path):
    (tmp_path / "door").mkdir()
    provider = NanoIDP(free_port())
    with hall(tmp_path / "door", upstream, [provider], oauth='  local_accounts: "off"\n  sign_up: open\n') as door:
        with provider.running(tmp_path, callback(door, provider)):
            door.provider = provider
            yield door


def test_without_local_accounts(house_without_keys, guest):
    door, provider = house_without_keys, house_without_keys.provider
    notepad = door.add_client("web", "Paper & Pencil", "https://client.example/callback")
    one = guest(door)
    with one.asked_by(notepad, "notes:read") as answer:
        # One way there is, and still nobody is sent along it unasked.
        one.at("/oauth/sign-in")
        assert not one.page.locator("input[type=password], input[name=username]").count()
        assert "Make one" not in one.text
        one.look("elsewhere-only")
        one.come_in(provider, ADA)
    call(door, one.token(notepad, answer))
    one.open("/account")
    one.look("elsewhere-only-account")
    assert not one.page.get_by_role("link", name="Change the password").count()
    one.press(re.compile("Remove"))
    assert "last way to sign in" in one.text
    one.look("elsewhere-last-way")
    for path in ("/oauth/sign-up", "/oauth/invitation", "/account/password"):
        found = requests.get(door.address(path), timeout=20, allow_redirects=False)
        assert found.status_code in (303, 403, 404), f"{path}: {found.status_code}"
    posted = requests.post(
        door.address("/oauth/sign-in"), data={"username": "ada", "password": "x"}, timeout=20, allow_redirects=False
    )
    assert posted.status_code in (403, 404, 405)
    assert "set-cookie" not in posted.headers


@pytest.fixture
def registry(upstream, tmp_path):
    """A server that joins accounts by an address that the provider vouches for."""
    (tmp_path / "door").mkdir()
    provider = Mock(free_port())
    rules = EVERYONE + "    link: verified_email\n    role: member\n"
    with hall(tmp_path / "door", upstream, [provider], rules=rules) as door:
        with all_running([provider], door, tmp_path):
            door.provider = provider
            door.notepad = door.add_client("web", "Paper & Pencil", "https://client.example/callback")
            yield door


def subject(one, door, member):
    with one.asked_by(door.notepad, "notes:read") as answer:
        one.come_in(door.provider, member)
    return call(door, one.token(door.notepad, answer))["doorward-subject"]


def test_an_account_with_the_same_address_is_joined(registry, guest):
    registry.add_user("ada")
    one = guest(registry)
    with one.asked_by(registry.notepad, "notes:read") as answer:
        one.sign_in("ada")
        one.press("Allow")
    mine = call(registry, one.token(registry.notepad, answer))["doorward-subject"]
    assert subject(guest(registry), registry, ADA) == mine
    shown = registry.command("user", "show", "ada")
    assert "mock" in shown
    registry.command("user", "unlink", "ada", "--provider", "mock")
    assert "mock" not in registry.command("user", "show", "ada")


def test_an_address_that_nobody_vouches_for_joins_nothing(registry, guest):
    registry.command("user", "add", "eve", "--email", EVE.email, "--password-stdin", given="correct horse battery 44\n")
    one = guest(registry)
    with one.asked_by(registry.notepad, "notes:read") as answer:
        one.sign_in("eve", "correct horse battery 44")
        one.press("Allow")
    mine = call(registry, one.token(registry.notepad, answer))["doorward-subject"]
    assert subject(guest(registry), registry, EVE) != mine
    assert "mock" not in registry.command("user", "show", "eve")
