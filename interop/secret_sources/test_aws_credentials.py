"""All ways to AWS's credentials, against moto with signatures and policies checked.

Each is gone by Amazon's own client first, then by Doorward, with the same outcome expected.
"""

import base64
import contextlib
import json
import secrets
import time

import botocore.session
import botocore.utils
import pytest

from secret_sources import metadata
from secret_sources.aws import ALL, READING, REGION, manager, new
from secret_sources.door import check, fingerprint, fingerprints


def test_no_credentials_at_all_names_every_place(aws):
    [answer] = check([manager("any")], aws.endpoint)
    for place in ("AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "profile", "AWS_CONTAINER_CREDENTIALS", "metadata"):
        assert place in answer["problem"]


def profiles(folder, credentials, config=""):
    """Files as Amazon's tools write them; the variables that lead to them."""
    (folder / "credentials").write_text(credentials)
    (folder / "config").write_text(config)
    return {
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        "AWS_CONFIG_FILE": str(folder / "config"),
    }


def section(name, keys):
    return (
        f"[{name}]\naws_access_key_id = {keys['AWS_ACCESS_KEY_ID']}\n"
        f"aws_secret_access_key={keys['AWS_SECRET_ACCESS_KEY']}\n"
    )


@contextlib.contextmanager
def session_of(environment, monkeypatch):
    """Amazon's own client in the same environment."""
    with monkeypatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setenv("AWS_REGION", REGION)
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        yield botocore.session.Session()


def read_by_both(aws, environment, monkeypatch):
    """A secret read by Amazon's client and by Doorward, both left to find credentials in this environment."""
    value = new()
    name = aws.secret(value)
    with session_of(environment, monkeypatch) as session:
        client = session.create_client("secretsmanager", region_name=REGION, endpoint_url=aws.base)
        assert client.get_secret_value(SecretId=name)["SecretString"] == value
    assert fingerprints(check([manager(name)], environment)[0]) == [fingerprint(value)]


@pytest.mark.parametrize("profile", [None, "work"])
def test_the_shared_credentials_file(aws, tmp_path, monkeypatch, profile):
    keys = aws.user(READING)
    files = profiles(tmp_path, "# keys\n" + section(profile or "default", keys) + "\n[other]\nx = y\n")
    chosen = {"AWS_PROFILE": profile} if profile else {}
    read_by_both(aws, aws.endpoint | files | chosen, monkeypatch)


def test_a_role_by_another_profile(aws, tmp_path, monkeypatch):
    keys = aws.user(ALL)
    role = aws.role(READING, {"AWS": "*"})
    config = f"[profile app]\nrole_arn = {role}\nsource_profile = base\nrole_session_name = tests\n"
    files = profiles(tmp_path, section("base", keys), config)
    read_by_both(aws, aws.endpoint | files | {"AWS_PROFILE": "app"}, monkeypatch)


def test_a_role_that_may_not_be_taken_on(aws, tmp_path):
    keys = aws.user(["ssm:*"])
    config = f"[profile app]\nrole_arn = {aws.role(READING, {'AWS': '*'})}\nsource_profile = base\n"
    files = profiles(tmp_path, section("base", keys), config)
    [answer] = check([manager("any")], aws.endpoint | files | {"AWS_PROFILE": "app"})
    assert "sts:AssumeRole" in answer["problem"] and "profile app" in answer["problem"]


def assumed(aws, actions=READING):
    """Temporary keys of a new role."""
    role = aws.role(actions, {"AWS": "*"})
    answer = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="tests")["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": answer["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": answer["SecretAccessKey"],
        "AWS_SESSION_TOKEN": answer["SessionToken"],
    }


def test_temporary_keys_in_the_environment(aws, monkeypatch):
    keys = assumed(aws)
    read_by_both(aws, aws.endpoint | keys, monkeypatch)
    keys["AWS_SESSION_TOKEN"] = wrong = new()
    [answer] = check([manager(aws.secret(new()))], aws.endpoint | keys)
    assert not answer["ok"] and wrong not in json.dumps(answer)


def test_web_identity(aws, tmp_path, monkeypatch):
    """moto signs nobody in while it checks signatures (a web identity has none), so it is asked without."""
    token = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (b"{}", b'{"sub":"tests"}', b"none"))
    (tmp_path / "token").write_text(token + "\n")
    role = aws.role(READING, {"Federated": "example.com"})
    environment = aws.endpoint | {"AWS_ROLE_ARN": role, "AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token")}
    aws.check(False)
    try:
        read_by_both(aws, environment, monkeypatch)
        config = f"[profile app]\nrole_arn = {role}\nweb_identity_token_file = {tmp_path}/token\n"
        read_by_both(aws, aws.endpoint | profiles(tmp_path, "", config) | {"AWS_PROFILE": "app"}, monkeypatch)
    finally:
        aws.check(True)


def test_the_container_endpoint(aws, tmp_path, monkeypatch):
    keys, token = metadata.served(assumed(aws)), new()
    (tmp_path / "token").write_text(token)
    with metadata.container(keys, token) as stand:
        place = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{stand.base}/v2/credentials/tests"}
        read_by_both(aws, aws.endpoint | place | {"AWS_CONTAINER_AUTHORIZATION_TOKEN": token}, monkeypatch)
        file = {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(tmp_path / "token")}
        read_by_both(aws, aws.endpoint | place | file, monkeypatch)


def test_a_role_by_what_the_container_has(aws, tmp_path, monkeypatch):
    role, token = aws.role(READING, {"AWS": "*"}), new()
    config = f"[profile app]\nrole_arn = {role}\ncredential_source = EcsContainer\n"
    with metadata.container(metadata.served(assumed(aws, ["sts:AssumeRole"])), token) as stand:
        place = {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{stand.base}/v2/credentials/tests",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": token,
        }
        read_by_both(aws, aws.endpoint | profiles(tmp_path, "", config) | {"AWS_PROFILE": "app"} | place, monkeypatch)


def test_credentials_that_are_no_longer_accepted_are_got_anew(aws):
    value, token = new(), new()
    dead = {name: "ASIA" + secrets.token_hex(8).upper() for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    dead["AWS_SESSION_TOKEN"] = new()
    with metadata.container([metadata.served(dead), metadata.served(assumed(aws))], token) as stand:
        place = {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{stand.base}/v2/credentials/tests",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": token,
        }
        [answer] = check([manager(aws.secret(value))], aws.endpoint | place)
        assert fingerprints(answer) == [fingerprint(value)]
        assert len(stand.asked) == 2


def test_a_container_endpoint_without_tls_elsewhere_is_not_asked(aws):
    for url in ("http://192.0.2.1/x", "http://127.0.0.1.example.com/", "http://127.0.0.1@192.0.2.1/"):
        with pytest.raises(ValueError):
            botocore.utils.ContainerMetadataFetcher().retrieve_full_uri(url)
        [answer] = check([manager("any")], aws.endpoint | {"AWS_CONTAINER_CREDENTIALS_FULL_URI": url})
        assert "AWS_CONTAINER_CREDENTIALS_FULL_URI" in answer["problem"]


def test_ec2_metadata(aws, monkeypatch):
    with metadata.instance(metadata.served(assumed(aws))) as stand:
        place = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": stand.base, "AWS_EC2_METADATA_DISABLED": "false"}
        read_by_both(aws, aws.endpoint | place, monkeypatch)


def test_ec2_metadata_outside_of_ec2_costs_little_time(aws):
    start = time.monotonic()
    place = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://192.0.2.1", "AWS_EC2_METADATA_DISABLED": "false"}
    [answer] = check([manager("any")], aws.endpoint | place)
    assert "metadata" in answer["problem"]
    assert time.monotonic() - start < 4
