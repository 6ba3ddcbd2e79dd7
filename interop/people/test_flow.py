"""From a client's link to its answer, in a real browser without scripts."""

import re

import pytest
import requests

from people.visitor import status

GPT = "g-0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module", autouse=True)
def dora(house):
    house.add_user("dora")


def test_signing_in_and_agreeing(house, visitor, site):
    one = visitor()
    with one.asked_by(site, "notes:read notes:write") as answer:
        one.at("/oauth/sign-in")
        assert "Paper & Pencil" in one.text
        one.look("sign-in")
        one.sign_in("dora", "wrong password")
        one.at("/oauth/sign-in")
        assert one.page.get_by_role("alert").is_visible()
        assert one.page.input_value("input[name=username]") == "dora"
        assert one.page.input_value("input[name=password]") == ""
        one.look("sign-in-wrong")
        one.sign_in("dora")
        one.at("/oauth/consent")
        for words in ("Paper & Pencil", "client.example", "Read your notes.", "Change your notes.", "dora"):
            assert words in one.text
        one.look("consent")
        one.press("Allow")
    assert status(house, one.token(site, answer)) == 200


def test_refusing(house, visitor, site):
    one = visitor().signed_in("dora")
    with one.asked_by(site, "notes:read", prompt="consent") as answer:
        one.press("Deny")
    assert answer.pop("error_description")
    assert answer == {"error": "access_denied"}


@pytest.mark.parametrize("host", ["https://chat.openai.com", "https://chatgpt.com"])
def test_a_gpt_gets_its_code_at_both_hosts(house, visitor, host):
    """Also says that the pages' policy lets the browser follow from the form to either host."""
    client = house.add_client("action", "My GPT", assistant=GPT)
    back = type(client)(client.id, client.secret, f"{host}/aip/{GPT}/oauth/callback", client.profile, client.name)
    one = visitor()
    with one.asked_by(back) as answer:
        one.sign_in("dora")
        one.at("/oauth/consent")
        one.press("Allow")
    assert status(house, one.token(back, answer)) == 200


def test_somebody_else_may_sign_in_instead(house, visitor, site):
    house.add_user("emil")
    one = visitor().signed_in("dora")
    with one.asked_by(site, "notes:read", prompt="consent"):
        one.press("Not you?")
        one.at("/oauth/sign-in")
        one.sign_in("emil")
        one.at("/oauth/consent")
        assert "emil" in one.text and "dora" not in one.text
        one.press("Allow")


def test_two_tabs_do_not_disturb_each_other(house, visitor, site):
    other = house.add_client("web", "Another", "https://other.example/callback")
    one = visitor()
    first = one.page
    with one.asked_by(site, "notes:read"):
        one.page = one.context.new_page()
        with one.asked_by(other, "notes:read"):
            one.sign_in("dora")
            one.press("Allow")
        one.page = first
        one.at("/oauth/sign-in")
        one.sign_in("dora")
        if one.page.url.startswith(house.base):
            one.press("Allow")


def test_lost_cookies_are_a_second_try_and_not_an_error(visitor, site):
    one = visitor()
    with one.asked_by(site, "notes:read"):
        one.context.clear_cookies()
        one.sign_in("dora")
        one.at("/oauth/sign-in")
        one.sign_in("dora")
        if "/oauth/consent" in one.page.url:
            one.press("Allow")


def test_a_wrong_link_is_explained_and_can_be_found_in_the_log(house, visitor):
    one = visitor()
    answer = one.open("/oauth/authorize?response_type=code&client_id=nobody&redirect_uri=https://evil.example/")
    assert answer.status == 400
    number = one.page.locator("main code").inner_text()
    assert re.fullmatch(r"[0-9a-f]{8,32}", number)
    assert number in house.log
    one.look("wrong-link")


def test_with_the_keyboard_alone(visitor, site):
    one = visitor()
    keyboard = one.page.keyboard
    with one.asked_by(site, "notes:read", prompt="consent"):
        one.page.wait_for_selector("[name=username]:focus")
        keyboard.type("dora")
        keyboard.press("Tab")
        assert focused(one) == "password"
        keyboard.type("correct horse battery 42")
        keyboard.press("Enter")
        one.page.wait_for_url("**/oauth/consent*")
        reached = []
        for _ in range(12):
            keyboard.press("Tab")
            reached.append(focused(one))
            if reached[-1] == "allow":
                break
        assert reached[-1] == "allow" and "deny" in reached, reached
        one.look("consent-with-focus")
        keyboard.press("Enter")


def focused(visitor):
    """The name or value of what has the focus, which must be visible."""
    outline = visitor.page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert outline >= 2, "the focus cannot be seen"
    return visitor.page.evaluate("document.activeElement.value && document.activeElement.type == 'submit'"
                                 " ? document.activeElement.value : document.activeElement.name")


def test_without_a_scope_and_with_a_long_name(house, visitor):
    """A client that asks for what the server has, with names that do not fit a line."""
    name = "The Long-Named Notes Assistant of Llanfairpwllgwyngyllgogerychwyrndrobwllllanty"
    client = house.add_client("native", name, "http://127.0.0.1:9/" + "long-" * 12, public=True)
    one = visitor().signed_in("dora")
    page = house.address(
        f"/oauth/authorize?response_type=code&client_id={client.id}&state=s&code_challenge={'c' * 43}"
        "&code_challenge_method=S256"
    )
    one.page.goto(page)
    one.at("/oauth/consent")
    one.look("consent-long")


def test_signed_out(house, visitor):
    one = visitor().signed_in("dora")
    cookies = {cookie["name"]: cookie["value"] for cookie in one.context.cookies()}
    one.press("Sign out")
    one.look("signed-out")
    one.open("/account")
    one.at("/oauth/sign-in")
    answer = requests.get(house.address("/account"), cookies=cookies, allow_redirects=False, timeout=20)
    assert answer.status_code == 303
