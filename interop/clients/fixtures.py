"""A door that everybody may register at, a host for what clients publish, and the people who let them in."""

import json
import pathlib

import pytest
import trustme

from clients import switches
from clients.documents import host
from clients.doors import special_door
from clients.keys import elliptic, key_set, rsa
from oauth.forms import Person

FROZEN = json.loads((pathlib.Path(__file__).parent / "fixtures.json").read_text())


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def authority_file(authority, tmp_path_factory):
    file = tmp_path_factory.mktemp("authority") / "authorities.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture(scope="session")
def published(authority):
    """Where the clients of these tests have their documents and keys."""
    with host(authority) as running:
        yield running


@pytest.fixture(scope="session")
def open_house(upstream, authority_file, tmp_path_factory):
    """Everything that clients can do by themselves is on."""
    more = switches.OFFLINE + switches.REGISTRATION + switches.POOL + switches.DOCUMENTS + switches.KEYS
    more += switches.PUSHED + switches.BOUND + switches.DEVICES + switches.authorities(authority_file)
    with special_door(tmp_path_factory.mktemp("clients"), upstream, more=more) as running:
        running.add_user("grace")
        yield running


@pytest.fixture(scope="session")
def grace(open_house):
    return Person("grace")


@pytest.fixture(scope="session")
def signing_key():
    return rsa("cimd-20260428030119", use="sig", alg="RS256")


@pytest.fixture(scope="session")
def binding_key():
    return elliptic()


@pytest.fixture(scope="session")
def published_keys(published, signing_key):
    """The address of the public part of `signing_key`."""
    return published.put("/oauth/jwks.json", key_set(signing_key))
