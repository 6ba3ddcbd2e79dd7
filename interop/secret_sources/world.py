"""All managers at once, each behind an obstacle, and local places; and how they fail.

One server has secrets of all kinds at once, so that each fault is seen with every kind in one go.
"""

import json
import secrets
import subprocess
import time

from conftest import BINARY, free_port

from .aws import ALL
from .azure import error as azure_error
from .door import surroundings
from .load import Obstacle, answer
from .places import Azure, Command, Dotenv, File, Google, Manager, Vault

# Stands in all wrong answers: no log and no command may show it.
PLANTED = f"planted{secrets.token_hex(12)}"
MANAGERS = ("aws-sm", "gcp-sm", "azure-kv", "vault")
PATIENCE = 6


class Always(list):
    """An answer that is given again and again."""

    def pop(self, _=0):
        return self[0]


def new():
    return f"made-up-{secrets.token_hex(32)}"


class World:
    """All managers, each behind an obstacle, and local places, each with a value."""

    def __init__(self, aws, google, azure, vault, folder):
        self.folder, self.azure = folder, azure
        host, _, port = aws.base.removeprefix("http://").partition(":")
        self.obstacles = {
            "aws-sm": Obstacle((host, int(port))),
            "gcp-sm": Obstacle(self.place_of(google.address)),
            "azure-kv": Obstacle(self.place_of(azure.vault)),
            "vault": Obstacle(self.place_of(vault.address)),
        }
        way = {name: obstacle.address for name, obstacle in self.obstacles.items()}
        azure.vault, azure.resource = way["azure-kv"], "https://" + way["azure-kv"].removeprefix("127.")
        self.places = {
            "file": File(folder),
            "dotenv": Dotenv(folder),
            "exec": Command(folder),
            "aws-sm": Manager(aws, ALL, way["aws-sm"]),
            "gcp-sm": Google(google, google.address, folder, way["gcp-sm"]),
            "azure-kv": Azure(azure),
            "vault": Vault(vault, f"http://{way['vault']}"),
        }
        self.environment, self.values = {"A_SECRET": new()}, {}
        for name, place in self.places.items():
            self.environment |= place.environment()
            # The second version of the key vault would have to wait for another second.
            for _ in range(1 if name == "azure-kv" else 2):
                self.put(name)

    @staticmethod
    def place_of(address):
        host, _, port = address.removeprefix("http://").partition(":")
        return host, int(port)

    def put(self, name, value=None):
        """Writes a value, a good one unless one is given."""
        value = value or new()
        if name == "azure-kv":
            # It dates its versions by the second, and they are ordered by that.
            known = self.azure.versions.get("load")
            while known and int(time.time()) <= known[-1]["attributes"]["created"]:
                time.sleep(0.05)
        self.places[name].put(value)
        if isinstance(value, str):
            self.values.setdefault(name, []).append(value)
        return value

    def newest(self, names):
        return [self.values[name][-1] for name in names]

    def more(self, **keys):
        lines = {"refresh": "1s", "grace": "1s", "timeout": "2s", "stale_after": "2s"} | keys
        text = "".join(f"  {name}: {value}\n" for name, value in lines.items())
        return f"secret_sources:\n{text}  ca_file: {self.folder / 'ca.pem'}\n  exec: [{self.places['exec'].program}]\n"

    def references(self, *names):
        return [self.places[name].reference for name in names]

    def fail(self, fault):
        """Lets all managers fail in a way, or work again with "pass"."""
        for name, obstacle in self.obstacles.items():
            what = fault if fault in ("pass", "down", "slow") else ANSWERS[fault][name]
            if name == "azure-kv":
                self.azure.interruptions["vault"] = Always([what]) if isinstance(what, tuple) else []
                what = "pass" if isinstance(what, tuple) else what
            obstacle.turn(what)

    def configure(self, references, api="http://127.0.0.1:9", **keys):
        """A configuration for commands, in a folder of its own."""
        folder = self.folder / f"config-{secrets.token_hex(4)}"
        folder.mkdir()
        (folder / "doorward.yaml").write_text(
            f"public_url: https://plugin.example.com\nlisten: 127.0.0.1:{free_port()}\nupstream:\n  url: {api}\n"
            "auth: service_http\ndatabase: none\nlogging:\n  format: json\nmetrics:\n  listen: 'off'\n"
            f"service:\n  secrets: {json.dumps(references)}\n{self.more(**keys)}"
        )
        return folder

    def run(self, folder, *words, given="", timeout=30):
        """Doorward with these words; nothing of any value may be in what it prints but what it just made."""
        done = subprocess.run(
            [str(BINARY), *words, "--config", str(folder / "doorward.yaml")], capture_output=True, text=True,
            timeout=timeout, env=surroundings(self.environment), input=given, check=False,
        )  # fmt: skip
        done.said = done.stdout + done.stderr
        self.assert_quiet(done.said)
        return done

    def assert_quiet(self, text):
        assert PLANTED not in text
        assert not [name for name, values in self.values.items() for value in values if value in text]


def aws_says(kind):
    return json.dumps({"__type": kind, "message": PLANTED}).encode()


RETRY = f"Retry-After: {PATIENCE}\r\n"
LARGE = json.dumps({"SecretString": PLANTED + "x" * 10_000_000}).encode()
GARBAGE = f"<html>{PLANTED}</html>".encode()
GOOGLE_DENIED = {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": PLANTED}}
GOOGLE_THROTTLED = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": PLANTED}}
ERRORS = json.dumps({"errors": [PLANTED]}).encode()
ANSWERS = {
    "garbage": dict.fromkeys(("aws-sm", "gcp-sm", "vault"), answer(GARBAGE)) | {"azure-kv": (200, GARBAGE, {})},
    "large": dict.fromkeys(("aws-sm", "gcp-sm", "vault"), answer(LARGE)) | {"azure-kv": (200, LARGE, {})},
    "denied": {
        "aws-sm": answer(aws_says("AccessDeniedException"), status="400 Bad Request"),
        "gcp-sm": answer(json.dumps(GOOGLE_DENIED).encode(), status="403 Forbidden"),
        "vault": answer(ERRORS, status="403 Forbidden"),
        "azure-kv": (403, azure_error("Forbidden", "ForbiddenByRbac"), {}),
    },
    "throttled": {
        "aws-sm": answer(aws_says("ThrottlingException"), status="400 Bad Request", more=RETRY),
        "gcp-sm": answer(json.dumps(GOOGLE_THROTTLED).encode(), status="429 Too Many Requests", more=RETRY),
        "vault": answer(ERRORS, status="429 Too Many Requests", more=RETRY),
        "azure-kv": (429, azure_error("Throttled"), {"Retry-After": str(PATIENCE)}),
    },
}
# Waiting may help, so the start ends with another exit status than for what somebody must put right.
PASSING = ("down", "slow", "throttled")
# What must be said of each fault, for each manager or for all of them.
CAUSES = {
    "down": "connection refused",
    "slow": r"no answer (within|in time)",
    "garbage": r"(?i)JSON|not what|malformed|answer",
    "large": r"larger|more than|KiB",
    "denied": r"secretsmanager:GetSecretValue|secretmanager\.secretAccessor|Key Vault Secrets User|get|read on",
    "throttled": r"(?i)too many requests|throttl|patience|429|later",
}
