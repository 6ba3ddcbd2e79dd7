"""Clients whose id is the address of a document (Client ID Metadata Documents): what counts as one and is kept."""

import concurrent.futures
import itertools
import socket
import ssl
import threading
import time

import pytest
import requests
import trustme

from clients import switches
from clients.application import Application
from clients.documents import host
from clients.doors import special_door
from clients.keys import key_set
from oauth.forms import Person

REDIRECT = "https://app.example/callback"
PATH = "/oauth/client.json"
RIGHT = {"client_name": "App <b>of</b> somebody", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "none"}


@pytest.fixture(scope="module")
def library(upstream, authority_file, tmp_path_factory):
    """A door that knows clients by documents only."""
    more = switches.DOCUMENTS + switches.KEYS + switches.authorities(authority_file)
    with special_door(tmp_path_factory.mktemp("library"), upstream, more=more) as running:
        running.add_user("rosalind")
        yield running


@pytest.fixture(scope="module")
def rosalind(library):
    return Person("rosalind")


@pytest.fixture
def site(authority):
    """A host of its own for each test: there is a limit to how often one is asked."""
    with host(authority) as running:
        yield running


@pytest.fixture(scope="module")
def found(library, rosalind):
    return Application(library, rosalind).discover()


PLACES = itertools.count(1)


def visit(address, place=None):
    """What a browser is answered, each at a place of its own: there is a limit to what is fetched for one."""
    number = next(PLACES)
    fields = {"X-Forwarded-For": place or f"198.51.{100 + number // 250}.{number % 250 + 1}"}
    return requests.get(address, headers=fields, allow_redirects=False, timeout=60)


def page(found, client, place=None, **more):
    """What a browser is answered that comes with this client."""
    found.present(client)
    return visit(found.request(REDIRECT, **more), place)


def check_refused(answer):
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_document_is_fetched_politely_and_kept(found, site):
    client = site.put_document(PATH, RIGHT)
    for _ in range(3):
        assert page(found, client).status_code == 303
    ((_, fields),) = site.asked
    assert fields["host"] == site.base.removeprefix("https://")
    assert "json" in fields["accept"]
    assert fields["user-agent"].startswith("Doorward/")
    assert not {"cookie", "authorization", "referer", "x-forwarded-for"} & fields.keys()


def test_the_page_shows_whose_it_is_and_where_it_leads(found, site, rosalind):
    """A name proves nothing; the host of the id and of the answer do."""
    client = site.put_document(PATH, RIGHT | {"logo_uri": site.base + "/logo.png"})
    seen = {}
    real = rosalind.fill

    def look(answer, decision):
        seen[answer.url.partition("?")[0].rpartition("/")[2]] = answer
        return real(answer, decision)

    rosalind.fill = look
    try:
        rosalind.go(found.present(client).request(REDIRECT), REDIRECT, "deny")
    finally:
        rosalind.fill = real
    text = seen["consent"].text
    assert site.base.removeprefix("https://").partition(":")[0] in text
    assert "app.example" in text
    assert "App &lt;b&gt;of&lt;/b&gt; somebody" in text and "<b>of</b>" not in text
    # Its logo is nobody's to fetch: not the server's, and not the browser's.
    assert "/logo.png" not in text.replace('src="/logo.png"', "").replace('href="/logo.png"', "")
    assert site.times("/logo.png") == 0


def changed(**more):
    return {name: value for name, value in (RIGHT | more).items() if value is not None}


WRONG = {
    "another id": (changed(client_id="https://other.example/client.json"), {}),
    "no id": ({name: value for name, value in RIGHT.items()}, {}),
    "no name": (changed(client_name=None), {}),
    "a name of the wrong kind": (changed(client_name=["App"]), {}),
    "a name that turns the writing around": (changed(client_name="\u202eknaB"), {}),
    "no addresses": (changed(redirect_uris=None), {}),
    "an empty list": (changed(redirect_uris=[]), {}),
    "a script": (changed(redirect_uris=[REDIRECT, "javascript:alert(1)"]), {}),
    "a secret": (changed(client_secret="x"), {}),
    "an end of a secret": (changed(client_secret_expires_at=0), {}),
    "a method with a secret": (changed(token_endpoint_auth_method="client_secret_post"), {}),
    "one among others": (changed(token_endpoint_auth_methods_supported=["none", "client_secret_basic"]), {}),
    "a key that is not there": (changed(token_endpoint_auth_method="private_key_jwt"), {}),
    "more than 5 KiB": (changed(client_uri="https://app.example/" + "x" * 6000), {}),
    "a page": (b"<!DOCTYPE html><title>Hello</title>", {"Content_Type": "text/html"}),
    "JSON that says it is a page": (changed(), {"Content_Type": "text/html"}),
    "no kind at all": (changed(), {"Content_Type": ""}),
    "a list": (b"[]", {}),
    "a name twice": (b'{"client_name":"a","client_name":"b"}', {}),
    "not there": (changed(), {"status": 404}),
    "gone": (changed(), {"status": 410}),
    "created": (changed(), {"status": 201}),
    "nothing": (b"", {"status": 204}),
    "forbidden": (changed(), {"status": 403}),
    "compressed": (changed(), {"Content_Encoding": "gzip"}),
}


@pytest.mark.parametrize("document, how", WRONG.values(), ids=WRONG.keys())
def test_what_breaks_a_rule_is_no_document_and_is_not_remembered(found, site, document, how, request):
    name = request.node.callspec.id
    as_it_is = isinstance(document, bytes) or "client_id" in document or name == "no id"
    publish = site.put if as_it_is else site.put_document
    client = publish(PATH, document, **how)
    check_refused(page(found, client))
    # Mended, it counts at once.
    site.put_document(PATH, RIGHT)
    assert page(found, client).status_code == 303


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_trouble_is_no_verdict(found, site, status):
    client = site.put_document(PATH, RIGHT, status=status)
    answer = page(found, client)
    assert answer.status_code == 503 and "Location" not in answer.headers
    site.put_document(PATH, RIGHT)
    assert page(found, client).status_code == 303


ODD = [
    "{base}/oauth/client.json?version=1", "{base}/oauth/client.json?", "{base}/oauth/client.json#top",
    "{base}/oauth/../oauth/client.json", "{base}/./oauth/client.json", "{base}/%2e%2e/oauth/client.json",
    "{base}/oauth/%2E/client.json", "{base}", "https://user@{place}/oauth/client.json",
    "https://:x@{place}/oauth/client.json", "HTTPS://{place}/oauth/client.json", "http://{place}/oauth/client.json",
    "https://{place}\\/oauth/client.json", "https:{place}/oauth/client.json",
    "https://LOCALHOST:{port}/oauth/client.json", "{base}/oauth/" + "x" * 600, "{base}/oauth/cli ent.json",
    "{base}/oauth/cl\u00efent.json", "https://localhost.:{port}/oauth/client.json",
]


@pytest.mark.parametrize("odd", ODD)
def test_an_id_that_is_written_oddly_is_none(found, site, odd):
    place = site.base.removeprefix("https://")
    client = odd.format(base=site.base, place=place, port=place.partition(":")[2])
    site.pages[PATH] = (200, {}, b"{}")
    check_refused(page(found, client))
    assert site.accepted == 0


def test_a_certificate_that_nobody_knows_or_for_another_is_none(found, authority):
    with host(trustme.CA()) as stranger:
        assert page(found, stranger.put_document(PATH, RIGHT)).status_code == 503
        assert not stranger.asked
    with host(authority, "other.example", "127.0.0.2") as other:
        assert page(found, other.put_document(PATH, RIGHT)).status_code == 503
        assert not other.asked


def test_many_at_once_are_one_fetch(found, site):
    client = site.put_document(PATH, RIGHT)
    address = found.present(client).request(REDIRECT)
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: visit(address), range(40)))
    assert {answer.status_code for answer in answers} == {303}
    assert site.times(PATH) == 1


def test_addresses_that_may_not_be_fetched_use_up_nothing(found, site):
    """Neither what is fetched for that place, nor what is fetched for all."""
    for number in range(200):
        assert page(found, f"https://n{number}.invalid/client.json", "203.0.113.9").status_code == 400
    assert page(found, site.put_document(PATH, RIGHT), "203.0.113.9").status_code == 303


def drip(connection, context):
    """Takes the request and then sends one byte a second, for ever."""
    try:
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(4096)
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
            for _ in range(60):
                time.sleep(1)
                secure.sendall(b" ")
    except OSError:
        pass


def test_a_host_that_drips_holds_nobody_up(found, library, authority, site):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def run():
            try:
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=drip, args=[connection, context], daemon=True).start()
            except OSError:
                pass

        threading.Thread(target=run, daemon=True).start()
        slow = f"https://127.0.0.1:{server.getsockname()[1]}/client.json"
        address = found.present(slow).request(REDIRECT)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            begun = time.monotonic()
            waiting = pool.submit(visit, address)
            assert page(found, site.put_document(PATH, RIGHT)).status_code == 303
            assert not waiting.done()
            assert waiting.result().status_code == 503
            assert 3 < time.monotonic() - begun < 30
        server.shutdown(socket.SHUT_RDWR)


def test_keys_in_the_document_and_at_its_address_work(found, site, rosalind, signing_key, published_keys):
    for number, place in enumerate([{"jwks": key_set(signing_key)}, {"jwks_uri": published_keys}]):
        document = RIGHT | place | {"token_endpoint_auth_method": "private_key_jwt"}
        client = site.put_document(f"/signed/{number}.json", document)
        found.key = signing_key
        found.present(client, "private_key_jwt")
        found.exchange(found.ask(REDIRECT))
        assert found.call().status_code == 200
        # Who said that it signs must sign.
        found.method = "none"
        refresh = {"grant_type": "refresh_token", "refresh_token": found.tokens["refresh_token"]}
        found.refused("invalid_client", 401, refresh)


def test_hosts_may_be_named_that_documents_are_taken_from(upstream, authority_file, site, tmp_path):
    more = switches.DOCUMENTS + "  client_document_hosts: [claude.ai]\n" + switches.authorities(authority_file)
    with special_door(tmp_path, upstream, more=more) as choosy:
        found = Application(choosy, None).discover()
        check_refused(page(found, site.put_document(PATH, RIGHT)))
        assert site.accepted == 0


def test_where_documents_are_off_an_address_is_no_client(door, site):
    found = Application(door, None).discover()
    check_refused(page(found, site.put_document(PATH, RIGHT)))
    assert site.accepted == 0
