"""Secrets Manager and Parameter Store, against moto with signatures and policies checked.

Each thing is done by Amazon's own client first, then by Doorward, with the same outcome expected.
"""

import json
import re
import secrets
import time

import botocore.exceptions
import pytest

from conftest import free_port
from secret_sources import metadata
from secret_sources.aws import ALL, READING, manager, new, store
from secret_sources.door import Refused, check, fingerprint, fingerprints, retire, rotate, seen, serve


def refused(call):
    """The code with which Amazon's own client is refused."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    # moto refuses in XML whatever the service speaks.
    found = re.search("<Code>([A-Za-z]+)</Code>", error["Message"])
    return found[1] if found else error["Code"]


def test_a_secret_is_read_with_its_version_and_date(aws, keys):
    value = new()
    name = aws.secret(value)
    assert aws.client("secretsmanager", keys).get_secret_value(SecretId=name)["SecretString"] == value
    [answer] = check([manager(name)], keys)
    [version] = answer["versions"]
    assert answer["ok"] and version["version"] == "AWSCURRENT"
    assert version["fingerprint"] == fingerprint(value)
    assert abs(version["since"] - time.time()) < 120
    assert value not in json.dumps(answer)


def test_a_secret_is_found_by_its_resource_name(aws, keys):
    value = new()
    arn = aws.client("secretsmanager").describe_secret(SecretId=aws.secret(value))["ARN"]
    assert fingerprints(check([manager(arn)], keys)[0]) == [fingerprint(value)]


def test_both_stages_are_live_after_a_rotation_by_amazons_client(aws, keys):
    old, current = new(), new()
    name = aws.secret(old)
    aws.client("secretsmanager").put_secret_value(SecretId=name, SecretString=current)
    [answer] = check([manager(name)], keys)
    assert fingerprints(answer) == [fingerprint(current), fingerprint(old)]
    assert [version["version"] for version in answer["versions"]] == ["AWSCURRENT", "AWSPREVIOUS"]


def test_a_pending_value_is_live_when_asked_for(aws, keys):
    value, pending = new(), new()
    name = aws.secret(value)
    client = aws.client("secretsmanager")
    client.put_secret_value(SecretId=name, SecretString=pending, VersionStages=["AWSPENDING"])
    plain, asked = check([manager(name), manager(name, "?stages=AWSPENDING,AWSCURRENT")], keys)
    assert fingerprints(plain) == [fingerprint(value)]
    assert fingerprints(asked) == [fingerprint(value), fingerprint(pending)]


def test_doorward_rotates_and_retires(aws, keys):
    old = new()
    name = aws.secret(old)
    rotate(manager(name), keys)
    client = aws.client("secretsmanager")
    current = client.get_secret_value(SecretId=name)["SecretString"]
    assert current != old
    assert client.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["SecretString"] == old
    assert fingerprints(check([manager(name)], keys)[0]) == [fingerprint(current), fingerprint(old)]
    retire(manager(name), fingerprint(old), keys)
    assert refused(lambda: client.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS"))
    assert fingerprints(check([manager(name)], keys)[0]) == [fingerprint(current)]


def test_one_member_is_rotated_and_the_others_stay(aws, keys):
    value, text = new(), '{"n": 12345678901234567890, "token": "%s", "x": [1.10, {"token": 0}]}'
    name = aws.secret(text % value)
    assert fingerprints(check([manager(name, "#token")], keys)[0]) == [fingerprint(value)]
    rotate(manager(name, "#token"), keys)
    whole = aws.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
    assert whole == text % json.loads(whole)["token"] and value not in whole
    current, previous = fingerprints(check([manager(name, "#token")], keys)[0])
    assert (current, previous) == (fingerprint(json.loads(whole)["token"]), fingerprint(value))


def test_a_member_that_is_not_there_is_named(aws, keys):
    [answer] = check([manager(aws.secret('{"a": "b"}'), "#token")], keys)
    assert not answer["ok"] and "token" in answer["problem"]


def test_bytes_that_are_not_text_are_read(aws, keys):
    value = secrets.token_bytes(48) + b"\xff\x00"
    assert seen(check([manager(aws.secret(value))], keys)[0]) == [fingerprint(value)]


def test_a_secret_of_64_kib_is_read(aws, keys):
    value = secrets.token_hex(32768)
    assert seen(check([manager(aws.secret(value))], keys)[0]) == [fingerprint(value)]


def test_a_secret_that_is_gone_says_so(aws, keys):
    name = aws.secret(new())
    aws.client("secretsmanager").delete_secret(SecretId=name, RecoveryWindowInDays=7)
    marked, missing = check([manager(name), manager("nobody/made/this")], keys)
    assert "InvalidRequestException" in marked["problem"] and "deletion" in marked["problem"]
    assert "ResourceNotFoundException" in missing["problem"]


def test_a_parameter_is_read_with_the_version_before(aws, keys):
    old, current = new(), new()
    name = aws.parameter(old)
    assert fingerprints(check([store(name)], keys)[0]) == [fingerprint(old)]
    aws.client("ssm").put_parameter(Name=name, Value=current, Type="SecureString", Overwrite=True)
    for reference in (store(name), store(name.lstrip("/"))):
        [answer] = check([reference], keys)
        assert fingerprints(answer) == [fingerprint(current), fingerprint(old)]
        assert [version["version"] for version in answer["versions"]] == ["2", "1"]
        assert answer["warnings"] == []


def test_a_plain_parameter_is_warned_of_and_a_missing_one_refused(aws, keys):
    plain, missing = check([store(aws.parameter(new(), kind="String")), store("/nobody/made/this")], keys)
    assert plain["ok"] and "SecureString" in plain["warnings"][0]
    assert "ParameterNotFound" in missing["problem"]


def test_doorward_rotates_a_parameter_and_keeps_type_and_key(aws, keys):
    old = new()
    kms = aws.client("kms").create_key()["KeyMetadata"]["KeyId"]
    name = aws.parameter(old, KeyId=kms)
    rotate(store(name), keys)
    client = aws.client("ssm")
    parameter = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]
    assert parameter["Type"] == "SecureString" and parameter["Version"] == 2
    filters = [{"Key": "Name", "Option": "Equals", "Values": [name]}]
    assert client.describe_parameters(ParameterFilters=filters)["Parameters"][0]["KeyId"] == kms
    assert fingerprints(check([store(name)], keys)[0]) == [fingerprint(parameter["Value"]), fingerprint(old)]
    with pytest.raises(Refused, match="rotate once more"):
        retire(store(name), fingerprint(old), keys)


@pytest.mark.parametrize("kind", ["secret", "parameter"])
def test_missing_rights_are_named(aws, kind):
    name = getattr(aws, kind)(new())
    user = aws.endpoint | aws.user(["s3:ListBuckets"])
    reference, right = {
        "secret": (manager(name), "secretsmanager:GetSecretValue"),
        "parameter": (store(name), "ssm:GetParameter"),
    }[kind]
    if kind == "secret":
        code = refused(lambda: aws.client("secretsmanager", user).get_secret_value(SecretId=name))
        assert code == "AccessDenied"
    [answer] = check([reference], user)
    assert not answer["ok"] and right in answer["problem"]


def test_who_may_read_may_not_write(aws):
    old = new()
    name = aws.secret(old)
    reader = aws.endpoint | aws.user(READING)
    assert check([manager(name)], reader)[0]["ok"]
    with pytest.raises(Refused, match="secretsmanager:PutSecretValue"):
        rotate(manager(name), reader)
    assert fingerprints(check([manager(name)], reader)[0]) == [fingerprint(old)]


def test_a_wrong_secret_key_is_refused_without_being_shown(aws):
    keys = aws.endpoint | aws.user(ALL)
    name = aws.secret(new())
    keys["AWS_SECRET_ACCESS_KEY"] = wrong = new()
    assert refused(lambda: aws.client("secretsmanager", keys).get_secret_value(SecretId=name)) == "SignatureDoesNotMatch"
    [answer] = check([manager(name)], keys)
    assert "SignatureDoesNotMatch" in answer["problem"] and wrong not in json.dumps(answer)


def test_an_access_key_that_was_deleted_is_refused(aws):
    keys = aws.endpoint | {"AWS_ACCESS_KEY_ID": "AKIA" + "Q" * 16, "AWS_SECRET_ACCESS_KEY": new()}
    [answer] = check([manager(aws.secret(new()))], keys)
    assert "InvalidClientTokenId" in answer["problem"] and "AWS_ACCESS_KEY_ID" in answer["problem"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("<html>hidden</html>", "JSON"), ("hidden" * 1_700_000, "KiB"), ('{"SecretString": "hidden"}', "VersionId")],
    ids=["garbage", "10 MB", "half an answer"],
)
def test_what_no_aws_answers_is_refused_without_being_shown(keys, text, words):
    with metadata.standing(lambda request, body: (200, {"Content-Type": "text/html"}, text)) as stand:
        [answer] = check([manager("any")], keys | {"AWS_ENDPOINT_URL_SECRETS_MANAGER": stand.base})
    assert words in answer["problem"] and "hidden" not in json.dumps(answer)


def test_an_aws_that_is_down_is_named(keys):
    [answer] = check([manager("any")], keys | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"})
    assert "refused" in answer["problem"] and "127.0.0.1" in answer["problem"]


def test_a_running_server_accepts_both_values_of_a_rotation(aws, keys):
    old, current = new(), new()
    name = aws.secret(old)
    with serve([manager(name)], keys) as server:
        assert server.status(old) == 200
        assert server.status(current) == 403
        aws.client("secretsmanager").put_secret_value(SecretId=name, SecretString=current)
        deadline = time.monotonic() + 15
        while server.status(current) != 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert (server.status(current), server.status(old)) == (200, 200)
        assert old not in server.log and current not in server.log
