"""Secrets from Azure Key Vault: first read by Microsoft's own client, then by Doorward, with the same assertions."""

import hashlib
import json
import time

import pytest
import trustme
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import SecretClient

from . import azure as stand_in
from .door import Refused, check, retire, rotate, seen

HOUR = 3600


def fingerprint(value):
    """The first 8 hexadecimal digits of the value's SHA-256."""
    return hashlib.sha256(value.encode()).hexdigest()[:8]


@pytest.fixture
def azure(tmp_path):
    """The stand-in; whatever it refused without being asked to fails the test."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    server = stand_in.Azure()
    stop = stand_in.serve(server, authority.issue_cert("127.0.0.1"))
    server.trust = str(tmp_path / "ca.pem")
    yield server
    stop()
    assert not server.refusals, server.refusals


def by_secret(azure, _):
    """A client secret from the environment."""
    return {
        "AZURE_TENANT_ID": stand_in.TENANT,
        "AZURE_CLIENT_ID": stand_in.CLIENT,
        "AZURE_CLIENT_SECRET": azure.client_secret,
        "AZURE_AUTHORITY_HOST": f"https://{azure.vault}",
    }


def by_workload(azure, folder):
    """A workload identity of Kubernetes."""
    (folder / "assertion").write_text(azure.assertion)
    return {
        "AZURE_TENANT_ID": stand_in.TENANT,
        "AZURE_CLIENT_ID": stand_in.CLIENT,
        "AZURE_FEDERATED_TOKEN_FILE": str(folder / "assertion"),
        "AZURE_AUTHORITY_HOST": f"https://{azure.vault}",
    }


def by_application(azure, _):
    """The managed identity of App Service."""
    return {"IDENTITY_ENDPOINT": f"{azure.metadata}/msi/token", "IDENTITY_HEADER": azure.identity_header}


def by_application_user(azure, folder):
    """A user-assigned managed identity of App Service."""
    return by_application(azure, folder) | {"AZURE_CLIENT_ID": stand_in.CLIENT}


def by_machine(azure, _):
    """The managed identity of a machine."""
    return {"AZURE_POD_IDENTITY_AUTHORITY_HOST": azure.metadata}


def by_machine_user(azure, folder):
    """A user-assigned managed identity of a machine."""
    return by_machine(azure, folder) | {"AZURE_CLIENT_ID": stand_in.CLIENT}


WAYS = {
    by_secret: "secret",
    by_workload: "assertion",
    by_application: "application",
    by_application_user: "application",
    by_machine: "machine",
    by_machine_user: "machine",
}


class Microsoft:
    """azure-identity and azure-keyvault-secrets."""

    def __init__(self, azure, environment, monkeypatch):
        # "prod" leaves out what signs developers in.
        for name, value in {"AZURE_TOKEN_CREDENTIALS": "prod", "REQUESTS_CA_BUNDLE": azure.trust, **environment}.items():
            monkeypatch.setenv(name, value)
        credential = DefaultAzureCredential(disable_instance_discovery=True)
        self.client = SecretClient(f"https://{azure.vault}", credential, retry_total=0)

    def read(self, name):
        """The fingerprints of the newest version that is live, and of the one directly before when it is live too."""
        now = time.time()
        versions = sorted(
            self.client.list_properties_of_secret_versions(name), key=lambda one: one.created_on, reverse=True
        )
        live = [
            one.enabled
            and (one.not_before is None or one.not_before.timestamp() <= now)
            and (one.expires_on is None or one.expires_on.timestamp() > now)
            for one in versions
        ]
        first = live.index(True)
        chosen = versions[first : first + (2 if live[first + 1 : first + 2] == [True] else 1)]
        return [fingerprint(self.client.get_secret(name, one.version).value) for one in chosen]

    def write(self, name):
        self.client.set_secret(name, "fake-" + name)

    def disable(self, name, version):
        self.client.update_secret_properties(name, version, enabled=False)


class Doorward:
    """Doorward itself."""

    def __init__(self, azure, environment, _):
        self.azure = azure
        self.environment = environment | {"DOORWARD_SECRET_SOURCES_CA_FILE": azure.trust}

    def ask(self, rest):
        return check([f"azure-kv://{self.azure.vault}/{rest}"], self.environment)[0]

    def read(self, name):
        answer = self.ask(name)
        assert answer["versions"], answer["problem"]
        return seen(answer)

    def write(self, name):
        rotate(f"azure-kv://{self.azure.vault}/{name}", self.environment)

    def disable(self, name, version):
        value = self.azure.version(name, version)["value"]
        retire(f"azure-kv://{self.azure.vault}/{name}", fingerprint(value), self.environment)


@pytest.fixture(params=[Microsoft, Doorward])
def reader(request, azure, tmp_path, monkeypatch):
    """A client with a client secret."""
    return request.param(azure, by_secret(azure, tmp_path), monkeypatch)


@pytest.mark.parametrize("client", [Microsoft, Doorward])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_identity_reads_the_newest_and_the_one_before(azure, client, way, tmp_path, monkeypatch):
    now = int(time.time())
    for age in (3, 2, 1):
        azure.set("chatgpt", f"fake-value-{age}", created=now - age * HOUR)
    reader = client(azure, way(azure, tmp_path), monkeypatch)
    assert reader.read("chatgpt") == [fingerprint("fake-value-1"), fingerprint("fake-value-2")]
    assert {token["source"] for token in azure.tokens.values()} == {WAYS[way]}
    assert len(azure.tokens) == 1
    # The vault was first asked without a token, and said which one it wants.
    asked = [authorized for _, path, authorized in azure.log if path.startswith("/secrets/")]
    assert asked[0] is False and all(asked[1:])


def test_versions_that_are_expired_or_not_valid_yet_are_skipped(azure, reader):
    now = int(time.time())
    azure.set("chatgpt", "fake-oldest", created=now - 9 * HOUR)
    azure.set("chatgpt", "fake-older", created=now - 8 * HOUR)
    azure.set("chatgpt", "fake-newest", created=now - 6 * HOUR, nbf=now - HOUR, exp=now + HOUR)
    azure.set("chatgpt", "fake-expired", created=now - 5 * HOUR, exp=now - 1)
    azure.set("chatgpt", "fake-future", created=now - 4 * HOUR, nbf=now + HOUR)
    assert reader.read("chatgpt") == [fingerprint("fake-newest"), fingerprint("fake-older")]


def test_a_version_that_is_disabled_ends_the_list(azure, reader):
    """What was retired before must not come back."""
    now = int(time.time())
    azure.set("chatgpt", "fake-older", created=now - 8 * HOUR)
    azure.set("chatgpt", "fake-disabled", created=now - 7 * HOUR, enabled=False)
    azure.set("chatgpt", "fake-newest", created=now - 6 * HOUR)
    assert reader.read("chatgpt") == [fingerprint("fake-newest")]


def test_all_pages_of_the_list_are_read(azure, reader):
    now = int(time.time())
    for age in range(60, 0, -1):
        azure.set("chatgpt", f"fake-value-{age}", created=now - age)
    assert reader.read("chatgpt") == [fingerprint("fake-value-1"), fingerprint("fake-value-2")]
    pages = [path for _, path, _ in azure.log if "skiptoken" in path]
    assert len(pages) == 2


def test_a_new_value_is_written_and_the_old_one_stays_readable(azure, reader):
    azure.set("chatgpt", "fake-old", created=int(time.time()) - HOUR)
    reader.write("chatgpt")
    versions = azure.versions["chatgpt"]
    assert [one["attributes"]["enabled"] for one in versions] == [True, True]
    assert reader.read("chatgpt") == [fingerprint(versions[1]["value"]), fingerprint("fake-old")]


def test_an_old_version_is_disabled(azure, reader):
    now = int(time.time())
    old = azure.set("chatgpt", "fake-old", created=now - HOUR)
    azure.set("chatgpt", "fake-new", created=now - 1)
    reader.disable("chatgpt", old)
    assert [one["attributes"]["enabled"] for one in azure.versions["chatgpt"]] == [False, True]
    assert reader.read("chatgpt") == [fingerprint("fake-new")]


def test_the_stand_in_refuses_what_is_not_right(azure, tmp_path, monkeypatch):
    """Microsoft's own client fails where Doorward has to fail."""
    azure.set("chatgpt", "fake-value")
    wrong = by_secret(azure, tmp_path) | {"AZURE_CLIENT_SECRET": "fake-wrong"}
    with pytest.raises(HttpResponseError):
        Microsoft(azure, wrong, monkeypatch).read("chatgpt")
    assert any("a wrong secret" in refusal for refusal in azure.forgive())
    azure.rights = set()
    with pytest.raises(HttpResponseError):
        Microsoft(azure, by_secret(azure, tmp_path), monkeypatch).read("chatgpt")
    assert any("no right to list" in refusal for refusal in azure.forgive())


@pytest.fixture
def doorward(azure, tmp_path):
    return Doorward(azure, by_secret(azure, tmp_path), None)


def test_the_problem_of_a_wrong_client_secret_names_it_and_does_not_show_it(azure, doorward):
    azure.set("chatgpt", "fake-value")
    doorward.environment["AZURE_CLIENT_SECRET"] = "fake-wrong-secret"
    answer = doorward.ask("chatgpt")
    assert not answer["ok"]
    assert "AADSTS7000215" in answer["problem"] and "AZURE_CLIENT_SECRET" in answer["problem"]
    assert "fake-wrong-secret" not in json.dumps(answer)
    assert len(azure.forgive()) == 1


def test_without_the_right_to_list_the_current_version_is_read_with_a_warning(azure, doorward):
    azure.set("chatgpt", "fake-old", created=int(time.time()) - HOUR)
    azure.set("chatgpt", "fake-new")
    azure.rights = {"get"}
    answer = doorward.ask("chatgpt")
    assert seen(answer) == [fingerprint("fake-new")]
    assert any("list" in warning for warning in answer["warnings"])
    assert len(azure.forgive()) == 1


def test_without_any_right_the_problem_names_the_role(azure, doorward):
    azure.set("chatgpt", "fake-value")
    azure.rights = set()
    problem = doorward.ask("chatgpt")["problem"]
    assert "Key Vault Secrets User" in problem and "ForbiddenByRbac" in problem
    assert len(azure.forgive()) == 2


def test_one_version_and_one_member_can_be_named(azure, doorward):
    old = azure.set("chatgpt", json.dumps({"token": "fake-one", "other": 1}))
    azure.set("chatgpt", json.dumps({"token": "fake-two", "other": 1}))
    assert doorward.read(f"chatgpt/{old}#token") == [fingerprint("fake-one")]
    assert "other" not in (doorward.ask(f"chatgpt/{old}#missing")["problem"] or "other")


def test_a_member_is_rotated_and_the_rest_of_the_secret_stays(azure, doorward):
    value = json.dumps({"a": "x", "token": "fake-one", "n": 1})
    azure.set("chatgpt", value, created=1_700_000_000, contentType="application/json", tags={"team": "plugin"})
    doorward.write("chatgpt#token")
    new = azure.versions["chatgpt"][-1]
    kept = json.loads(new["value"])
    assert (kept["a"], kept["n"], new["contentType"], new["tags"]) == ("x", 1, "application/json", {"team": "plugin"})
    assert doorward.read("chatgpt#token") == [fingerprint(kept["token"]), fingerprint("fake-one")]


def test_the_current_version_is_not_retired(azure, doorward):
    version = azure.set("chatgpt", "fake-value")
    with pytest.raises(Refused):
        doorward.disable("chatgpt", version)
    assert azure.versions["chatgpt"][0]["attributes"]["enabled"]


def test_a_login_and_a_vault_that_are_busy_are_asked_again(azure, doorward):
    azure.set("chatgpt", "fake-value")
    azure.interrupt("login", (503, {}, {}))
    azure.interrupt("vault", (429, stand_in.error("Throttled"), {"Retry-After": "1"}))
    assert doorward.read("chatgpt") == [fingerprint("fake-value")]


def test_the_metadata_service_may_be_updated_meanwhile(azure, tmp_path):
    azure.set("chatgpt", "fake-value")
    azure.interrupt("imds", (410, {}, {}), (404, {}, {}))
    doorward = Doorward(azure, by_machine(azure, tmp_path), None)
    assert doorward.read("chatgpt") == [fingerprint("fake-value")]


def test_a_token_that_was_taken_back_is_replaced(azure, doorward):
    azure.set("chatgpt", "fake-value")
    challenge = f'Bearer authorization="https://{azure.vault}/{stand_in.TENANT}", resource="{azure.resource}"'
    azure.interrupt("vault", (401, stand_in.error("Unauthorized"), {"WWW-Authenticate": challenge}))
    assert doorward.read("chatgpt") == [fingerprint("fake-value")]
    assert len(azure.tokens) == 2


@pytest.mark.parametrize("client", [Microsoft, Doorward])
def test_a_vault_that_wants_a_token_for_another_place_gets_none(azure, client, tmp_path, monkeypatch):
    azure.set("chatgpt", "fake-value")
    azure.resource = "https://vault.azure.net"
    reader = client(azure, by_secret(azure, tmp_path), monkeypatch)
    with pytest.raises((ValueError, AssertionError), match="does not match|another place"):
        reader.read("chatgpt")
    assert not azure.tokens


def test_a_certificate_that_is_not_trusted_ends_it(azure, doorward):
    del doorward.environment["DOORWARD_SECRET_SOURCES_CA_FILE"]
    answer = doorward.ask("chatgpt")
    assert not answer["ok"] and "certificate" in answer["problem"]
    assert not azure.log
