"""Dynamic registration (RFC 7591) and what a client may do with its own registration afterwards (RFC 7592)."""

import json
import uuid

import pytest
import requests

from clients.application import Application
from clients.doors import special_door
from oauth.forms import Person, answered

REDIRECT = "https://app.example/callback"


@pytest.fixture
def application(open_house, grace):
    return Application(open_house, grace).discover()


def metadata(**more):
    """Metadata that nobody else has; members that are None are left out."""
    usual = {"client_name": f"App {uuid.uuid4()}", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "none"}
    return {name: value for name, value in (usual | more).items() if value is not None}


def post(door, body, **fields):
    fields = {"Content-Type": "application/json"} | fields
    return requests.post(door.address("/oauth/register"), data=body, headers=fields, timeout=20)


# What is registered


@pytest.mark.parametrize("method", [None, "client_secret_basic", "client_secret_post"])
def test_a_secret_is_told_once_and_works_in_both_places(application, method):
    application.introduce(metadata(token_endpoint_auth_method=method))
    told = application.registered
    assert told["client_secret_expires_at"] == 0
    assert told["token_endpoint_auth_method"] == (method or "client_secret_basic")
    application.exchange(application.ask(REDIRECT))
    for application.method in ("client_secret_basic", "client_secret_post"):
        application.refresh()
    right, application.secret = application.secret, application.secret[:-1] + "!"
    refresh = {"grant_type": "refresh_token", "refresh_token": application.tokens["refresh_token"]}
    application.refused("invalid_client", 401, refresh)
    application.secret = None
    application.refused("invalid_client", 401, refresh)
    application.secret = right
    application.refresh()


def test_unknown_members_are_ignored_and_empty_ones_are_absent(application):
    odd = {"x_vendor": {"deep": [1, None]}, "client_uri": None, "contacts": [], "logo_uri": "", "jwks": None}
    told = application.register(metadata() | odd)
    assert not {"x_vendor", "client_uri", "contacts", "logo_uri", "jwks"} & told.keys()


def test_the_same_again_is_the_same_client(application):
    asked = metadata(scope="notes:read")
    first = application.register(asked)
    again = application.register(dict(reversed(asked.items())) | {"x_vendor": 1})
    assert first["client_id"] == again["client_id"]
    # Everybody who registers the same has it, so nobody may change it.
    assert "registration_access_token" not in first
    assert application.register(asked | {"client_name": "Another"})["client_id"] != first["client_id"]
    with_secret = metadata(token_endpoint_auth_method="client_secret_post")
    one, two = application.register(with_secret), application.register(with_secret)
    assert one["client_id"] != two["client_id"] and one["client_secret"] != two["client_secret"]


def test_a_browser_may_register(open_house):
    preflight = requests.options(
        open_house.address("/oauth/register"),
        headers={
            "Origin": "https://inspector.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
        timeout=20,
    )
    assert preflight.status_code in (200, 204)
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "content-type" in preflight.headers["Access-Control-Allow-Headers"].lower()
    answer = post(open_house, json.dumps(metadata()), Origin="https://inspector.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


# What is not

WRONG_REDIRECTS = [
    None,
    [],
    "https://app.example/callback",
    ["javascript:alert(1)"],
    ["data:text/html,x"],
    ["file:///etc/passwd"],
    ["vbscript:x"],
    ["http://app.example/callback"],
    ["http://192.168.1.1/callback"],
    ["http://127.0.0.1.evil.example/callback"],
    ["https://app.example/callback#fragment"],
    ["https://user:password@app.example/callback"],
    ["https://*.app.example/callback"],
    ["https://app.example/a/../b"],
    ["https://app.example/%2e%2e/b"],
    ["https://app.example:99999/callback"],
    ["https:///callback"],
    ["//app.example/callback"],
    ["/callback"],
    [""],
    ["https://app.example/callback\u202e"],
    ["https://app.example/call back"],
    ["https://app.example/?code=1"],
    ["https://app.example/?iss=x"],
    ["unlisted://callback"],
    ["com.example.app:/callback"],
    ["https://chatgpt.com/anything"],
    [f"https://app.example/{number}" for number in range(21)],
    ["https://app.example/fine", "javascript:alert(1)"],
    [7],
]


@pytest.mark.parametrize("uris", WRONG_REDIRECTS, ids=[str(uris)[:60] for uris in WRONG_REDIRECTS])
def test_an_address_that_answers_must_not_go_to_refuses_the_whole(application, uris):
    told = application.register(metadata(redirect_uris=uris), status=400)
    assert told["error"] in ("invalid_redirect_uri", "invalid_client_metadata")
    if isinstance(uris, list) and all(isinstance(uri, str) for uri in uris):
        assert told["error"] == "invalid_redirect_uri"
    assert "evil" not in told["error_description"] and "alert" not in told["error_description"]


WRONG_METADATA = {
    "a method with no name": {"token_endpoint_auth_method": "client_secret_jwt"},
    "a key that is not there": {"token_endpoint_auth_method": "private_key_jwt"},
    "both kinds of keys": {
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks_uri": "https://app.example/keys",
        "jwks": {"keys": []},
    },
    "keys over http": {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "http://app.example/keys"},
    "keys that are none": {"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": "no"}},
    "an algorithm with a shared secret": {
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks_uri": "https://app.example/keys",
        "token_endpoint_auth_signing_alg": "HS256",
    },
    "grants without the code": {"grant_types": ["client_credentials"]},
    "the implicit flow": {"grant_types": ["implicit"], "response_types": ["token"]},
    "a name that is a number": {"client_name": 7},
    "a name that is endless": {"client_name": "x" * 5000},
    "a name that turns the writing around": {"client_name": "\u202egoogle.com"},
    "a script as a home page": {"client_uri": "javascript:alert(1)"},
    "scopes as a list": {"scope": ["notes:read"]},
}


@pytest.mark.parametrize("change", WRONG_METADATA.values(), ids=WRONG_METADATA.keys())
def test_metadata_that_cannot_be_true_is_refused(application, change):
    assert application.register(metadata(**change), status=400)["error"] == "invalid_client_metadata"


BODIES = {
    "nothing": b"",
    "no JSON": b"client_name=App",
    "a list": b"[]",
    "a text": b'"app"',
    "a name twice": b'{"client_name":"a","client_name":"b","redirect_uris":["https://app.example/"]}',
    "half of it": b'{"redirect_uris":["https://app.example/"]',
    "no UTF-8": b'{"client_name":"\xff","redirect_uris":["https://app.example/"]}',
    "depth": b"[" * 5000 + b"]" * 5000,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_no_object_is_refused_in_json(open_house, body):
    answer = post(open_house, body)
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_client_metadata"


def test_a_body_too_large_or_of_another_kind_is_refused_in_json(open_house):
    large = post(open_house, json.dumps(metadata(client_uri="https://app.example/" + "x" * 17_000)))
    assert large.status_code == 413 and "error" in large.json()
    form = post(open_house, b"a=b", **{"Content-Type": "application/x-www-form-urlencoded"})
    assert form.status_code == 400 and "error" in form.json()
    patch = requests.patch(open_house.address("/oauth/register"), json=metadata(), timeout=20)
    assert patch.status_code == 405 and "POST" in patch.headers["Allow"]


# What a client may do with its registration


@pytest.fixture
def own(application):
    """A client with a secret that has a token of its own registration, and tokens of somebody's."""
    application.introduce(metadata(token_endpoint_auth_method="client_secret_post"))
    told = application.registered
    assert told["registration_client_uri"] == application.door.address("/oauth/register?client_id=" + application.id)
    application.authorization = {"Authorization": f"Bearer {told['registration_access_token']}"}
    application.door.secrets.append(told["registration_access_token"])
    application.exchange(application.ask(REDIRECT))
    return application


def manage(application, verb, body=None, **fields):
    place = application.registered["registration_client_uri"]
    return requests.request(verb, place, json=body, headers=application.authorization | fields, timeout=20)


UNTOLD = ("client_secret", "client_secret_expires_at", "registration_access_token", "registration_client_uri")


def test_it_reads_what_is_registered(own):
    answer = manage(own, "GET")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert told["registration_client_uri"] == own.registered["registration_client_uri"]
    assert told["registration_access_token"]
    for name, value in own.registered.items():
        assert name in UNTOLD or told[name] == value


def changeable(application):
    return {name: value for name, value in manage(application, "GET").json().items() if name not in UNTOLD}


def test_it_puts_another_in_its_place(own):
    other = "https://app.example/other"
    asked = changeable(own) | {"client_name": "Renamed", "redirect_uris": [other], "client_secret": own.secret}
    asked.pop("client_id_issued_at")
    answer = manage(own, "PUT", asked)
    assert answer.status_code == 200, answer.text
    assert answer.json()["client_name"] == "Renamed"
    assert manage(own, "GET").json()["redirect_uris"] == [other]
    assert requests.get(own.request(REDIRECT), allow_redirects=False, timeout=20).status_code == 400
    own.exchange(own.ask(other))
    assert own.call().status_code == 200


def test_what_is_left_out_is_taken_away(own):
    assert manage(own, "PUT", changeable(own) | {"client_uri": "https://app.example/"}).json()["client_uri"]
    asked = changeable(own)
    del asked["client_uri"]
    assert "client_uri" not in manage(own, "PUT", asked).json()


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "another"},
        {"client_id": None},
        {"client_secret": "of-my-own-choice"},
        {"token_endpoint_auth_method": "none"},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"redirect_uris": None},
    ],
    ids=str,
)
def test_it_cannot_become_what_it_must_not(own, change):
    asked = {name: value for name, value in (changeable(own) | change).items() if value is not None}
    answer = manage(own, "PUT", asked)
    assert answer.status_code == 400
    assert answer.json()["error"] in ("invalid_client_metadata", "invalid_redirect_uri")
    assert manage(own, "GET").json()["redirect_uris"] == [REDIRECT]


def test_it_ends_it_and_everything_with_it(own):
    assert own.call().status_code == 200
    gone = manage(own, "DELETE")
    assert gone.status_code == 204 and not gone.content
    assert manage(own, "GET").status_code == 401
    assert manage(own, "DELETE").status_code == 401
    refresh = {"grant_type": "refresh_token", "refresh_token": own.tokens["refresh_token"]}
    own.refused("invalid_client", 401, refresh)
    assert own.call().status_code == 401
    assert requests.get(own.request(REDIRECT), allow_redirects=False, timeout=20).status_code == 400


@pytest.mark.parametrize("verb", ["GET", "PUT", "DELETE"])
def test_the_token_of_another_is_worth_nothing(own, open_house, grace, verb):
    other = Application(open_house, grace).discover()
    other.introduce(metadata(token_endpoint_auth_method="client_secret_basic"))
    wrong = {"Authorization": f"Bearer {other.registered['registration_access_token']}"}
    access = {"Authorization": f"Bearer {own.tokens['access_token']}"}
    for fields in (wrong, access, {"Authorization": "Bearer dwra_" + "A" * 43}, {"Authorization": "Bearer "}):
        answer = requests.request(
            verb, own.registered["registration_client_uri"], json=metadata(), headers=fields, timeout=20
        )
        assert answer.status_code == 401
        assert answer.json()["error"] == "invalid_token"
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    none = requests.request(verb, own.registered["registration_client_uri"], json=metadata(), timeout=20)
    assert none.status_code == 401
    assert none.headers["WWW-Authenticate"].startswith("Bearer") and "error=" not in none.headers["WWW-Authenticate"]
    assert manage(own, "GET").status_code == 200


# Who may register

INITIAL = "initial-access-token-of-these-tests-0123456789"


@pytest.fixture(scope="module")
def guarded(upstream, tmp_path_factory):
    """Registration only with a token, and little to be had by it."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "token").write_text(INITIAL + "\n")
    (folder / "token").chmod(0o600)
    more = f'  registration: token\n  registration_token: "file:{folder}/token"\n  registered_scopes: [notes:read]\n'
    with special_door(folder, upstream, more=more) as running:
        running.add_user("ida")
        running.secrets.append(INITIAL)
        yield running


def test_without_the_initial_access_token_nobody_registers(guarded):
    none = post(guarded, json.dumps(metadata()))
    assert none.status_code == 401
    assert none.headers["WWW-Authenticate"].startswith("Bearer") and "error=" not in none.headers["WWW-Authenticate"]
    for wrong in (INITIAL[:-1], INITIAL + "x", "", "dwra_" + "A" * 43):
        answer = post(guarded, json.dumps(metadata()), Authorization=f"Bearer {wrong}")
        assert answer.status_code == 401
        assert answer.json()["error"] == "invalid_token"
    assert post(guarded, json.dumps(metadata()), Authorization=f"Basic {INITIAL}").status_code == 401


def test_with_it_a_client_registers_and_gets_no_more_than_such_clients_may(guarded):
    application = Application(guarded, Person("ida")).discover()
    asked = metadata(scope="notes:read notes:write")
    told = application.register(asked, Authorization=f"bearer {INITIAL}")
    assert told["scope"] == "notes:read"
    application.id, application.method = told["client_id"], "none"
    assert application.exchange(application.ask(REDIRECT))["scope"] == "notes:read"
    assert application.call().status_code == 200
    assert application.call(method="POST").status_code == 403
    # Clients ask for what the metadata lists.
    location = application.person.go(application.request(REDIRECT, scope="notes:read notes:write"), REDIRECT)
    assert application.exchange(application.code(location))["scope"] == "notes:read"
    location = application.person.go(application.request(REDIRECT, scope="notes:write"), REDIRECT)
    assert answered(location)["error"] == "invalid_scope"


def test_where_registration_is_closed_there_is_no_such_place(door):
    answer = requests.post(door.address("/oauth/register"), json=metadata(), timeout=20)
    assert answer.status_code == 404
    server = requests.get(door.address("/.well-known/oauth-authorization-server"), timeout=20).json()
    assert "registration_endpoint" not in server
