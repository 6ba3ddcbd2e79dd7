"""Authlib with Flask, and django-oauth-toolkit: one gunicorn worker each, from one environment with pinned packages."""

import os
import shutil
import subprocess
import sys

from oauth.peer import REDIRECT, SCOPES, Peer, exchange
from oauth.plan import basic
from processes import ROOT, Failed

APPS = ROOT / "Benchmarks/oauth/apps"
ENVIRONMENT = ROOT / ".build-bench/python"


def install():
    """Makes the environment anew when the requirements changed; returns why that failed, or nothing."""
    wanted, had = APPS / "requirements.txt", ENVIRONMENT / "requirements.txt"
    if had.exists() and had.read_bytes() == wanted.read_bytes():
        return ""
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    for command in ([sys.executable, "-m", "venv", ENVIRONMENT],
                    [ENVIRONMENT / "bin/pip", "install", "-q", "--disable-pip-version-check", "-r", wanted]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return f"{command[1]}: " + " ".join((done.stderr or done.stdout).split())[-200:]
    shutil.copy(wanted, had)
    return ""


class PythonPeer(Peer):
    module = ""
    hash_secret = False

    @classmethod
    def missing(cls):
        return install()

    def environment(self):
        return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(APPS),
                "BENCH_DATABASE": str(self.folder / "database"), "BENCH_CLIENT": "bench",
                "BENCH_SECRET": self.secret, "BENCH_REDIRECT": REDIRECT, "BENCH_SCOPES": SCOPES,
                "BENCH_HASH": "yes" if self.hash_secret else "no"}

    def __init__(self, folder):
        super().__init__(folder)
        self.client, self.secret = "bench", "benchmark-client-" + "0123456789abcdef" * 2

    def command(self):
        # One thread: on one core, with the interpreter's lock, more of them only cost more.
        return [str(ENVIRONMENT / "bin/gunicorn"), "--worker-class", "gthread", "--workers", "1", "--threads", "1",
                "--keep-alive", "3600", "--bind", f"127.0.0.1:{self.port}", "--log-level", "error", self.module]

    def sign_in(self):
        status, fields, text = exchange(self.port, "POST", "/sign-in")
        if status != 200:
            raise Failed(f"{self.name}: sign-in: {status} {text[:300]}")
        self.cookie = (fields["Set-Cookie"] or "").partition(";")[0]


class Authlib(PythonPeer):
    name = "Authlib + Flask"
    module = "authlib_app:app"


class DjangoToolkit(PythonPeer):
    name = "django-oauth-toolkit"
    module = "django_app:application"
    authorize_path = "/o/authorize/"
    token_path = "/o/token/"
    introspect_path = "/o/introspect/"

    def prepare(self):
        subprocess.run([str(ENVIRONMENT / "bin/python"), APPS / "django_app.py", "prepare"],
                       env=self.environment(), check=True, cwd=self.folder)

    def client_credentials(self):
        # An application has one grant type here, so this row has an application of its own.
        self.machine = True
        try:
            return super().client_credentials()
        finally:
            self.machine = False

    machine = False

    def authorization(self):
        return basic(self.client + "-machine" * self.machine, self.secret)


class DjangoToolkitHashing(DjangoToolkit):
    """With its default, which keeps client secrets like people's passwords: each request costs one PBKDF2."""

    name = "django-oauth-toolkit, hashed secret"
    hash_secret = True
    connections = 4
