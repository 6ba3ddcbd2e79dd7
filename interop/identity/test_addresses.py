"""A provider whose documents name addresses inside the operator's network: nobody there is even connected to."""

import re
import socket
import time

import pytest
import trustme

from identity.hall import written
from identity.hostile import hostile
from identity.provider import SECRET
from identity.trap import trap
from identity.walker import Walker
from oauth.door import oauth_door

PUBLIC = "https://door.example"
# Ways to write an address of this machine, or of its network; PORT is where somebody listens and counts.
HIDDEN = {
    "loopback": "https://127.0.0.1:PORT/keys",
    "loopback-other": "https://127.8.9.10:PORT/keys",
    "loopback-short": "https://127.1:PORT/keys",
    "loopback-number": "https://2130706433:PORT/keys",
    "loopback-hexadecimal": "https://0x7f000001:PORT/keys",
    "loopback-octal": "https://0177.0.0.1:PORT/keys",
    "loopback-name": "https://localhost:PORT/keys",
    "loopback-name-dot": "https://localhost.:PORT/keys",
    "loopback-ipv6": "https://[::1]:PORT/keys",
    "mapped": "https://[::ffff:127.0.0.1]:PORT/keys",
    "mapped-hexadecimal": "https://[::ffff:7f00:1]:PORT/keys",
    "any": "https://0.0.0.0:PORT/keys",
    "any-ipv6": "https://[::]:PORT/keys",
    "own-ipv6": "https://[OWN6]:PORT/keys",
    "plain-http": "http://127.0.0.1:PORT/keys",
    "metadata-service": "https://169.254.169.254/latest/meta-data/",
    "private": "https://10.0.0.1/keys",
}
WORDS = {"plain-http": "insecure_endpoint"}
ENDPOINTS = ("token_endpoint", "userinfo_endpoint")


def own_address(family, beyond):
    """The address by which this machine would reach others; nothing is sent."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((beyond, 9))
            address = probe.getsockname()[0]
    except OSError:
        return None
    return None if address.startswith("127.") or address == "::1" else address


@pytest.fixture(scope="module")
def fortress(upstream, tmp_path_factory):
    """A server on the public network, and an https provider at this machine's own address."""
    own = own_address(socket.AF_INET, "198.51.100.1")
    if not own:
        pytest.skip("this machine has no address but the loopback's")
    folder = tmp_path_factory.mktemp("fortress")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    names = ["honest", *HIDDEN, *(f"hidden-{one.partition('_')[0]}" for one in ENDPOINTS)]
    with hostile(own, authority.issue_cert(own)) as liar, trap() as counter:
        more = "  ca_file: authority.pem\nidentity_providers:\n" + "".join(liar.section(name) for name in names)
        environment = {"IDENTITY_SECRET": SECRET, "DOORWARD_PUBLIC_URL": PUBLIC}
        with oauth_door(folder, upstream, more=more, environment=environment) as door:
            door.liar, door.trap = liar, counter
            door.notepad = door.add_client("web", "Paper & Pencil", "https://client.example/callback")
            door.walker = lambda: Walker(PUBLIC, door.notepad, inner=door.base, verify=str(folder / "authority.pem"))
            yield door
            door.secrets += [SECRET, *sorted(liar.kept)]


def test_an_honest_provider_there_is_believed(fortress):
    """Its address is private, and named by the operator."""
    fortress.liar.script("honest")
    walker = fortress.walker()
    told = walker.answer(walker.sign_in("honest"))
    assert walker.token(told["code"])["access_token"]


def refused(door, name, word):
    answer = door.walker().sign_in(name)
    assert answer.status_code == 502, f"{answer.status_code} {answer.text}"
    assert re.search(r"<code>[0-9a-f]{8,32}</code>", answer.text)
    said = f"the sign-in provider {name} gave an answer that fails: {word}"
    assert said in written(door, said), [line for line in door.log.splitlines() if f"provider {name} " in line]
    time.sleep(0.2)
    assert door.trap.came == 0


@pytest.mark.parametrize("name", HIDDEN)
def test_keys_in_the_operators_network(fortress, name):
    place = HIDDEN[name].replace("PORT", str(fortress.trap.port))
    if "OWN6" in place:
        own = own_address(socket.AF_INET6, "2001:db8::1")
        if not own:
            pytest.skip("this machine has no IPv6 address but the loopback's")
        place = place.replace("OWN6", own)
    fortress.liar.script(name).metadata["jwks_uri"] = place
    refused(fortress, name, WORDS.get(name, "address_refused"))


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_secrets_are_not_carried_there(fortress, endpoint):
    name = f"hidden-{endpoint.partition('_')[0]}"
    script = fortress.liar.script(name)
    script.metadata[endpoint] = f"https://127.0.0.1:{fortress.trap.port}/"
    script.claims["email"] = None
    refused(fortress, name, "address_refused")


def test_somebody_would_have_been_counted(fortress):
    with socket.create_connection(("127.0.0.1", fortress.trap.port)):
        pass
    deadline = time.monotonic() + 5
    while not fortress.trap.came and time.monotonic() < deadline:
        time.sleep(0.02)
    assert fortress.trap.came == 1
