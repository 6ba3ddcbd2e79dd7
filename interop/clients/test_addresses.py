"""What strangers name is not fetched from this machine or the network around it (server-side request forgery).

The door is known as https://door.example, as in earnest, and is called at the address that it listens on. Whatever is
named leads to a listener that counts connections on every address of this machine; there must be none.
"""

import contextlib
import pathlib
import socket
import threading
import urllib.parse
import uuid

import pytest
import requests

from clients import switches
from clients.doors import special_door
from clients.keys import assertion, rsa

PUBLIC = "https://door.example"
REDIRECT = "https://app.example/callback"
KEY = rsa("k")
HOST = {"Host": "door.example", "X-Forwarded-Proto": "https"}


class Listener:
    """Takes connections on one port of all addresses, of both families, and closes them."""

    def __init__(self):
        if socket.has_dualstack_ipv6():
            self.socket = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        else:
            self.socket = socket.create_server(("0.0.0.0", 0))
        self.port = self.socket.getsockname()[1]
        self.accepted = 0
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                self.accepted += 1
                connection.close()


@pytest.fixture(scope="module")
def listener():
    running = Listener()
    yield running
    running.socket.close()


@pytest.fixture(scope="module", params=["documents", "keys"])
def earnest(request, upstream, authority_file, tmp_path_factory):
    """A door that is not on loopback as far as it knows; it even trusts the certificates that these tests make.

    A door fetches no more than so much in a minute, so documents and keys have one each: nothing that is named here is
    to be refused for that.
    """
    more = switches.REGISTRATION + switches.POOL + switches.DOCUMENTS + switches.KEYS + switches.PUSHED
    more += switches.authorities(authority_file)
    with special_door(tmp_path_factory.mktemp(request.param), upstream, more=more, public=PUBLIC) as running:
        yield running


def own_address():
    """The address that this machine has in its network, or none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return None


def local_names():
    """What the machine itself is called, and all that it knows by /etc/hosts."""
    names = {socket.gethostname()}
    for line in pathlib.Path("/etc/hosts").read_text().splitlines():
        names |= set(line.partition("#")[0].split()[1:])
    return sorted(name for name in names if name)


LITERALS = [
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "0.0.0.0", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.17.0.1",
    "192.168.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "168.63.129.16",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[2001:db8::5efe:7f00:1]", "[fe80::1]", "[fc00::1]",
    "[ff02::1]", "[::1%25lo]", "[fe80::1%25lo]", "[fec0::1]",
]
NUMBERS = [
    "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.0x1", "0",
    "0x0", "127.0.0.1.", "127.000.000.001", "00000127.0.0.1", "4294967297", "127.0.0.1.1",
]
SPELLINGS = [
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "a.b.localhost.", "localhost.localdomain", "ip6-localhost",
    "localhost6", "printer.local", "metadata.google.internal", "router.home.arpa", "metadata", "x.onion",
    "１２７.0.0.1", "127。0。0。1", "ⓛocalhost", "loc\u00adalhost", "①②⑦.0.0.1", "127.0.0.1%00.example",
    "127.0.0.1%2f.example", "%31%32%37.0.0.1", "app.example@127.0.0.1", "app.example:x@127.0.0.1",
    "app.example\\@127.0.0.1", "127.0.0.1\\@app.example", "127.0.0.1#@app.example", "127.0.0.1?@app.example",
    "[::1].example", "[127.0.0.1]", "", " 127.0.0.1", "127.0.0.1\t", "app.example\r\nHost: 127.0.0.1",
]


def hosts():
    own = own_address()
    return LITERALS + NUMBERS + SPELLINGS + local_names() + ([own] if own else [])


HOSTS = pytest.mark.parametrize("host", hosts(), ids=ascii)


def ask(door, client, **more):
    query = {"response_type": "code", "client_id": client, "redirect_uri": REDIRECT, "state": "s"} | more
    query |= {"code_challenge": "A" * 43, "code_challenge_method": "S256"}
    address = door.address("/oauth/authorize?" + urllib.parse.urlencode(query))
    return requests.get(address, headers=HOST, allow_redirects=False, timeout=30)


def trouble(host):
    """Whether a name may be one that cannot be looked up, which is trouble for the moment and no refusal."""
    return host not in LITERALS + NUMBERS and ("." in host.strip(".") or host in local_names())


@pytest.mark.parametrize("earnest", ["documents"], indirect=True)
@HOSTS
def test_no_document_is_fetched(earnest, listener, host):
    page = ask(earnest, f"https://{host}:{listener.port}/client.json")
    assert page.status_code in ((400, 503) if trouble(host) else (400,))
    assert "Location" not in page.headers
    assert listener.accepted == 0


@pytest.mark.parametrize("earnest", ["keys"], indirect=True)
@HOSTS
def test_no_keys_are_fetched(earnest, listener, host):
    keys = f"https://{host}:{listener.port}/keys.json"
    metadata = {"client_name": f"Keys {uuid.uuid4()}", "redirect_uris": [REDIRECT], "jwks_uri": keys}
    metadata["token_endpoint_auth_method"] = "private_key_jwt"
    told = requests.post(earnest.address("/oauth/register"), json=metadata, headers=HOST, timeout=30)
    assert told.status_code in (201, 400)
    if told.status_code == 400:
        assert told.json()["error"] == "invalid_client_metadata"
        return
    proof = assertion(KEY, told.json()["client_id"], PUBLIC)
    members = proof | {"grant_type": "refresh_token", "refresh_token": "x"}
    answer = requests.post(earnest.address("/oauth/token"), data=members, headers=HOST, timeout=30)
    assert answer.status_code in ((401, 503) if trouble(host) else (401,))
    assert listener.accepted == 0


def test_the_table_has_no_host_twice():
    assert len(set(LITERALS + NUMBERS + SPELLINGS)) == len(LITERALS + NUMBERS + SPELLINGS) > 75


@pytest.mark.parametrize("earnest", ["keys"], indirect=True)
def test_other_addresses_of_a_client_are_not_fetched(earnest, listener, tmp_path):
    """Logos and the like are only addresses; requests by reference are refused."""
    base = f"https://127.0.0.1:{listener.port}/"
    names = ("client_uri", "logo_uri", "tos_uri", "policy_uri", "sector_identifier_uri", "initiate_login_uri")
    metadata = {name: base + name for name in names} | {"request_uris": [base + "request"], "redirect_uris": [REDIRECT]}
    metadata |= {"client_name": "Everything", "token_endpoint_auth_method": "none", "software_statement": "e30.e30."}
    told = requests.post(earnest.address("/oauth/register"), json=metadata, headers=HOST, timeout=30)
    assert told.status_code == 201, told.text
    client = told.json()["client_id"]
    assert ask(earnest, client).status_code == 303
    assert ask(earnest, client, request_uri=base + "request").status_code == 400
    assert listener.accepted == 0


def test_a_redirect_leads_nowhere(open_house, published, listener):
    """Where a document may be fetched, its host cannot send the door elsewhere."""
    place = f"https://127.0.0.1:{listener.port}/client.json"
    for status in (301, 302, 303, 307, 308):
        path = f"/moved/{status}.json"
        client = published.put(path, {}, status=status, Location=place)
        assert ask(open_house, client).status_code == 400
        assert published.times(path) == 1
    assert listener.accepted == 0


def test_on_loopback_only_loopback_is_fetched_from(open_house, listener):
    own = own_address()
    if own is None:
        pytest.skip("this machine has no network")
    ask(open_house, f"https://{own}:{listener.port}/client.json")
    assert listener.accepted == 0


def test_the_listener_would_have_noticed(open_house, listener):
    """Last: a door on loopback does come, to the same address."""
    ask(open_house, f"https://127.0.0.1:{listener.port}/client.json")
    assert listener.accepted == 1
    listener.accepted = 0
