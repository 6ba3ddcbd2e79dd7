"""Where secrets are kept in the tests of rotation and faults: one class for each kind of place."""

import contextlib
import json
import secrets

import trustme

from . import azure as azure_stand_in
from .aws import READING, REGION
from .google import PROJECT, ROBOT


class Place:
    """Somewhere a secret is kept: how it is named, what gives access, and how an operator writes a new value.

    `depth` is how many values the place has at a time.
    """

    reference, depth = "", 1

    def environment(self):
        return {}


class File(Place):
    """A file that is replaced in one step."""

    def __init__(self, folder):
        self.path = folder / "a-file"
        self.reference = f"file:{self.path}"

    def put(self, value):
        replace(self.path, value + "\n")


class Swapped(Place):
    """A Kubernetes volume: a link to a folder with the time in its name, which is turned to another one."""

    def __init__(self, folder):
        self.folder, self.number = folder / "volume", 0
        self.folder.mkdir()
        (self.folder / "token").symlink_to("..data/token")
        self.reference = f"file:{self.folder}/token"

    def put(self, value):
        self.number += 1
        fresh, data = self.folder / f"..2026_{self.number}", self.folder / "..data"
        old = data.resolve() if data.is_symlink() else None
        fresh.mkdir()
        replace(fresh / "token", value)
        (self.folder / "..data_tmp").symlink_to(fresh.name)
        (self.folder / "..data_tmp").rename(data)
        if old:
            (old / "token").unlink()
            old.rmdir()


class Dotenv(Place):
    """A line of a `.env` file."""

    def __init__(self, folder):
        self.path = folder / "some.env"
        self.reference = f"dotenv:{self.path}#PLUGIN_SECRET"

    def put(self, value):
        replace(self.path, f"# for the plugin\nOTHER=x\nPLUGIN_SECRET='{value}'\n")


class Command(Place):
    """A program that prints the value."""

    def __init__(self, folder):
        self.program, self.path = folder / "vault-client", folder / "printed"
        self.program.write_text(f"#!/bin/sh\nexec cat '{self.path}'\n")
        self.program.chmod(0o700)
        self.reference = f"exec:{self.program}"

    def put(self, value):
        replace(self.path, value + "\n")


class Manager(Place):
    """Secrets Manager of AWS."""

    depth = 2

    def __init__(self, aws, actions=READING, endpoint=None):
        self.aws, self.client, self.endpoint = aws, aws.client("secretsmanager"), endpoint
        self.keys = aws.user(actions)
        self.name = aws.secret(secrets.token_hex(32))
        self.reference = f"aws-sm://{REGION}/{self.name}"

    def put(self, value):
        kind = "SecretBinary" if isinstance(value, bytes) else "SecretString"
        self.client.put_secret_value(SecretId=self.name, **{kind: value})

    def environment(self):
        more = {"AWS_ENDPOINT_URL_SECRETS_MANAGER": f"http://{self.endpoint}"} if self.endpoint else {}
        return self.aws.endpoint | self.keys | more


class Parameters(Place):
    """Parameter Store of AWS."""

    depth = 2

    def __init__(self, aws):
        self.aws, self.client = aws, aws.client("ssm")
        self.keys = aws.user(READING)
        self.name = aws.parameter(secrets.token_hex(32))
        self.reference = f"aws-ssm://{REGION}/{self.name}"

    def put(self, value):
        self.client.put_parameter(Name=self.name, Value=value, Type="SecureString", Overwrite=True)

    def environment(self):
        return self.aws.endpoint | self.keys


class Google(Place):
    """Secret Manager of Google, with the key of a service account."""

    depth = 2

    def __init__(self, google, address, folder, endpoint=None):
        self.google, self.endpoint, self.folder = google, endpoint or address.removeprefix("http://"), folder
        self.reference = f"gcp-sm://{PROJECT}/load"
        account = {
            "type": "service_account", "project_id": PROJECT, "private_key_id": google.key_id,
            "private_key": google.private_pem, "client_email": ROBOT, "client_id": "1234",
            "token_uri": f"{address}/token", "universe_domain": "googleapis.com",
        }  # fmt: skip
        replace(folder / "account.json", json.dumps(account))

    def put(self, value):
        self.google.keep("load", value if isinstance(value, bytes) else value.encode())

    def environment(self):
        return {
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER": f"http://{self.endpoint}",
            "GOOGLE_APPLICATION_CREDENTIALS": str(self.folder / "account.json"),
        }


class Azure(Place):
    """Key Vault, with a client secret."""

    depth = 2

    def __init__(self, azure):
        self.azure = azure
        self.reference = f"azure-kv://{azure.vault}/load"

    def put(self, value):
        with self.azure.lock:
            self.azure.set("load", value)

    def environment(self):
        return {
            "AZURE_TENANT_ID": azure_stand_in.TENANT,
            "AZURE_CLIENT_ID": azure_stand_in.CLIENT,
            "AZURE_CLIENT_SECRET": self.azure.client_secret,
            "AZURE_AUTHORITY_HOST": f"https://{self.azure.vault}",
        }


class Vault(Place):
    """Vault's key/value engine with versions."""

    depth = 2
    reference = "vault://secret/load#token"

    def __init__(self, vault, address=None):
        self.vault, self.address = vault, address or vault.address
        vault.policies["load"] = {"secret/*": {"create", "read", "update"}}
        self.token = vault.token(["load"], ttl=3600).value

    def put(self, value):
        with self.vault.lock:
            self.vault.put(self.vault.mounts["", "secret"], "load", {"token": value})

    def environment(self):
        return {"VAULT_ADDR": self.address, "VAULT_TOKEN": self.token}


def replace(path, text):
    """A file that is never there in part, and never for others."""
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    fresh.rename(path)


@contextlib.contextmanager
def azure_running(folder):
    """Azure's stand-in, and the file of the authority that certified it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    knowledge = azure_stand_in.Azure()
    stop = azure_stand_in.serve(knowledge, authority.issue_cert("127.0.0.1"))
    try:
        yield knowledge
    finally:
        stop()
