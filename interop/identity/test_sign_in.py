"""From a client's link through a provider's own pages to a call of the API, in a real browser."""

import re

import joserfc.jwt
import pytest
import requests
from joserfc.jwk import KeySet

from identity.fixtures import KINDS
from identity.hall import call
from identity.provider import ADA, EVE

NAMES = [kind.name for kind in KINDS]


@pytest.fixture
def come(guest, embassy):
    """A guest, and the provider that he comes from."""

    def arrive(name):
        if name not in embassy.providers:
            pytest.skip(embassy.missing)
        provider = embassy.providers[name]
        return guest(embassy, scripts=provider.needs_scripts), provider

    return arrive


def statement(door, headers):
    """What the signed statement for the API says of the caller."""
    keys = KeySet.import_key_set(requests.get(door.address("/oauth/jwks.json"), timeout=20).json())
    return joserfc.jwt.decode(headers["doorward-identity"], keys, algorithms=["ES256"]).claims


@pytest.mark.parametrize("name", NAMES)
def test_signing_in(embassy, notepad, come, name):
    one, provider = come(name)
    with one.asked_by(notepad, "notes:read") as answer:
        one.at("/oauth/sign-in")
        for other in embassy.providers.values():
            assert f"Continue with {other.label}" in one.text
        if name == NAMES[0]:
            one.look("elsewhere-sign-in")
        one.choose(provider)
        for words in ("Paper & Pencil", "client.example", "Read your notes.", f"go on to {provider.label}"):
            assert words in re.sub(r"\s+", " ", one.text)
        assert not one.visited(provider), "the provider was asked before anybody agreed"
        one.look(f"elsewhere-consent-{name}")
        one.allow(provider)
        assert provider.is_at(one.page), one.page.url
        provider.sign_in(one.page, ADA)
    told = call(embassy, one.token(notepad, answer))
    claims = statement(embassy, told)
    assert claims["sub"] == told["doorward-subject"]
    assert claims["client_id"] == told["doorward-client"] == notepad.id
    # Nobody has said that the API is to get the provider's token.
    assert "doorward-user-token" not in told
    account(one, provider, ADA, f"elsewhere-account-{name}")
    again(one, provider, notepad, embassy, told["doorward-subject"])


def account(one, provider, member, picture):
    one.open("/account")
    one.at("/account")
    section = one.page.locator("section[aria-labelledby=elsewhere]")
    assert provider.label in section.inner_text() and member.email in section.inner_text()
    one.look(picture)


def again(one, provider, notepad, embassy, subject):
    """The second visit: the session is gone, the provider may remember, the person is the same."""
    one.leave_server()
    one.seen.clear()
    with one.asked_by(notepad, "notes:read") as answer:
        one.choose(provider)
        assert not one.visited(provider)
        one.allow(provider)
        if provider.is_at(one.page):
            provider.sign_in(one.page, ADA)
    assert call(embassy, one.token(notepad, answer))["doorward-subject"] == subject


@pytest.mark.parametrize("name", NAMES)
def test_others_are_somebody_else(embassy, notepad, come, name):
    one, provider = come(name)
    with one.asked_by(notepad, "notes:read") as answer:
        one.come_in(provider, EVE)
    subject = call(embassy, one.token(notepad, answer))["doorward-subject"]
    shown = embassy.command("user", "list", "--format", "json")
    assert subject in shown
    # The address is the same at all of them, and makes nobody the same person.
    one.open("/account")
    section = one.page.locator("section[aria-labelledby=elsewhere]").inner_text()
    assert provider.label in section and EVE.email in section
    assert ADA.email not in section


def test_saying_no_here(notepad, come):
    one, provider = come("canaille")
    with one.asked_by(notepad, "notes:read") as answer:
        one.choose(provider)
        one.press("Deny")
    assert answer.pop("error_description")
    assert answer == {"error": "access_denied"}
    assert not one.visited(provider)
    one.open("/account")
    one.at("/oauth/sign-in")


def test_from_the_sign_in_page_to_the_account(come):
    """Without a client there is nothing to agree to, and the way leads to the provider at once."""
    one, provider = come("mock")
    one.open("/account")
    one.at("/oauth/sign-in")
    one.press(f"Continue with {provider.label}")
    provider.sign_in(one.page, ADA)
    one.at("/account")


def test_a_callback_works_once_and_in_its_own_browser(embassy, notepad, come, guest):
    one, provider = come("mock")
    with one.asked_by(notepad, "notes:read"):
        one.come_in(provider, ADA)
    [used] = {url for url in one.seen if url.startswith(f"{embassy.base}/oauth/callback/mock?")}
    other = guest(embassy)
    for late in (one, other):
        late.page.goto(used)
        assert "This sign-in is over" in late.text
        late.number()
    other.look("elsewhere-over")
    # A fresh one, opened by somebody else before it was used.
    one.leave_server()
    one.open("/oauth/sign-in")
    one.press(f"Continue with {provider.label}")
    fresh = requests.post(one.page.url, data={"sub": "ada"}, allow_redirects=False, timeout=20).headers["Location"]
    assert fresh.startswith(f"{embassy.base}/oauth/callback/mock?")
    other.page.goto(fresh)
    assert "another browser" in other.text
    other.open("/account")
    other.at("/oauth/sign-in")
    # It is used up by that, so that trying costs whoever tries.
    one.page.goto(fresh)
    assert "This sign-in is over" in one.text


def test_adding_and_removing_a_way_to_sign_in(embassy, come):
    embassy.add_user("greta")
    one, provider = come("mock")
    one.signed_in("greta")
    one.press(re.compile(f"Add\\s+{provider.label}"))
    # Somebody with no other account here.
    one.page.fill("input[name=sub]", "greta-elsewhere")
    one.press("Authorize")
    one.at("/account")
    section = one.page.locator("section[aria-labelledby=elsewhere]")
    assert provider.label in section.inner_text()
    assert "mock" in embassy.command("user", "show", "greta")
    one.leave_server()
    one.open("/oauth/sign-in")
    one.press(f"Continue with {provider.label}")
    one.page.locator("button[name=sub][value=greta-elsewhere]").click()
    one.at("/account")
    assert "greta" in one.text
    one.press(re.compile("Remove"))
    one.at("/account")
    assert "Remove" not in section.inner_text()


def test_an_account_elsewhere_is_one_persons(embassy, notepad, come):
    """Whoever is signed in cannot take an identity that somebody else comes in by."""
    one, provider = come("mock")
    with one.asked_by(notepad, "notes:read"):
        one.come_in(provider, ADA)
    one.leave_server()
    embassy.add_user("mallory")
    one.signed_in("mallory")
    one.press(re.compile(f"Add\\s+{provider.label}"))
    provider.sign_in(one.page, ADA)
    one.at("/oauth/callback/mock")
    assert "in use already" in one.text
    one.look("elsewhere-taken")
