"""`doorward doctor` against servers of others, and against Doorward in every mode: what is there is named, and nothing
else."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import time

import pytest
import requests

from conftest import BINARY, HERE, free_port, gate, started, uvicorn
from oauth.door import PASSWORD, oauth_door

PLUGIN = "https://chat.openai.com/aip/plugin-00000000-0000-4000-8000-000000000000/oauth/callback"
GPT = "g-00000000000000000000000000000000"
ACTIONS = [f"https://{host}/aip/{GPT}/oauth/callback" for host in ["chat.openai.com", "chatgpt.com"]]


def doctor(*words, folder, **secrets_by_name):
    """The one examination that was asked for, as JSON; no secret may be in it."""
    environment = os.environ | secrets_by_name
    command = [str(BINARY), "doctor", *words, "--format", "json", "--save", str(folder / "flow.har")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder, env=environment)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    for secret in secrets_by_name.values():
        assert secret not in done.stdout + done.stderr + (folder / "flow.har").read_text()
    (examination,) = json.loads(done.stdout)["examinations"]
    assert (done.returncode == 1) == (examination["summary"]["failed"] > 0)
    return examination


def remarks(examination, verdict):
    return [remark["text"] for step in examination["steps"] for remark in step["remarks"] if remark["verdict"] == verdict]


@contextlib.contextmanager
def python_server(name, folder, ready, **variables):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    environment = os.environ | {"PUBLIC": base, "PYTHONDONTWRITEBYTECODE": "1"} | variables
    command = [sys.executable, str(HERE / "doctor" / f"{name}.py"), str(port)]
    with started(command, base + ready, folder, name, env=environment):
        yield base


@contextlib.contextmanager
def tutorial(folder, **variables):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    environment = os.environ | {"PUBLIC": base, "PYTHONDONTWRITEBYTECODE": "1"} | variables
    command = [sys.executable, "-m", "uvicorn", "tutorial_server:app", "--port", str(port), "--no-access-log"]
    with started([*command, "--app-dir", str(HERE / "doctor")], f"{base}/openapi.json", folder, "tutorial", env=environment):
        yield base


def test_the_tutorials_application_as_it_is_written(tmp_path):
    secret = secrets.token_hex(32)
    with tutorial(tmp_path, CHATGPT_PLUGIN_SECRET=secret) as base:
        seen = doctor(base, "--as", "chatgpt-plugin", "--secret-from", "env:S", folder=tmp_path, S=secret)
        # What the tutorial itself says comes next: a public address, and the verification token.
        assert seen["faults"] == ["P09", "P06"]
        assert any("logo" in text for text in remarks(seen, "warned"))
        public = doctor(base, "--as", "chatgpt-plugin", "--as-if-public", "--secret-from", "env:S", folder=tmp_path, S=secret)
        assert public["faults"] == ["P09"]


def test_the_tutorials_application_repaired(tmp_path):
    secret = secrets.token_hex(32)
    with tutorial(tmp_path, CHATGPT_PLUGIN_SECRET=secret, REPAIRED="1") as base:
        words = [base, "--as", "chatgpt-plugin", "--as-if-public"]
        seen = doctor(*words, "--secret-from", "env:S", folder=tmp_path, S=secret)
        assert seen["faults"] == [] and remarks(seen, "warned") == []
        other = doctor(*words, "--secret-from", "env:S", folder=tmp_path, S="not-the-" + "secret")
        assert other["faults"] == ["A06"]


def test_the_tutorials_application_whose_variable_is_not_set(tmp_path):
    # A missing variable gives None, not an exception, and nothing equals None: the door is shut for everybody.
    with tutorial(tmp_path, REPAIRED="1") as base:
        words = [base, "--as", "chatgpt-plugin", "--as-if-public", "--secret-from", "env:S"]
        assert doctor(*words, folder=tmp_path, S=secrets.token_hex(32))["faults"] == ["A06"]


AUTHLIB = [
    ("chatgpt-plugin", {}, []),
    ("chatgpt-plugin", {"CONTENT_TYPE": "application/json", "JSON_TOKENS": "1"}, []),
    # The manifest promises what Authlib does not read.
    ("chatgpt-plugin", {"CONTENT_TYPE": "application/json"}, ["O03"]),
    ("chatgpt-plugin", {"REFRESH": "0"}, ["O05"]),
    ("gpt-action", {}, []),
    ("gpt-action", {"REDIRECTS": ACTIONS[0]}, ["O02"]),
]


@pytest.mark.parametrize("profile, variables, faults", AUTHLIB)
def test_an_authorization_server_made_with_authlib(tmp_path, profile, variables, faults):
    secret = secrets.token_hex(16)
    given = {"REDIRECTS": " ".join([PLUGIN, *ACTIONS]), "CLIENT_ID": "chatgpt", "CLIENT_SECRET": secret, "PASSWORD": PASSWORD}
    with python_server("authlib_server", tmp_path, "/openapi.json", **(given | variables)) as base:
        target = base if profile == "chatgpt-plugin" else base + "/openapi.json"
        words = [target, "--as", profile, "--as-if-public", "--client-id", "chatgpt", "--client-secret-from", "env:C"]
        seen = doctor(*words, "--headless-form", "ada:env:P", folder=tmp_path, C=secret, P=PASSWORD)
        assert seen["faults"] == faults, remarks(seen, "failed")


# FastMCP compares the port of loopback addresses, and these two come back on another one each time.
FASTMCP = {"chatgpt-app": [], "claude": [], "cursor": [], "claude-code": ["M07"], "vscode": ["M07"]}


@pytest.mark.parametrize("profile", FASTMCP)
def test_fastmcp_with_its_authorization_server_in_memory(tmp_path, profile):
    with python_server("fastmcp_server", tmp_path, "/.well-known/oauth-authorization-server") as base:
        seen = doctor(f"{base}/mcp", "--as", profile, "--headless-form", "ada:env:P", folder=tmp_path, P=PASSWORD)
        assert seen["faults"] == FASTMCP[profile], remarks(seen, "failed")
        # FastMCP's revocation endpoint wants a secret of clients that have none.
        assert FASTMCP[profile] or any("revocation" in text for text in remarks(seen, "warned"))


TEXTS = """manifest:
  name_for_human: Notes
  name_for_model: notes
  description_for_human: Keeps notes.
  description_for_model: Reads the notes of the user.
  contact_email: help@localhost.localdomain
"""


@pytest.mark.parametrize("mode", ["none", "service_http", "user_http"])
def test_doorward_itself(tmp_path, mode):
    token = "0" * 31 + "3"
    with uvicorn("tutorial_app:app", tmp_path) as upstream, opened(tmp_path, upstream, mode, token) as (base, secret):
        words = [base, "--as", "chatgpt-plugin", "--as-if-public"]
        if mode == "service_http":
            words += ["--verification-token", token]
        if secret is not None:
            seen = doctor(*words, "--secret-from", "env:S", folder=tmp_path, S=secret)
        else:
            seen = doctor(*words, folder=tmp_path)
        assert seen["faults"] == [], remarks(seen, "failed")
        assert remarks(seen, "warned") == []


@contextlib.contextmanager
def opened(folder, upstream, mode, token):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    secret = secrets.token_hex(32)
    (folder / "secret").write_text(secret)
    (folder / "secret").chmod(0o600)
    service = f'service:\n  secrets: ["file:{folder}/secret"]\n' if mode == "service_http" else ""
    tokens = f"  verification_tokens: {{openai: \"{token}\"}}\n" if mode == "service_http" else ""
    (folder / "doorward.yaml").write_text(
        f"public_url: {base}\nlisten: 127.0.0.1:{port}\nupstream:\n  url: {upstream}\nauth: {mode}\n{service}"
        f'metrics:\n  listen: "off"\n{TEXTS}{tokens}'
    )
    command = [str(BINARY), "serve", "--config", str(folder / "doorward.yaml")]
    with started(command, f"{base}/readyz", folder, "doorward"):
        if mode == "user_http":
            issue = [str(BINARY), "key", "issue", "alice", "--config", str(folder / "doorward.yaml")]
            printed = subprocess.run(issue, capture_output=True, text=True, timeout=30, check=True).stdout
            secret = next(word for word in printed.split() if word.startswith("dwk_"))
            # A running server takes a new key over within moments.
            for _ in range(100):
                if requests.get(f"{base}/hello", headers={"Authorization": f"Bearer {secret}"}, timeout=20).ok:
                    break
                time.sleep(0.1)
        yield base, None if mode == "none" else secret


OAUTH = [
    ("chatgpt-plugin", "plugin", "plugin-00000000-0000-4000-8000-000000000000", ""),
    ("gpt-action", "action", GPT, "/openapi.json"),
]


@pytest.mark.parametrize("profile, kind, assistant, path", OAUTH)
def test_doorward_itself_with_oauth(tmp_path, upstream, profile, kind, assistant, path):
    texts = TEXTS + f'  verification_tokens: {{openai: "{"0" * 31}4"}}\n'
    with oauth_door(tmp_path, upstream, more=texts) as door:
        door.add_user("ada")
        client = door.add_client(kind, "ChatGPT", assistant=assistant)
        words = [door.base + path, "--as", profile, "--as-if-public", "--client-id", client.id]
        words += ["--client-secret-from", "env:C", "--headless-form", "ada:env:P"]
        seen = doctor(*words, folder=tmp_path, C=client.secret, P=PASSWORD)
        assert seen["faults"] == [], remarks(seen, "failed")
        # The echoing API's own document says little about its operations.
        assert all("neither summary nor description" in text for text in remarks(seen, "warned"))


def test_the_page_for_a_colleague_needs_nothing_else(tmp_path):
    with uvicorn("tutorial_app:app", tmp_path) as upstream, gate(upstream, tmp_path) as running:
        page = tmp_path / "report.html"
        command = [str(BINARY), "doctor", running.base, "--as", "chatgpt-plugin", "--format", "html", "--output", str(page)]
        subprocess.run(command, capture_output=True, timeout=60, cwd=tmp_path)
        text = page.read_text()
        assert "<script" not in text and "src=" not in text and "href=" not in text
