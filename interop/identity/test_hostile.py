"""A provider that lies: nobody is signed in, no code is given, the page says so, the log has why."""

import concurrent.futures
import contextlib
import re

import pytest

from identity.hall import call, written
from identity.hostile import hostile
from identity.lies import LIES, OUTAGES, instead, user_info_answer
from identity.provider import SECRET, Provider
from identity.trap import trap
from identity.walker import Walker
from oauth.door import oauth_door

PLACES = ("metadata", "keys", "token", "userinfo")
NAMES = [*(lie.name for lie in [*LIES, *OUTAGES]), *(f"moved-{place}" for place in PLACES)]
# So many providers are the most that a server has.
MOST = 32


@pytest.fixture(scope="module")
def liar():
    with hostile() as server:
        server.script("honest")
        yield server


@pytest.fixture(scope="module")
def dens(liar, upstream, tmp_path_factory):
    """Servers by the provider's name; all of a server's lie but one. In the end their logs have no secret."""
    found = {}
    with contextlib.ExitStack() as stack:
        for start in range(0, len(NAMES), MOST - 1):
            names = NAMES[start : start + MOST - 1]
            more = "identity_providers:\n" + "".join(liar.section(name) for name in ["honest", *names])
            folder = tmp_path_factory.mktemp("den")
            door = stack.enter_context(oauth_door(folder, upstream, more=more, environment={"IDENTITY_SECRET": SECRET}))
            door.liar = liar
            door.notepad = door.add_client("web", "Paper & Pencil", "https://client.example/callback")
            found |= dict.fromkeys(names, door)
        yield found
        for door in set(found.values()):
            door.secrets += [SECRET, *sorted(liar.kept)]


def refused(den, walker, answer, status):
    """A page, with a number and a way back to the client; nobody is signed in."""
    assert answer.status_code == status, f"{answer.status_code} {answer.headers} {answer.text}"
    assert answer.headers["content-type"].startswith("text/html")
    [number] = re.findall(r"<code>([0-9a-f]{8,32})</code>", answer.text)
    assert number in written(den, number)
    assert not walker.is_signed_in()
    told = walker.answer(walker.form(answer, "/oauth/provider", back=button(answer)))
    assert told.pop("error_description")
    return told


def button(page):
    return re.search(r'name="back" value="([a-z-]+)"', page.text)[1]


def comes_in(den, walker, provider):
    told = walker.answer(walker.sign_in(provider))
    call(den, walker.token(told["code"]))
    assert walker.is_signed_in()


def test_the_honest_one_is_believed(dens):
    den = dens[NAMES[0]]
    comes_in(den, Walker(den.base, den.notepad), "honest")


def test_one_place_is_sent_there_only_so_often(dens):
    """Each visit costs the provider a request; others are not made to wait for it."""
    den = dens[NAMES[0]]
    walker = Walker(den.base, den.notepad)
    page = walker.page("GET", f"{den.base}/oauth/sign-in")
    for _ in range(200):
        answer = walker.form(page, "/oauth/provider", provider="honest")
        if answer.status_code != 303:
            break
        assert answer.headers["Location"].startswith(f"{den.liar.base}/honest/authorize?")
    assert answer.status_code == 429, f"{answer.status_code} {answer.text}"
    assert int(answer.headers["Retry-After"]) > 0
    comes_in(den, Walker(den.base, den.notepad), "honest")


def test_there_are_many_lies():
    assert len({lie.name for lie in LIES}) == len(LIES) >= 30


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
def test_a_lie_is_refused(dens, lie):
    den = dens[lie.name]
    walker = Walker(den.base, den.notepad)
    lie.change(den.liar.script(lie.name))
    answer = walker.sign_in(lie.name)
    assert refused(den, walker, answer, lie.status) == {"error": "server_error"}
    assert "Signing in did not work" in answer.text
    # Its word stands where the provider is named; nothing that it said stands anywhere.
    said = f"the sign-in provider {lie.name} gave an answer that fails: {lie.word}"
    assert said in written(den, said), [line for line in den.log.splitlines() if f"provider {lie.name} " in line]
    assert "<script>alert" not in answer.text
    # The same browser comes in by an honest one at once, and by this one, now that it is honest.
    comes_in(den, Walker(den.base, den.notepad), "honest")
    if lie.heals:
        den.liar.script(lie.name)
        comes_in(den, walker, lie.name)


class Liar(Provider):
    """One of them, as the browser's tests know providers; it never shows a page."""

    def __init__(self, server, name):
        self.base, self.name, self.label = f"{server.base}/{name}", name, name


@pytest.mark.parametrize("name", ["nonce-other", "alg-none", "error-of-its-own", "token-bomb"])
def test_a_lie_in_a_browser(dens, guest, name):
    den = dens[name]
    [lie] = [lie for lie in LIES if lie.name == name]
    lie.change(den.liar.script(name))
    one, provider = guest(den), Liar(den.liar, name)
    one.expected = {502}
    with one.asked_by(den.notepad, "notes:read") as answer:
        one.choose(provider)
        one.allow(provider)
        assert "Signing in did not work" in one.text
        one.number()
        if name == "nonce-other":
            one.look("elsewhere-untrue")
        one.press(re.compile("Go back to"))
    assert answer["error"] == "server_error"
    one.open("/account")
    one.at("/oauth/sign-in")


def test_what_does_not_come_in_time(dens):
    """All of them at once, so that nobody waits for each: none is waited for longer than the rest."""

    def suffer(lie):
        den = dens[lie.name]
        lie.change(den.liar.script(lie.name))
        walker = Walker(den.base, den.notepad)
        answer = walker.sign_in(lie.name)
        assert refused(den, walker, answer, lie.status) == {"error": "temporarily_unavailable"}, lie.name
        said = f"the sign-in provider {lie.name} is unavailable: "
        assert said in written(den, said)
        den.liar.script(lie.name)
        comes_in(den, walker, lie.name)

    with concurrent.futures.ThreadPoolExecutor(len(OUTAGES)) as people:
        list(people.map(suffer, OUTAGES))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", PLACES)
def test_a_redirect_is_not_followed(dens, place, status):
    name = f"moved-{place}"
    den = dens[name]
    walker = Walker(den.base, den.notepad)
    with trap("127.0.0.3") as listener:
        target = f"http://127.0.0.3:{listener.port}/{place}"

        def answer(handler):
            handler.send(status, {}, {"Location": target})

        (user_info_answer(answer) if place == "userinfo" else instead(place, answer))(den.liar.script(name))
        found = walker.sign_in(name)
        assert refused(den, walker, found, 502) == {"error": "server_error"}
        assert listener.came == 0
    said = f"the sign-in provider {name} gave an answer that fails: redirected"
    assert said in written(den, said)
