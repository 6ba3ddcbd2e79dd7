"""Authlib's walk with everything in PostgreSQL."""

import secrets

import pytest

from oauth.authlib_walk import walk
from oauth.door import oauth_door
from oauth.fixtures import CALLBACK, LOOPBACK
from oauth.forms import Person
from oauth.postgresql import Account, postgresql, programs


@pytest.fixture(scope="module")
def stored(upstream, tmp_path_factory):
    if not programs():
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    if not Account().exists:
        pytest.skip("PostgreSQL does not run as root, and there is no account `postgres`")
    more = "  master_secret: env:TEST_MASTER_SECRET\ndatabase_password: env:TEST_DATABASE_PASSWORD\n"
    with postgresql() as (address, password):
        known = {"TEST_MASTER_SECRET": secrets.token_hex(32), "TEST_DATABASE_PASSWORD": password}
        folder = tmp_path_factory.mktemp("postgresql")
        with oauth_door(folder, upstream, database=address, more=more, environment=known) as running:
            running.secrets += known.values()
            running.add_user("ada")
            yield running, Person("ada")


@pytest.mark.parametrize("kind, method", [
    ("web", "client_secret_basic"),
    ("native", "none"),
])
def test_from_the_first_address_to_a_revoked_token(stored, kind, method):
    door, ada = stored
    is_public = method == "none"
    client = door.add_client(kind, f"A client: {kind}", LOOPBACK if is_public else CALLBACK, public=is_public)
    walk(door, ada, client, method)
