"""What people do with their own account, in a real browser without scripts."""

import json
import re
import time

import pytest
import requests

from people.visitor import status, totp

OTHER = "another correct horse 43"


def test_revoking_an_app(house, visitor, site):
    house.add_user("flora")
    other = house.add_client("web", "Calendar", "https://calendar.example/callback")
    one = visitor().signed_in("flora")
    one.look("account-empty")
    tokens = {}
    for client, scope in ((site, "notes:read notes:write"), (other, "notes:read")):
        with one.asked_by(client, scope) as answer:
            one.press("Allow")
        tokens[client] = one.token(client, answer)
        assert status(house, tokens[client]) == 200
    one.open("/account")
    assert "Paper & Pencil" in one.text and "Calendar" in one.text and "Change your notes." in one.text
    one.look("account-apps")
    one.press(re.compile("Revoke the access of Paper & Pencil"))
    one.at("/account")
    assert one.page.get_by_role("status").is_visible()
    assert "Paper & Pencil" not in one.page.locator("section").first.inner_text()
    within_a_second(lambda: status(house, tokens[site]) == 401)
    one.look("account-revoked")
    assert status(house, tokens[other]) == 200
    # It is asked again, because what was agreed is forgotten with the grant.
    with one.asked_by(site, "notes:read"):
        one.at("/oauth/consent")
        one.press("Deny")


def within_a_second(holds):
    deadline = time.monotonic() + 1
    while not holds():
        assert time.monotonic() < deadline, "not within a second"
        time.sleep(0.05)


def test_changing_the_password(house, visitor):
    house.add_user("gina")
    one, elsewhere = visitor().signed_in("gina"), visitor().signed_in("gina")
    one.page.get_by_role("link", name=re.compile("Change the password")).click()
    one.look("password")
    change_password(one, "wrong password", OTHER)
    assert one.page.get_by_role("alert").is_visible()
    one.look("password-wrong")
    change_password(one, "correct horse battery 42", OTHER)
    one.at("/account")
    assert one.page.get_by_role("status").is_visible()
    elsewhere.open("/account")
    elsewhere.at("/oauth/sign-in")
    elsewhere.sign_in("gina")
    elsewhere.at("/oauth/sign-in")
    elsewhere.sign_in("gina", OTHER)
    elsewhere.at("/account")


def change_password(visitor, current, new):
    visitor.page.fill("input[name=current]", current)
    visitor.page.fill("input[name=password]", new)
    visitor.page.fill("input[name=again]", new)
    visitor.press("Change the password")


def test_the_second_step(house, visitor):
    house.add_user("hugo")
    one = visitor().signed_in("hugo")
    one.page.get_by_role("link", name=re.compile("Change the second step")).click()
    one.at("/account/second-factor")
    one.look("second-step-off")
    key = one.page.locator("code.once").inner_text()
    assert one.page.locator("svg.qr").is_visible()
    switch_on(one, "000000" if totp(key) != "000000" else "111111")
    assert one.page.get_by_role("alert").is_visible()
    one.look("second-step-wrong")
    assert one.page.locator("code.once").inner_text() == key
    switch_on(one, totp(key))
    codes = one.page.locator(".codes li").all_inner_texts()
    assert len(codes) >= 8 and len(set(codes)) == len(codes)
    one.look("second-step-codes")
    one.open("/account/second-factor")
    one.look("second-step-on")

    other = visitor()
    other.open("/account")
    other.sign_in("hugo")
    other.at("/oauth/second-factor")
    other.look("second-factor")
    give(other, "000000" if totp(key, 1) != "000000" else "111111")
    assert other.page.get_by_role("alert").is_visible()
    other.look("second-factor-wrong")
    # The code of this half minute has been used; an app whose clock is a little ahead shows the next.
    used = totp(key, 1)
    give(other, used)
    other.at("/account")

    third = visitor()
    third.open("/account")
    third.sign_in("hugo")
    give(third, used)
    third.at("/oauth/second-factor")
    third.page.locator("main a").first.click()
    third.look("second-factor-recovery")
    give(third, codes[0])
    third.at("/account")
    third.open("/account/second-factor")
    third.page.fill("input[name=password]", "correct horse battery 42")
    third.press("Switch it off")
    visitor().signed_in("hugo")


def switch_on(visitor, code):
    visitor.page.fill("input[name=code]", code)
    visitor.page.fill("input[name=password]", "correct horse battery 42")
    visitor.press("Switch it on")


def give(visitor, code):
    visitor.page.fill("input[name=code]", code)
    visitor.press("Go on")


def test_an_invitation(house, visitor):
    words = ["user", "add", "ines", "--email", "ines@example.com", "--format", "json"]
    link = json.loads(house.command(*words))["invitation"]
    one = visitor()
    assert one.page.goto(link).status == 200
    one.look("invitation")
    choose(one, "short", "short")
    assert one.page.get_by_role("alert").is_visible()
    one.look("invitation-short")
    choose(one, OTHER, OTHER + "!")
    assert one.page.get_by_role("alert").is_visible()
    choose(one, OTHER, OTHER)
    one.look("invitation-done")
    if not one.page.url.endswith("/account"):
        one.signed_in("ines", OTHER)
    one.open("/account")
    assert "ines" in one.text
    again = visitor()
    assert again.page.goto(link).status in (400, 404, 410)
    again.look("invitation-used")


def choose(visitor, password, again):
    visitor.page.fill("input[name=password]", password)
    visitor.page.fill("input[name=again]", again)
    visitor.page.locator("form button[type=submit]").first.click()


def test_signing_up(house, visitor):
    one = visitor()
    one.open("/account")
    one.press("Make one")
    one.at("/oauth/sign-up")
    one.look("sign-up")
    one.page.fill("input[name=username]", "x")
    choose(one, OTHER, OTHER)
    assert one.page.get_by_role("alert").is_visible()
    one.look("sign-up-wrong")
    one.page.fill("input[name=username]", "juno")
    choose(one, OTHER, OTHER)
    if not one.page.url.endswith("/account"):
        one.signed_in("juno", OTHER)
    assert "juno" in one.text


def test_a_key_of_ones_own(house, visitor):
    house.add_user("nora")
    one = visitor().signed_in("nora")
    one.page.locator("summary").click()
    one.look("account-new-key")
    one.page.fill("input[name=label]", "My laptop")
    one.press("Make the key")
    key = {"access_token": one.page.locator("code.once").inner_text()}
    house.secrets.append(key["access_token"])
    one.look("account-key")
    within_a_second(lambda: status(house, key, "/me") == 200)
    one.open("/account")
    assert key["access_token"] not in one.page.content()
    one.press(re.compile("Revoke the key My laptop"))
    within_a_second(lambda: status(house, key, "/me") in (401, 403))


def test_signing_out_everywhere(house, visitor):
    house.add_user("kaya")
    one, elsewhere = visitor().signed_in("kaya"), visitor().signed_in("kaya")
    one.open("/account")
    one.look("account-two-sessions")
    one.press("Sign out everywhere")
    one.open("/account")
    one.at("/oauth/sign-in")
    elsewhere.open("/account")
    elsewhere.at("/oauth/sign-in")


def test_a_form_of_somebody_else_is_refused(house, visitor, site):
    """What another site could make the browser send: the cookie, but not the form's own token."""
    house.add_user("lena")
    one = visitor().signed_in("lena")
    cookies = {cookie["name"]: cookie["value"] for cookie in one.context.cookies()}
    for path in ("/account/sign-out-everywhere", "/account/revoke", "/account/password", "/oauth/sign-out"):
        answer = requests.post(house.address(path), data={"csrf": "x"}, cookies=cookies, timeout=20)
        assert answer.status_code == 400
        assert "set-cookie" not in answer.headers
    one.open("/account")
    one.at("/account")


def test_a_form_that_is_too_old_is_explained(house, visitor):
    house.add_user("olga")
    one = visitor().signed_in("olga")
    one.page.evaluate("document.querySelectorAll('[name=csrf]').forEach((field) => { field.value = 'old'; })")
    one.press("Sign out everywhere")
    one.look("too-old")
    one.page.locator("main a").click()
    one.at("/account")


def test_the_cookies(house, visitor):
    house.add_user("mona")
    one = visitor().signed_in("mona")
    cookies = {cookie["name"]: cookie for cookie in one.context.cookies()}
    assert "__Host-doorward-session" in cookies
    for cookie in cookies.values():
        assert cookie["httpOnly"] and cookie["sameSite"] == "Lax" and cookie["path"] == "/"
        assert cookie["secure"] == cookie["name"].startswith("__Host-")


@pytest.mark.parametrize("damage, found", [
    ("document.querySelector('label').remove()", "label"),
    ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
    ("document.querySelector('label').style.color = '#aaa'", "color-contrast"),
])
def test_the_inspection_finds_defects(visitor, inspection, damage, found):
    """axe-core is really asked: what is damaged here has to be found."""
    one = visitor()
    one.open("/account")
    one.page.evaluate(damage)
    with pytest.raises(AssertionError, match=found):
        inspection.check_access(one.page, "damaged")
