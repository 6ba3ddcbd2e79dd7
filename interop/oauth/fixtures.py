"""One server for all tests of `auth: oauth`, with one person who stays signed in."""

import pytest

from oauth.door import oauth_door
from oauth.forms import Person
from oauth.upstream import echo

CALLBACK = "https://client.example/callback"
LOOPBACK = "http://127.0.0.1:4711/callback"


@pytest.fixture(scope="session")
def upstream():
    with echo() as address:
        yield address


@pytest.fixture(scope="session")
def door(upstream, tmp_path_factory):
    with oauth_door(tmp_path_factory.mktemp("oauth"), upstream) as running:
        running.add_user("ada")
        yield running


@pytest.fixture(scope="session")
def ada(door):
    return Person("ada")


@pytest.fixture(scope="session")
def confidential(door):
    return door.add_client("web", "A site", CALLBACK)


@pytest.fixture(scope="session")
def public(door):
    return door.add_client("native", "A program", LOOPBACK, public=True)


@pytest.fixture(autouse=True)
def plain_http(monkeypatch):
    """These libraries refuse plain HTTP, on the loopback too, unless told."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
