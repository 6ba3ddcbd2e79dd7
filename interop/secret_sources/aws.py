"""AWS as moto plays it, with signatures and policies checked: users, roles, secrets and parameters to test against."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import uuid

import boto3
import botocore.config
import requests

from conftest import free_port, wait_for

REGION = "eu-central-1"
ALL = ["secretsmanager:*", "ssm:*", "kms:*", "sts:*"]
READING = ["secretsmanager:GetSecretValue", "ssm:GetParameter"]
# Where Amazon's own tools would find credentials of whoever runs the tests.
NOWHERE = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent/credentials",
    "AWS_CONFIG_FILE": "/nonexistent/config",
}


class Amazon:
    """A running moto server."""

    def __init__(self, base):
        self.base = base
        self.admin = self.user(ALL + ["iam:*"], checked=False)

    @property
    def endpoint(self):
        """The variables that lead to this server, and to no credentials."""
        return {"AWS_ENDPOINT_URL": self.base} | NOWHERE

    def user(self, actions, checked=True):
        """A new user who may do these things; the access key as the environment holds it."""
        iam = self.root("iam")
        name = f"user-{uuid.uuid4()}"
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="tests", PolicyDocument=json.dumps(policy(actions)))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        self.check(checked)
        return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}

    def role(self, actions, principal):
        """A new role that `principal` may take on; its resource name."""
        iam = self.root("iam")
        name = f"role-{uuid.uuid4()}"
        trust = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}],
        }
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        iam.put_role_policy(RoleName=name, PolicyName="tests", PolicyDocument=json.dumps(policy(actions)))
        self.check(True)
        return role["Arn"]

    def check(self, on):
        """Whether signatures and policies are checked from now on."""
        count = "0" if on else "inf"
        requests.post(f"{self.base}/moto-api/reset-auth", data=count, timeout=10).raise_for_status()

    def root(self, service):
        """Amazon's own client with checking off: for what happens outside of the tests."""
        self.check(False)
        return self.client(service, {"AWS_ACCESS_KEY_ID": "AKIA" + "0" * 16, "AWS_SECRET_ACCESS_KEY": "none"})

    def client(self, service, keys=None):
        """Amazon's own client, with the administrator's keys unless others are given."""
        keys = keys or self.admin
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.base,
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=keys.get("AWS_SESSION_TOKEN"),
            config=botocore.config.Config(retries={"max_attempts": 0}, tcp_keepalive=False),
        )

    def secret(self, value):
        """A new secret of one version; its name."""
        name = f"tests/{uuid.uuid4()}"
        kind = "SecretBinary" if isinstance(value, bytes) else "SecretString"
        self.client("secretsmanager").create_secret(Name=name, **{kind: value})
        return name

    def parameter(self, value, kind="SecureString", **more):
        """A new parameter of one version; its name, with a slash in front."""
        name = f"/tests/{uuid.uuid4()}"
        self.client("ssm").put_parameter(Name=name, Value=value, Type=kind, **more)
        return name


def policy(actions):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}


@contextlib.contextmanager
def amazon(folder):
    """moto's server in a process of its own, with checking on."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    log = folder / "moto.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
        )
    try:
        wait_for(f"{base}/moto-api/data.json", process, log)
        running = Amazon(base)
        running.check(True)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def new():
    """A value that nobody has."""
    return secrets.token_hex(32)


def manager(name, rest=""):
    """The reference of a secret in Secrets Manager."""
    return f"aws-sm://{REGION}/{name}{rest}"


def store(name, rest=""):
    """The reference of a parameter in Parameter Store."""
    return f"aws-ssm://{REGION}/{name}{rest}"
