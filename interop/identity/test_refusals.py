"""Who is not let in, and who does not want to: pages with every way on, in a real browser."""

import re

import pytest
import requests

from conftest import free_port
from identity.canaille import Canaille
from identity.hall import EVERYONE, all_running, call, hall
from identity.nanoidp import NanoIDP
from identity.oidc_mock import Mock
from identity.provider import ADA, EVE, IDA

RULES = {
    "canaille": EVERYONE,
    "mock": "    allow:\n      domains: [example.com]\n",
    # Its people are in `staff`.
    "nano": "    allow:\n      claims: {groups: [directors]}\n",
}


@pytest.fixture(scope="module")
def customs(upstream, tmp_path_factory):
    """A server with rules. Nobody has agreed to anything at its providers yet."""
    providers = {kind.name: kind(free_port()) for kind in (Canaille, Mock, NanoIDP)}
    folder = tmp_path_factory.mktemp("customs")
    with hall(folder, upstream, providers.values(), rules=lambda one: RULES[one.name]) as door:
        with all_running(providers.values(), door, tmp_path_factory.mktemp("providers")):
            door.providers = providers
            yield door


@pytest.fixture(scope="module")
def notepad(customs):
    return customs.add_client("web", "Paper & Pencil", "https://client.example/callback")


def test_saying_no_there(customs, notepad, guest):
    one, provider = guest(customs), customs.providers["canaille"]
    with one.asked_by(notepad, "notes:read") as answer:
        one.choose(provider)
        one.allow(provider)
        provider.deny(one.page, IDA)
        one.at("/oauth/callback/canaille")
        assert "You are not signed in" in one.text
        one.number()
        one.look("elsewhere-denied")
        one.press(f"Try {provider.label} again")
        one.at("/oauth/consent")
        one.allow(provider)
        provider.deny(one.page, IDA)
        one.press(re.compile("Go back to"))
    assert answer.pop("error_description")
    assert answer == {"error": "access_denied"}
    one.open("/account")
    one.at("/oauth/sign-in")


def test_saying_no_there_and_coming_in_another_way(customs, notepad, guest):
    one, provider = guest(customs), customs.providers["canaille"]
    with one.asked_by(notepad, "notes:read") as answer:
        one.choose(provider)
        one.allow(provider)
        provider.deny(one.page, IDA)
        one.press("Sign in another way")
        one.come_in(customs.providers["mock"], ADA)
    call(customs, one.token(notepad, answer))


def test_a_no_that_does_not_say_whose_it_is(customs, guest):
    """Without a `state` nobody can tell which request was refused: nothing happens, and nobody is sent anywhere."""
    one, provider = guest(customs), customs.providers["mock"]
    one.open("/oauth/sign-in")
    one.press(f"Continue with {provider.label}")
    provider.deny(one.page, ADA)
    one.at("/oauth/callback/mock")
    assert "This sign-in is over" in one.text
    one.number()
    one.press("Sign in again")
    one.at("/oauth/sign-in")


def refused(one, provider, email):
    """The page on which somebody ends whom no rule fits; it leads nowhere by itself."""
    one.at(f"/oauth/callback/{provider.name}")
    assert "This account cannot be used here" in one.text
    assert email in one.text
    number = one.number()
    page = one.page.url
    one.page.wait_for_timeout(300)
    assert one.page.url == page
    return number


def test_whom_no_rule_fits(customs, notepad, guest):
    one, provider = guest(customs), customs.providers["nano"]
    with one.asked_by(notepad, "notes:read") as answer:
        one.come_in(provider, ADA)
        number = refused(one, provider, ADA.email)
        one.look("elsewhere-not-allowed")
        assert "not_allowed" in customs.log and "identity_not_allowed" in customs.log
        one.press(re.compile("Go back to"))
    assert answer.pop("error_description")
    assert answer == {"error": "access_denied"}
    assert number in customs.log
    one.open("/account")
    one.at("/oauth/sign-in")


@pytest.mark.parametrize("address", ["mallory@example.com", "mallory@example.com.example.org", "@example.com"])
def test_an_address_that_nobody_vouches_for(customs, notepad, guest, address):
    """The provider says the address, and not that it is the person's."""
    one, provider = guest(customs), customs.providers["mock"]
    with one.asked_by(notepad, "notes:read") as answer:
        one.choose(provider)
        one.allow(provider)
        one.page.fill("input[name=sub]", address)
        one.press("Authorize")
        assert "This account cannot be used here" in one.text
        one.press(re.compile("Go back to"))
    assert answer["error"] == "access_denied"


def test_whoever_is_refused_may_come_as_somebody_else(customs, notepad, guest):
    one, provider = guest(customs), customs.providers["mock"]
    with one.asked_by(notepad, "notes:read") as answer:
        one.come_in(provider, EVE)
        refused(one, provider, EVE.email)
        one.press(f"Try {provider.label} again")
        one.at("/oauth/consent")
        one.allow(provider)
        provider.sign_in(one.page, ADA)
    call(customs, one.token(notepad, answer))


def test_who_has_left_is_refused(customs, notepad, guest):
    """The rules are asked at each sign-in, and not only when the account is made."""
    provider = customs.providers["mock"]
    person = f"{provider.base}/users/leo"
    claims = {"email": "leo@example.com", "email_verified": True}
    one = guest(customs)

    def come():
        one.choose(provider)
        one.allow(provider)
        one.page.fill("input[name=sub]", "leo")
        one.press("Authorize")

    requests.put(person, json=claims, timeout=20).raise_for_status()
    with one.asked_by(notepad, "notes:read") as answer:
        come()
    token = one.token(notepad, answer)
    one.leave_server()
    requests.put(person, json=claims | {"email_verified": False}, timeout=20).raise_for_status()
    with one.asked_by(notepad, "notes:read") as answer:
        come()
        refused(one, provider, "leo@example.com")
        one.press(re.compile("Go back to"))
    assert answer["error"] == "access_denied"
    # What was allowed until then stays, until it ends or is taken back.
    call(customs, token)
