"""A stranger's client, and somebody whom the provider knows already: nothing happens that nobody agreed to."""

import re
import urllib.parse

import pytest
import requests

from conftest import free_port
from identity.canaille import Canaille
from identity.hall import EVERYONE, all_running, call, hall
from identity.provider import ADA
from identity.walker import Walker

ATTACKER = "https://attacker.example"


@pytest.fixture(scope="module")
def town(upstream, tmp_path_factory):
    provider = Canaille(free_port())
    with hall(tmp_path_factory.mktemp("town"), upstream, [provider], rules=EVERYONE) as door:
        with all_running([provider], door, tmp_path_factory.mktemp("providers")):
            door.provider = provider
            door.good = door.add_client("web", "Paper & Pencil", "https://client.example/callback")
            door.bad = door.add_client("web", "Harmless", f"{ATTACKER}/callback")
            yield door


@pytest.fixture
def victim(town, guest):
    """Somebody whom the provider lets through without a question, and whose session at the server is over."""
    one = guest(town, scripts=True)
    with one.asked_by(town.good, "notes:read") as answer:
        one.come_in(town.provider, ADA)
    call(town, one.token(town.good, answer))
    # It does let them through: this is what the attacker hopes for.
    one.leave_server()
    with one.asked_by(town.good, "notes:read"):
        one.choose(town.provider)
        one.allow(town.provider)
        assert not town.provider.is_at(one.page)
    one.leave_server()
    one.seen.clear()
    yield one
    untouched(one, town)


def untouched(one, town):
    """Neither was the provider asked, nor has the attacker a code, nor is anybody signed in."""
    assert not one.visited(town.provider)
    assert not [url for url in one.seen if url.startswith(ATTACKER) and "code=" in url]
    one.open("/account")
    one.at("/oauth/sign-in")


def link(town, **more):
    query = {
        "response_type": "code", "client_id": town.bad.id, "redirect_uri": town.bad.redirect, "scope": "notes:read",
        "state": "s", "code_challenge": "c" * 43, "code_challenge_method": "S256"}  # fmt: skip
    return f"{town.base}/oauth/authorize?{urllib.parse.urlencode(query | more)}"


@pytest.mark.parametrize(
    "more", [{}, {"provider": "canaille"}, {"idp_hint": "canaille"}, {"kc_idp_hint": "canaille"},
             {"login_hint": "ada@example.com"}, {"decision": "allow", "flow": "x"}],
    ids=lambda more: "-".join(more) or "plain")  # fmt: skip
def test_a_link_ends_at_a_page(town, victim, more):
    victim.page.goto(link(town, **more))
    victim.at("/oauth/sign-in")
    assert "Harmless" in victim.text
    # And the choice of the provider ends at the question.
    victim.choose(town.provider)
    assert "Harmless" in victim.text and "attacker.example" in victim.text


def test_prompt_none_gives_nothing(town, victim):
    victim.page.goto(link(town, prompt="none"))
    if victim.page.url.startswith(ATTACKER):
        assert "error=" in victim.page.url and "code=" not in victim.page.url


def test_the_attackers_own_sign_in_under_way(town, victim):
    """He begins in his browser, and has the victim open the page that comes next."""
    his = Walker(town.base, town.bad)
    consent = his.form(his.begin(), "/oauth/provider", provider="canaille")
    flow = re.search(r'name="flow" value="([^"]+)"', consent.text)[1]
    victim.open(f"/oauth/consent?flow={flow}&provider=canaille")
    assert not victim.visited(town.provider)
    # What he has agreed to himself is the same to nobody else.
    left = his.form(consent, "/oauth/consent", decision="allow")
    assert left.status_code == 303
    victim.open(f"/oauth/consent?flow={flow}&provider=canaille")
    victim.open(f"/oauth/sign-in?flow={flow}")


def lure(victim, name, body):
    """The victim opens a page of the attacker's."""
    place = f"{ATTACKER}/{name}"
    victim.context.route(place, lambda route: route.fulfill(body=body, content_type="text/html"))
    victim.page.goto(place)


def test_forms_on_the_attackers_site(town, victim):
    """They send what he can know; what only the victim's browser has is missing."""
    his = Walker(town.base, town.bad)
    page = his.begin()
    consent = his.form(page, "/oauth/provider", provider="canaille")
    fields = dict(re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', consent.text))
    forms = {
        "/oauth/consent": fields | {"decision": "allow", "provider": "canaille"},
        "/oauth/provider": fields | {"provider": "canaille"},
        "/account/identities": {"link": "canaille", "csrf": fields["csrf"]},
    }
    for number, (action, values) in enumerate(forms.items()):
        inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in values.items())
        body = (
            f'<!DOCTYPE html><title>x</title><form method="post" action="{town.base}{action}">{inputs}</form>'
            "<script>document.forms[0].submit()</script>"
        )
        lure(victim, f"lure-{number}", body)
        victim.page.wait_for_url(f"{town.base}/**")
        assert not victim.visited(town.provider), action


def test_a_frame_shows_nothing(town, victim):
    body = f'<!DOCTYPE html><title>x</title><iframe src="{link(town)}"></iframe>'
    lure(victim, "frame", body)
    victim.page.wait_for_timeout(500)
    assert not victim.page.frames[-1].locator("form").count()


def test_the_attackers_callback(town, victim):
    """He signs in himself, stops before the last step, and has the victim make it: they would be signed in as him."""
    his = Walker(town.base, town.bad)
    consent = his.form(his.begin(), "/oauth/provider", provider="canaille")
    left = his.form(consent, "/oauth/consent", decision="allow")
    state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(left.headers["Location"]).query))["state"]
    victim.open(f"/oauth/callback/canaille?code=his-code&state={state}&iss={town.provider.issuer}")
    assert "another browser" in victim.text
    # Nor does it work without the browser's cookie.
    bare = requests.get(f"{town.base}/oauth/callback/canaille?code=x&state={state}", timeout=20)
    assert bare.status_code == 400 and "This sign-in is over" in bare.text
