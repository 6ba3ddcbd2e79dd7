"""Each thing that clients can do is switched on by itself, and listed in the metadata only then."""

import pytest
import requests

from clients import switches
from clients.doors import special_door

# What each lists, and the address that is there then.
SWITCHES = {
    "registration": (switches.REGISTRATION, {"registration_endpoint"}, "/oauth/register"),
    "documents": (switches.DOCUMENTS, {"client_id_metadata_document_supported"}, None),
    "keys": (
        switches.KEYS,
        {
            "token_endpoint_auth_signing_alg_values_supported",
            "revocation_endpoint_auth_signing_alg_values_supported",
            "introspection_endpoint_auth_signing_alg_values_supported",
        },
        None,
    ),
    "pushed": (
        switches.PUSHED,
        {"pushed_authorization_request_endpoint", "require_pushed_authorization_requests"},
        "/oauth/par",
    ),
    "bound": (switches.BOUND, {"dpop_signing_alg_values_supported"}, None),
    "devices": (switches.DEVICES, {"device_authorization_endpoint"}, "/oauth/device_authorization"),
}
ADDRESSES = {address for _, _, address in SWITCHES.values() if address}
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def read(door, name="oauth-authorization-server"):
    return requests.get(door.address(f"/.well-known/{name}"), timeout=20).json()


def there(door):
    """Which of the addresses exist; the gate answers 404 for the others."""
    return {path for path in ADDRESSES if requests.post(door.address(path), timeout=20).status_code != 404}


def test_by_default_nothing_is_there(door):
    found = read(door)
    for _, members, _ in SWITCHES.values():
        assert not members & found.keys()
    assert not there(door)
    assert requests.get(door.address("/oauth/device"), timeout=20).status_code == 404
    assert set(found["token_endpoint_auth_methods_supported"]) == {"none", "client_secret_basic", "client_secret_post"}
    assert DEVICE not in found["grant_types_supported"]
    assert "dpop_signing_alg_values_supported" not in read(door, "oauth-protected-resource")


@pytest.mark.parametrize("name", SWITCHES)
def test_what_is_on_is_listed_and_nothing_else(door, upstream, tmp_path, name):
    more, members, address = SWITCHES[name]
    usual = read(door)
    with special_door(tmp_path, upstream, more=more) as alone:
        found = read(alone)
        assert found.keys() - usual.keys() == members
        assert not usual.keys() - found.keys()
        assert there(alone) == ({address} if address else set())
        assert ("private_key_jwt" in found["token_endpoint_auth_methods_supported"]) == (name == "keys")
        assert (DEVICE in found["grant_types_supported"]) == (name == "devices")
        resource = read(alone, "oauth-protected-resource")
        assert ("dpop_signing_alg_values_supported" in resource) == (name == "bound")
        page = requests.get(alone.address("/oauth/device"), timeout=20, allow_redirects=False)
        assert (page.status_code != 404) == (name == "devices")
