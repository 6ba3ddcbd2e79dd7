"""An API that gets the provider's token of the user who calls."""

import time

import pytest
import requests

from conftest import free_port
from identity.hall import call, callback, hall, written
from identity.oidc_mock import Mock
from identity.provider import ADA

SHORT = ["--token-max-age", "2"]


@pytest.fixture
def agency(upstream, tmp_path):
    (tmp_path / "door").mkdir()
    provider = Mock(free_port())
    with hall(tmp_path / "door", upstream, [provider], user_tokens=True) as door:
        door.provider = provider
        door.notepad = door.add_client("web", "Paper & Pencil", "https://client.example/callback")
        yield door


def refusal(agency, token):
    fields = {"Authorization": f"Bearer {token['access_token']}"}
    return requests.get(agency.address("/notes"), headers=fields, timeout=30)


def signed_in(one, agency):
    with one.asked_by(agency.notepad, "notes:read") as answer:
        one.come_in(agency.provider, ADA)
    return one.token(agency.notepad, answer)


def test_the_api_gets_a_token_that_is_good(agency, guest, tmp_path):
    """That of the sign-in lasts two seconds, so that another is needed for the call."""
    one, provider = guest(agency), agency.provider
    with provider.running(tmp_path, callback(agency, provider), options=SHORT):
        token = signed_in(one, agency)
        time.sleep(2.5)
        told = call(agency, token)
        mine = told["doorward-user-token"]
        agency.secrets.append(mine)
        whose = requests.get(f"{provider.base}/userinfo", headers={"Authorization": f"Bearer {mine}"}, timeout=20)
        assert whose.json()["sub"] == "ada"
        assert (tmp_path / "mock.log").read_text().count("POST /oauth2/token") == 2
        assert token["access_token"] not in str(told)
        # Nobody can bring a token of his own.
        forged = {"Authorization": f"Bearer {token['access_token']}", "Doorward-User-Token": "somebody-elses"}
        echoed = requests.get(agency.address("/notes"), headers=forged, timeout=20).json()["headers"]
        assert echoed["doorward-user-token"] == mine


def test_what_the_provider_has_taken_back(agency, guest, tmp_path):
    """The assistant is told to let the person sign in again, which helps."""
    one, provider = guest(agency), agency.provider
    with provider.running(tmp_path, callback(agency, provider), options=SHORT):
        token = signed_in(one, agency)
        requests.post(f"{provider.base}/users/ada/revoke-tokens", timeout=20).raise_for_status()
        time.sleep(2.5)
        answer = refusal(agency, token)
        assert answer.status_code == 401, answer.text
        assert "invalid_token" in answer.headers["www-authenticate"]
        assert "user_token_ended" in written(agency, "user_token_ended")
        # That stays the answer, for it is the one that helps; longer than anything is remembered without a look.
        time.sleep(6)
        assert refusal(agency, token).status_code == 401
        one.leave_server()
        call(agency, signed_in(one, agency))


def test_what_was_taken_back_from_somebody_who_is_signed_in_here(agency, guest, tmp_path):
    """The assistant begins again, and the person's session here is good still: the provider has to be asked."""
    one, provider = guest(agency), agency.provider
    with provider.running(tmp_path, callback(agency, provider), options=SHORT):
        token = signed_in(one, agency)
        requests.post(f"{provider.base}/users/ada/revoke-tokens", timeout=20).raise_for_status()
        time.sleep(2.5)
        assert refusal(agency, token).status_code == 401
        with one.asked_by(agency.notepad, "notes:read") as answer:
            if one.page.url.startswith(agency.base):
                one.come_in(provider, ADA)
        call(agency, one.token(agency.notepad, answer))


def test_a_provider_that_is_down_is_not_the_end(agency, guest, tmp_path):
    one, provider = guest(agency), agency.provider
    with provider.running(tmp_path, callback(agency, provider), options=SHORT):
        token = signed_in(one, agency)
    time.sleep(2.5)
    answer = refusal(agency, token)
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert "user_token_unavailable" in written(agency, "user_token_unavailable")


def test_who_has_no_token_is_told_so(agency, guest):
    """Somebody with a password here has none of a provider."""
    agency.add_user("otto")
    one = guest(agency)
    with one.asked_by(agency.notepad, "notes:read") as answer:
        one.sign_in("otto")
        one.press("Allow")
    answer = refusal(agency, one.token(agency.notepad, answer))
    assert answer.status_code == 403, answer.text
    assert "no_user_token" in written(agency, "no_user_token")
