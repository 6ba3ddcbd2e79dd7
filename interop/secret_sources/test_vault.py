"""Vault and OpenBao: the stand-in of vault.py, first under HashiCorp's community client hvac, then under Doorward."""

import hashlib
import secrets
import time
import urllib.error
import urllib.request

import hvac
import pytest

from secret_sources import vault as standin
from secret_sources.door import Refused, check, retire, rotate, serve

READ = {"read"}
POLICIES = {
    "app": {
        "secret/data/app": {"read", "update", "create"},
        "secret/metadata/app": READ,
        "secret/delete/app": {"update"},
        "team/kv/data/app": READ,
        "team/kv/metadata/app": READ,
        "plain/app": {"read", "update", "create"},
        "database/creds/app": READ,
    },
    "narrow": {"secret/data/app": READ},
    "none": {"secret/data/other": READ},
}


def fingerprint(value):
    return hashlib.sha256(value.encode()).hexdigest()[:8]


class Hvac:
    """What Doorward does, done with hvac."""

    def __init__(self, vault, login, namespace=None):
        self.client = hvac.Client(url=vault.address, namespace=namespace)
        kind, mount = login["type"], login.get("mount")
        more = {"mount_point": mount} if mount and kind != "jwt" else {"path": mount} if mount else {}
        if kind == "token":
            self.client.token = login["token"]
            self.client.auth.token.lookup_self()
        elif kind == "approle":
            self.client.auth.approle.login(login["role_id"], login["secret_id"], **more)
        elif kind == "kubernetes":
            self.client.auth.kubernetes.login(login["role"], login["jwt"], **more)
        else:
            self.client.auth.jwt.jwt_login(login["role"], login["jwt"], **more)

    def _mount(self, path):
        found = self.client.adapter.get(f"/v1/sys/internal/ui/mounts/{path}")["data"]
        return found["path"].strip("/"), path.removeprefix(found["path"])

    def versions(self, path, key):
        """Fingerprint and name of the live versions, newest first."""
        mount, inside = self._mount(path)
        if mount == "plain":
            data = self.client.secrets.kv.v1.read_secret(inside, mount_point=mount)["data"]
            return [(fingerprint(data[key]), None)]
        if mount == "database":
            made = self.client.secrets.database.generate_credentials("app", mount_point=mount)
            assert self.client.sys.renew_lease(made["lease_id"])["lease_duration"] > 0
            return [(fingerprint(made["data"][key]), "lease")]
        kv = self.client.secrets.kv.v2
        current = kv.read_secret_version(inside, mount_point=mount, raise_on_deleted_version=True)["data"]
        number = current["metadata"]["version"]
        found = [(fingerprint(current["data"][key]), str(number))]
        known = kv.read_secret_metadata(inside, mount_point=mount)["data"]["versions"]
        before = known.get(str(number - 1))
        if before and not before["destroyed"] and not before["deletion_time"]:
            older = kv.read_secret_version(inside, number - 1, mount_point=mount, raise_on_deleted_version=True)
            found.append((fingerprint(older["data"]["data"][key]), str(number - 1)))
        return found

    def rotate(self, path, key):
        mount, inside = self._mount(path)
        value = secrets.token_hex(32)
        if mount == "plain":
            data = self.client.secrets.kv.v1.read_secret(inside, mount_point=mount)["data"]
            data[key] = value
            self.client.secrets.kv.v1.create_or_update_secret(inside, data, method="PUT", mount_point=mount)
        else:
            current = self.client.secrets.kv.v2.read_secret_version(
                inside, mount_point=mount, raise_on_deleted_version=True
            )["data"]
            self.client.secrets.kv.v2.create_or_update_secret(
                inside, current["data"] | {key: value}, cas=current["metadata"]["version"], mount_point=mount
            )

    def retire(self, path, key, version):
        mount, inside = self._mount(path)
        numbers = [int(label) for found, label in self.versions(path, key) if found == version]
        self.client.secrets.kv.v2.delete_secret_versions(inside, numbers, mount_point=mount)


class Door:
    """Doorward, by its command line."""

    def __init__(self, vault, login, namespace=None, folder=None):
        self.environment = {"VAULT_ADDR": vault.address}
        if namespace:
            self.environment["VAULT_NAMESPACE"] = namespace
        keys = {"login": login["type"]}
        if login["type"] == "token":
            self.environment["VAULT_TOKEN"] = login["token"]
        elif login["type"] == "approle":
            self.environment |= {"VAULT_ROLE_ID": login["role_id"], "VAULT_SECRET_ID": login["secret_id"]}
        else:
            file = folder / "jwt"
            file.write_text(login["jwt"] + "\n")
            keys |= {"role": login["role"], "jwt_file": file}
        if login.get("mount"):
            keys["login_mount"] = login["mount"]
        lines = "".join(f"  {name}: {value}\n" for name, value in keys.items())
        self.configuration = f"vault:\n{lines}"

    def answer(self, path, key):
        return check([f"vault://{path}#{key}"], self.environment, self.configuration)[0]

    def versions(self, path, key):
        answer = self.answer(path, key)
        # A short value is no good as a service's secret, and is read all the same.
        assert answer["versions"], answer["problem"]
        assert answer["warnings"] == []
        return [(version["fingerprint"], version["version"]) for version in answer["versions"]]

    def rotate(self, path, key):
        rotate(f"vault://{path}#{key}", self.environment, self.configuration)

    def retire(self, path, key, version):
        retire(f"vault://{path}#{key}", version, self.environment, self.configuration)


@pytest.fixture
def vault():
    with standin.running() as vault:
        vault.policies |= POLICIES
        yield vault


@pytest.fixture(params=["hvac", "doorward"])
def client(request, vault, tmp_path):
    """Makes a client of either kind for a login."""

    def make(login=None, **more):
        login = login or {"type": "token", "token": vault.token(["app"], ttl=3600).value}
        return Hvac(vault, login, **more) if request.param == "hvac" else Door(vault, login, folder=tmp_path, **more)

    return make


def put(vault, *values, mount=("", "secret"), **more):
    for value in values:
        vault.put(vault.mounts[mount], "app", {"token": value} | more)


@pytest.mark.parametrize("mount", [None, "clusters/one"])
@pytest.mark.parametrize("kind", ["token", "approle", "kubernetes", "jwt"])
def test_every_login_leads_to_the_secret(vault, client, kind, mount):
    put(vault, "old", "new")
    login = {"type": kind, "policies": ["app"], "ttl": 600, "role": "door", "subject": "system:serviceaccount:a:door"}
    login |= {"role_id": "a-role", "secret_id": secrets.token_hex(16)}
    vault.logins["", mount or kind] = login
    login |= {"token": vault.token(["app"], ttl=600).value, "jwt": vault.jwt(login["subject"])}
    login |= {"mount": mount} if mount else {}
    assert client(login).versions("secret/app", "token") == [(fingerprint("new"), "2"), (fingerprint("old"), "1")]


def test_a_mount_with_slashes_in_its_name_is_found_out(vault, client):
    vault.mounts["", "team/kv"] = standin.Mount("kv", "2")
    put(vault, "value", mount=("", "team/kv"))
    assert client().versions("team/kv/app", "token") == [(fingerprint("value"), "1")]


def test_a_namespace_is_a_vault_of_its_own(vault, client):
    vault.namespaces.add("team/app")
    vault.mounts["team/app", "secret"] = standin.Mount("kv", "2")
    put(vault, "theirs")
    put(vault, "ours", mount=("team/app", "secret"))
    login = {"type": "token", "token": vault.token(["app"], "team/app", ttl=600).value}
    assert client(login, namespace="team/app").versions("secret/app", "token") == [(fingerprint("ours"), "1")]


def test_key_value_version_1(vault, client):
    vault.mounts["", "plain"] = standin.Mount("kv", None, {"app": {"token": "value", "other": 5}})
    made = client()
    assert made.versions("plain/app", "token") == [(fingerprint("value"), None)]
    made.rotate("plain/app", "token")
    kept = vault.mounts["", "plain"].data["app"]
    assert kept["other"] == 5 and kept["token"] != "value"
    assert made.versions("plain/app", "token") == [(fingerprint(kept["token"]), None)]


def test_credentials_on_demand(vault, client):
    vault.mounts["", "database"] = standin.Mount("database", None, {"app": {"ttl": 3600, "maximum": 7200}})
    found = client().versions("database/creds/app", "password")
    lease = next(iter(vault.leases.values()))
    assert found == [(fingerprint(lease.data["password"]), "lease")]
    assert len(vault.leases) == 1 and vault.live(lease)


@pytest.mark.parametrize("cas_required", [False, True])
def test_a_rotation_keeps_the_other_members_and_the_old_value_until_it_is_retired(vault, client, cas_required):
    vault.mounts["", "secret"].cas_required = cas_required
    put(vault, "first", "second", other="kept", deep={"n": [1, True, None]})
    made = client()
    made.rotate("secret/app", "token")
    entry = vault.mounts["", "secret"].data["app"]
    assert entry["current"] == 3
    written = entry["versions"][3]["data"]
    assert written == {"token": written["token"], "other": "kept", "deep": {"n": [1, True, None]}}
    assert len(written["token"]) >= 32
    new = fingerprint(written["token"])
    assert made.versions("secret/app", "token") == [(new, "3"), (fingerprint("second"), "2")]
    made.retire("secret/app", "token", fingerprint("second"))
    assert entry["versions"][2]["deletion_time"] and not entry["versions"][2]["destroyed"]
    # The first version is older than the one that was retired, and does not come back.
    assert made.versions("secret/app", "token") == [(new, "3")]


def test_a_destroyed_version_is_gone(vault, client):
    put(vault, "first", "second")
    root = hvac.Client(url=vault.address, token=vault.root)
    root.secrets.kv.v2.destroy_secret_versions("app", [1])
    assert client().versions("secret/app", "token") == [(fingerprint("second"), "2")]


def door(vault, policies=("app",), **more):
    return Door(vault, {"type": "token", "token": vault.token(list(policies), ttl=600).value}, **more)


def test_without_the_metadata_doorward_reads_the_current_version_and_says_what_is_missing(vault):
    put(vault, "first", "second")
    with vault.expecting(403):
        answer = door(vault, ["narrow"]).answer("secret/app", "token")
    assert [version["version"] for version in answer["versions"]] == ["2"]
    assert len(answer["warnings"]) == 1 and "read on secret/metadata/app" in answer["warnings"][0]


def test_doorward_looks_behind_versions_in_which_another_member_changed(vault):
    put(vault, "first")
    put(vault, "second", other="x")
    put(vault, "second", other="y")
    assert door(vault).versions("secret/app", "token") == [(fingerprint("second"), "3"), (fingerprint("first"), "1")]


@pytest.mark.parametrize(
    ("status", "words"),
    [("policy", "read on secret/data/app"), ("token", "not valid any more"), ("sealed", "sealed"), ("absent", "nothing at"),
     ("deleted", "deleted"), ("login", "role id and the secret id"), ("namespace", "VAULT_NAMESPACE")],
)  # fmt: skip
def test_doorward_says_what_is_wrong_and_never_a_value(vault, status, words):
    value = f"made-up-{secrets.token_hex(16)}"
    if status != "absent":
        put(vault, value)
    made = door(vault, ["none"] if status == "policy" else ["app"])
    if status == "token":
        vault.turn(601)
    if status == "sealed":
        vault.sealed = True
    if status == "deleted":
        vault.mounts["", "secret"].data["app"]["versions"][1]["deletion_time"] = standin.rfc3339(vault.now() - 1)
    if status == "login":
        vault.logins["", "approle"] = {"type": "approle", "role_id": "a", "secret_id": "b", "policies": [], "ttl": 60}
        made = Door(vault, {"type": "approle", "role_id": "a", "secret_id": value})
    if status == "namespace":
        made = door(vault, namespace="nowhere")
    expected = {"sealed": 503, "absent": 404, "deleted": 404, "login": 400, "namespace": 404}.get(status, 403)
    with vault.expecting(expected):
        answer = made.answer("secret/app", "token")
    assert not answer["ok"] and words in answer["problem"], answer
    assert value not in str(answer) and "hvs." not in str(answer)


def test_a_write_that_is_forbidden_is_refused_and_nothing_is_written(vault):
    put(vault, "first")
    with vault.expecting(403), pytest.raises(Refused, match="create and update on secret/data/app"):
        door(vault, ["narrow"]).rotate("secret/app", "token")
    assert vault.mounts["", "secret"].data["app"]["current"] == 1


def test_hvac_renews_a_token_until_its_maximum_and_no_further(vault):
    token = vault.token(["app"], ttl=100, maximum=150)
    client = hvac.Client(url=vault.address, token=token.value)
    vault.turn(80)
    assert 69 <= client.auth.token.renew_self()["auth"]["lease_duration"] <= 70
    vault.turn(71)
    with vault.expecting(403), pytest.raises(hvac.exceptions.Forbidden):
        client.auth.token.renew_self()


def test_hvac_renews_a_lease_until_its_maximum_and_it_ends_with_its_token(vault):
    vault.mounts["", "database"] = standin.Mount("database", None, {"app": {"ttl": 100, "maximum": 150}})
    token = vault.token(["app"], ttl=120)
    client = hvac.Client(url=vault.address, token=token.value)
    made = client.secrets.database.generate_credentials("app")
    vault.turn(80)
    assert 69 <= client.sys.renew_lease(made["lease_id"])["lease_duration"] <= 70
    vault.turn(41)
    assert not vault.live(vault.leases[made["lease_id"]])
    other = hvac.Client(url=vault.address, token=vault.root)
    with vault.expecting(400), pytest.raises(hvac.exceptions.InvalidRequest):
        other.sys.renew_lease(made["lease_id"])


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "secret/data/app", {"X-Vault-Wrap-TTL": "60"}, None, 400),
        ("GET", "secret/data/app", {"X-Vault-Request": "yes"}, None, 412),
        ("GET", "secret/data/app", {"Authorization": "Bearer x"}, None, 400),
        ("GET", "secret/data/app?versions=1", {}, None, 400),
        ("DELETE", "secret/metadata/app", {}, None, 405),
        ("GET", "secret/delete/app", {}, None, 405),
        ("POST", "secret/data/app", {}, b'{"data":{"a":"b"},"cas":1}', 400),
        ("POST", "secret/data/app", {}, b'{"data":{"a":"b"},"options":{"cas":7}}', 400),
        ("POST", "secret/data/app", {"Content-Type": "text/plain"}, b'{"data":{"a":"b"}}', 415),
        ("POST", "sys/leases/renew", {}, b'{"lease_id":"nothing"}', 400),
        ("GET", "elsewhere/app", {}, None, 404),
    ],
)
def test_the_stand_in_refuses_what_is_not_documented(vault, method, path, headers, body, status):
    put(vault, "first")
    given = {"X-Vault-Request": "true", "X-Vault-Token": vault.root, "Content-Type": "application/json"} | headers
    request = urllib.request.Request(f"{vault.address}/v1/{path}", method=method, headers=given, data=body)
    with vault.expecting(status), pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=5)
    assert caught.value.code == status


def settled(vault, lease):
    """Whether credentials live, for some time already and for some time to come."""
    end = min(lease.end, lease.token.end)
    return vault.alive(lease.token) and vault.now() - lease.made > 2 and end - vault.now() > 2


def test_a_running_doorward_renews_and_replaces_what_ends_and_refuses_no_call(vault):
    """Tokens and credentials that live for seconds: every value that is live in Vault is accepted all the time."""
    vault.mounts["", "database"] = standin.Mount("database", None, {"app": {"ttl": 4, "maximum": 7}})
    login = {"type": "approle", "role_id": "a-role", "secret_id": secrets.token_hex(16)}
    vault.logins["", "approle"] = login | {"policies": ["app"], "ttl": 4, "maximum": 10}
    made = Door(vault, login)
    configuration = made.configuration + "secret_sources:\n  refresh: 1s\n"
    with serve(["vault://database/creds/app#password"], made.environment, configuration) as server:
        seen, end = set(), time.monotonic() + 20
        while time.monotonic() < end:
            with vault.lock:
                # Clocks are read to the second here: what ends or began within two is not asked for.
                safe = [lease for lease in vault.leases.values() if settled(vault, lease)]
            for lease in safe:
                assert server.status(lease.data["password"]) == 200, server.log[-4000:]
                seen.add(lease.id)
            time.sleep(0.2)
        assert len(seen) >= 2
    asked = [path for method, path in vault.requests if method != "GET"]
    assert "/v1/auth/token/renew-self" in asked and "/v1/sys/leases/renew" in asked
    assert asked.count("/v1/auth/approle/login") >= 2
