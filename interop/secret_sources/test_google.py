"""Google's Secret Manager: Google's own client and Doorward against the same strict stand-in, by the same assertions."""

import hashlib
import json
import pathlib
import secrets
import subprocess
import sys

import pytest

from secret_sources.door import Refused, check, fingerprints, retire, rotate, seen, surroundings
from secret_sources.google import AUDIENCE, PROJECT, ROBOT, TARGET, serving

HERE = pathlib.Path(__file__).resolve().parent
REFERENCE = f"gcp-sm://{PROJECT}/chatgpt"
EVERY = ["service account", "user", "file", "json file", "address", "impersonated workload", "impersonation", "metadata"]


def fingerprint(value):
    return hashlib.sha256(value).hexdigest()[:8]


class Google:
    """Google's own client, with the verbs of door.py."""

    name = "google"

    def run(self, environment, *words):
        grant = ["--grant"] if environment.get("GRANT") else []
        done = subprocess.run(
            # As a module: run as a file, the stand-in beside it would hide Google's own package "google".
            [sys.executable, "-m", f"{HERE.name}.google_client", *grant, *words],
            cwd=HERE.parent,
            capture_output=True,
            text=True,
            timeout=60,
            env=surroundings(environment),
            check=False,
        )
        if done.returncode != 0:
            raise Refused(done.stdout + done.stderr)
        return done.stdout

    def check(self, references, environment):
        return json.loads(self.run(environment, "read", *references))

    def rotate(self, reference, environment):
        return self.run(environment, "rotate", reference, secrets.token_hex(32))

    def retire(self, reference, fingerprint, environment):
        return self.run(environment, "retire", reference, fingerprint)


class Doorward:
    """Doorward, by its binary or by a probe."""

    name = "doorward"
    check, rotate, retire = staticmethod(check), staticmethod(rotate), staticmethod(retire)


@pytest.fixture(params=[Google(), Doorward()], ids=lambda client: client.name)
def client(request):
    return request.param


@pytest.fixture
def google():
    """The stand-in with one secret of two versions; at the end it must have refused nothing that was not expected."""
    with serving() as (knowledge, address):
        knowledge.address = address
        knowledge.values = [secrets.token_hex(32).encode() for _ in range(2)]
        knowledge.keep("chatgpt", *knowledge.values)
        yield knowledge
        assert knowledge.refusals == []


def file_of(google, identity, folder):
    """The credential file of an identity, as gcloud or the console writes it."""
    token = folder / "token"
    user = {"type": "authorized_user", **google.user, "token_uri": f"{google.address}/token", "universe_domain": "googleapis.com"}
    workload = {
        "type": "external_account",
        "audience": AUDIENCE,
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": f"{google.address}/v1/token",
        "credential_source": {"file": str(token)},
        "universe_domain": "googleapis.com",
    }
    url = f"{google.address}/v1/projects/-/serviceAccounts/{TARGET}:generateAccessToken"
    token.write_text(google.subject_token())
    if identity == "service account":
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": google.key_id,
            "private_key": google.private_pem,
            "client_email": ROBOT,
            "client_id": "1234",
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": f"{google.address}/token",
            "universe_domain": "googleapis.com",
        }
    if identity == "user":
        google.quota_project = "paying-project"
        return user | {"quota_project_id": "paying-project"}
    if identity == "json file":
        token.write_text(json.dumps({"other": 1, "id_token": google.subject_token()}))
        form = {"type": "json", "subject_token_field_name": "id_token"}
        return workload | {"credential_source": {"file": str(token), "format": form}}
    if identity == "address":
        form = {"type": "json", "subject_token_field_name": "id_token"}
        source = {"url": f"{google.address}/oidc", "headers": {"X-Workload": "job"}, "format": form}
        return workload | {"credential_source": source}
    if identity == "impersonated workload":
        google.readers = google.listers = {TARGET}
        return workload | {"service_account_impersonation_url": url}
    if identity == "impersonation":
        google.readers = google.listers = {TARGET}
        return {
            "type": "impersonated_service_account",
            "service_account_impersonation_url": url,
            "delegates": [],
            "source_credentials": user,
        }
    return workload


def environment(google, identity, folder, well_known=False):
    """The variables that Google's own tools read."""
    host = google.address.removeprefix("http://")
    variables = {
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": google.address,
        "GCE_METADATA_HOST": host,
        "GCE_METADATA_IP": host,
        "HOME": str(folder),
        # For Google's own client alone: no look-up of the project, and endpoints that no file names.
        "GOOGLE_CLOUD_PROJECT": PROJECT,
        "TOKEN_ENDPOINT": f"{google.address}/token",
        "IAM_ENDPOINT": google.address + "/v1/projects/-/serviceAccounts/{}:generateAccessToken",
    }
    if identity == "metadata":
        return variables
    path = folder / "key.json"
    if well_known:
        path = folder / ".config/gcloud/application_default_credentials.json"
        path.parent.mkdir(parents=True)
    else:
        variables["GOOGLE_APPLICATION_CREDENTIALS"] = str(path)
    path.write_text(json.dumps(file_of(google, identity, folder)))
    return variables


@pytest.mark.parametrize("identity", EVERY)
def test_every_kind_of_credentials_reads_both_versions(client, google, identity, tmp_path):
    """Application default credentials of each kind open the newest version and the one before."""
    [answer] = client.check([REFERENCE], environment(google, identity, tmp_path))
    assert fingerprints(answer) == [fingerprint(value) for value in reversed(google.values)]
    assert [version["version"] for version in answer["versions"]] == ["2", "1"]
    created = [int(version["created"].timestamp()) for version in google.secrets[(None, "chatgpt")]]
    assert [version["since"] for version in answer["versions"]] == created[::-1]
    assert answer["warnings"] == []


def test_a_service_account_asks_the_token_endpoint(client, google, tmp_path):
    """The signed claims of RFC 7523 are what the token endpoint takes; Google's client does so when told to."""
    client.check([REFERENCE], environment(google, "service account", tmp_path) | {"GRANT": "1"})
    assert google.grants == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]


def test_the_file_that_gcloud_leaves_is_found(client, google, tmp_path):
    """Without a variable the well-known file comes before the metadata server."""
    [answer] = client.check([REFERENCE], environment(google, "user", tmp_path, well_known=True))
    assert len(fingerprints(answer)) == 2
    assert google.grants == ["refresh_token"]


def test_versions_that_are_named(client, google, tmp_path):
    """A number reads that version alone, `latest` the newest."""
    references = [f"{REFERENCE}/1", f"{REFERENCE}/latest"]
    first, last = client.check(references, environment(google, "service account", tmp_path))
    assert fingerprints(first) == [fingerprint(google.values[0])]
    assert fingerprints(last) == [fingerprint(google.values[1])]


def test_regional_secrets(client, google, tmp_path):
    """A secret of a region has the region in its name."""
    google.keep("regional", b"a-regional-value", location="europe-west3")
    [answer] = client.check(
        [f"gcp-sm://{PROJECT}/regional?location=europe-west3"], environment(google, "metadata", tmp_path)
    )
    assert seen(answer) == [fingerprint(b"a-regional-value")]


def test_a_member_of_a_json_object(client, google, tmp_path):
    """What follows the # is a member of the value."""
    google.keep("object", json.dumps({"token": "old"}).encode(), json.dumps({"a": 1, "token": "new"}).encode())
    [answer] = client.check([f"gcp-sm://{PROJECT}/object#token"], environment(google, "metadata", tmp_path))
    assert seen(answer) == [fingerprint(b"new"), fingerprint(b"old")]


def test_only_enabled_versions_on_many_pages(client, google, tmp_path):
    """Disabled and destroyed versions are passed over, and pages are followed."""
    google.page_limit = 1
    google.keep("many", *[f"value-{number}".encode() for number in range(1, 41)])
    for number in (40, 2):
        google.set_state("many", number, "DISABLED")
    google.set_state("many", 36, "DESTROYED")
    [answer] = client.check([f"gcp-sm://{PROJECT}/many"], environment(google, "metadata", tmp_path))
    assert seen(answer) == [fingerprint(b"value-39"), fingerprint(b"value-38")]
    google.set_state("many", 38, "DISABLED")
    [answer] = client.check([f"gcp-sm://{PROJECT}/many"], environment(google, "metadata", tmp_path))
    assert seen(answer) == [fingerprint(b"value-39")]


@pytest.mark.parametrize("value", [bytes(range(256)), b"\xff\xfe\x00", b"x" * 65536], ids=["all", "short", "64 KiB"])
def test_binary_and_large_values(client, google, value, tmp_path):
    """Every byte comes through, up to the largest value that Google keeps."""
    google.keep("binary", value)
    [answer] = client.check([f"gcp-sm://{PROJECT}/binary"], environment(google, "metadata", tmp_path))
    assert seen(answer) == [fingerprint(value)]


def test_a_token_that_was_revoked_is_replaced(client, google, tmp_path):
    """A 401 drops the token, and the call is made again with a new one."""
    google.stillborn = 1
    [answer] = client.check([REFERENCE], environment(google, "metadata", tmp_path))
    assert len(fingerprints(answer)) == 2
    [refusal] = google.refusals
    assert "unknown or expired token" in refusal
    google.refusals.clear()


def test_a_rotation_and_the_end_of_the_old_value(client, google, tmp_path):
    """A new version, both live, then the old one disabled and not destroyed."""
    variables = environment(google, "service account", tmp_path)
    client.rotate(REFERENCE, variables)
    versions = google.secrets[(None, "chatgpt")]
    assert [version["state"] for version in versions] == ["ENABLED"] * 3
    assert versions[2]["crc"] and len(versions[2]["data"]) >= 32
    [answer] = client.check([REFERENCE], variables)
    new, old = fingerprints(answer)
    assert (new, old) == (fingerprint(versions[2]["data"]), fingerprint(google.values[1]))
    client.retire(REFERENCE, old, variables)
    assert [version["state"] for version in versions] == ["ENABLED", "DISABLED", "ENABLED"]
    [answer] = client.check([REFERENCE], variables)
    assert fingerprints(answer) == [new]


def test_the_rotation_of_a_member_keeps_the_others(client, google, tmp_path):
    """The rest of the JSON object is as it was."""
    google.keep("object", json.dumps({"user": "ä\n", "token": "old", "ports": [1, None]}).encode())
    reference = f"gcp-sm://{PROJECT}/object#token"
    variables = environment(google, "metadata", tmp_path)
    client.rotate(reference, variables)
    new = json.loads(google.secrets[(None, "object")][1]["data"])
    assert list(new) == ["user", "token", "ports"] and new["user"] == "ä\n" and new["ports"] == [1, None]
    [answer] = client.check([reference], variables)
    assert fingerprints(answer) == [fingerprint(new["token"].encode()), fingerprint(b"old")]


def expected(google, *words):
    """Takes the refusals that a test provoked."""
    assert len(google.refusals) == len(words), google.refusals
    assert all(word in refusal for word, refusal in zip(words, google.refusals)), google.refusals
    google.refusals.clear()


def test_without_the_right_to_list_the_newest_is_read(google, tmp_path):
    """Doorward says that the previous version is not seen, and which role would show it."""
    google.listers = frozenset()
    [answer] = check([REFERENCE], environment(google, "metadata", tmp_path))
    assert fingerprints(answer) == [fingerprint(google.values[1])]
    assert "roles/secretmanager.viewer" in answer["warnings"][0]
    expected(google, "secretmanager.versions.list")


def test_without_the_right_to_read_the_role_is_named(google, tmp_path):
    """The answer says what to grant, and no token."""
    google.readers = frozenset()
    [answer] = check([REFERENCE], environment(google, "metadata", tmp_path))
    assert "PERMISSION_DENIED" in answer["problem"] and "roles/secretmanager.secretAccessor" in answer["problem"]
    assert "ya29" not in answer["problem"]
    expected(google, "secretmanager.versions.access")


def test_a_version_disabled_meanwhile_is_passed_over(google, tmp_path):
    """Between the list and the access somebody disables the newest version."""
    google.keep("chatgpt", b"the-third-value")
    google.vanishing = {3}
    [answer] = check([REFERENCE], environment(google, "metadata", tmp_path))
    assert fingerprints(answer) == [fingerprint(value) for value in reversed(google.values)]
    expected(google, "DISABLED")


def test_throttling_is_waited_out(google, tmp_path):
    """One 429 is not the end."""
    google.throttles = 1
    [answer] = check([REFERENCE], environment(google, "metadata", tmp_path))
    assert len(fingerprints(answer)) == 2
    expected(google, "429")


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_wrong_clock_is_seen_by_the_answer(google, hours, tmp_path):
    """Claims of a time that is not Google's are signed again, by the clock of the refusal."""
    google.clock_offset = hours * 3600
    [answer] = check([REFERENCE], environment(google, "service account", tmp_path))
    assert len(fingerprints(answer)) == 2
    [warning] = answer["warnings"]
    minutes = 120
    assert f"{minutes} minutes {'behind' if hours > 0 else 'ahead of'} Google's" in warning or "119 minutes" in warning
    expected(google, "short-lived")


def test_damage_on_the_way_is_noticed(google, tmp_path):
    """A value that does not have its CRC32C is not used."""
    google.damage = lambda data: b"X" + data[1:]
    [answer] = check([REFERENCE], environment(google, "metadata", tmp_path))
    assert not answer["ok"] and "CRC32C" in answer["problem"]


def test_an_empty_value_is_no_secret(google, tmp_path):
    """Google keeps empty values; Doorward takes none."""
    google.keep("empty", b"")
    [answer] = check([f"gcp-sm://{PROJECT}/empty"], environment(google, "metadata", tmp_path))
    assert not answer["ok"] and "empty" in answer["problem"]


def test_what_is_not_there(google, tmp_path):
    """A secret, a version and a region that do not exist are named as missing."""
    references = [f"gcp-sm://{PROJECT}/nothing", f"{REFERENCE}/9", f"{REFERENCE}?location=europe-west3"]
    for answer in check(references, environment(google, "metadata", tmp_path)):
        assert not answer["ok"] and "NOT_FOUND" in answer["problem"]
    assert len(google.refusals) == 3
    google.refusals.clear()


def test_the_current_version_is_not_retired(google, tmp_path):
    """Whoever retires the newest version is told to write a new one first."""
    with pytest.raises(Refused, match="current|last secret"):
        retire(REFERENCE, fingerprint(google.values[1]), environment(google, "metadata", tmp_path))
    assert google.state("chatgpt", 2) == "ENABLED"
