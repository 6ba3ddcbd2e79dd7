"""glewlwyd 2.7 of Debian (C): its OpenID Connect plugin with ES256, one-time refresh tokens, SQLite in WAL mode.

Its packages are downloaded and unpacked, not installed: nothing on the machine changes.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess

from oauth.peer import PASSWORD, REDIRECT, SCOPES, Peer, exchange
from processes import ROOT, Failed

PACKAGES = ("glewlwyd libconfig9 libmariadb3 liborcania2.3 libyder2.0 libhoel1.4 librhonabwy1.1 libmicrohttpd12"
            " libulfius2.7 libiddawc1.1 liboath0").split()
PLACE = ROOT / ".build-bench/glewlwyd"
PLUGIN = "bench"

CONFIGURATION = """
port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}"
login_url="login.html"
api_prefix="api"
static_files_path="{folder}"
log_mode="file"
log_level="WARNING"
log_file="{folder}/glewlwyd.log"
cookie_secure=0
user_module_path="{modules}/user"
user_middleware_module_path="{folder}/none"
client_module_path="{modules}/client"
user_auth_scheme_module_path="{modules}/scheme"
plugin_module_path="{modules}/plugin"
hash_algorithm="SHA512"
database = {{ type = "sqlite3"; path = "{folder}/glewlwyd.db" }};
"""


def unpack():
    """Downloads and unpacks the packages once; returns why that failed, or nothing."""
    if (PLACE / "usr/bin/glewlwyd").exists():
        return ""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        return "needs apt-get and dpkg"
    packages = PLACE.with_suffix(".packages")
    packages.mkdir(parents=True, exist_ok=True)
    got = subprocess.run(["apt-get", "download", "-q", *PACKAGES], cwd=packages, capture_output=True, text=True)
    if got.returncode and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], capture_output=True)
        got = subprocess.run(["apt-get", "download", "-q", *PACKAGES], cwd=packages, capture_output=True, text=True)
    if got.returncode:
        return "apt-get download: " + " ".join(got.stderr.split())[-200:]
    half = PLACE.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    for package in packages.glob("*.deb"):
        subprocess.run(["dpkg", "-x", package, half], check=True)
    shutil.rmtree(packages)
    half.rename(PLACE)
    return ""


def libraries():
    return ":".join(str(path) for path in PLACE.glob("usr/lib/*-linux-gnu"))


class Glewlwyd(Peer):
    name = "glewlwyd"
    authorize_path = f"/api/{PLUGIN}/auth"
    token_path = f"/api/{PLUGIN}/token"
    introspect_path = f"/api/{PLUGIN}/introspect"
    authorize_extra = "&g_continue"  # what its sign-in page adds when it comes back
    active = '"active":true'

    @classmethod
    def missing(cls):
        for tool in ("openssl",):
            if not shutil.which(tool):
                return f"needs {tool}"
        reason = unpack()
        if reason:
            return reason
        try:
            got = subprocess.run([PLACE / "usr/bin/glewlwyd", "--version"], env=cls.environment(cls),
                                 capture_output=True, text=True)
        except OSError as error:
            return str(error)
        cls.version = got.stdout.strip()
        return "" if got.stdout.startswith("2.7") else "does not run: " + (got.stderr or got.stdout).strip()[-200:]

    def environment(self):
        return {**os.environ, "LD_LIBRARY_PATH": libraries()}

    def command(self):
        return [str(PLACE / "usr/bin/glewlwyd"), f"--config-file={self.folder}/glewlwyd.conf"]

    def prepare(self):
        modules = PLACE / "usr/lib/glewlwyd"
        (self.folder / "glewlwyd.conf").write_text(
            CONFIGURATION.format(port=self.port, folder=self.folder, modules=modules))
        (self.folder / "none").mkdir()
        schema = (PLACE / "usr/share/dbconfig-common/data/glewlwyd/install/sqlite3").read_text()
        with contextlib.closing(sqlite3.connect(self.folder / "glewlwyd.db")) as database:
            database.executescript(schema)
            database.execute("PRAGMA journal_mode=WAL")  # stays with the file

    def ask(self, method, path, value, cookie=None):
        headers = {"Content-Type": "application/json"} | ({"Cookie": cookie} if cookie else {})
        status, fields, text = exchange(self.port, method, f"/api/{path}", json.dumps(value), headers)
        if status != 200:
            raise Failed(f"glewlwyd: {method} {path}: {status} {text}")
        return (fields["Set-Cookie"] or "").partition(";")[0]

    def key_pair(self):
        def openssl(*arguments, text=None):
            command = ["openssl", *arguments]
            return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout

        private = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        return private, openssl("pkey", "-pubout", text=private)

    def sign_in(self):
        private, public = self.key_pair()
        admin = self.ask("POST", "auth/", {"username": "admin", "password": "password"})
        for scope in SCOPES.split():
            self.ask("POST", "scope/", {"name": scope, "display_name": scope, "password_required": False}, admin)
        on = ("allow-non-oidc", "auth-type-client-enabled", "auth-type-code-enabled", "auth-type-refresh-enabled",
              "pkce-allowed", "introspection-revocation-allowed", "introspection-revocation-allow-target-client")
        parameters = {
            "iss": f"http://127.0.0.1:{self.port}", "jwt-type": "ecdsa", "jwt-key-size": "256", "key": private,
            "cert": public, "access-token-duration": 3600, "refresh-token-duration": 1209600, "code-duration": 60,
            "refresh-token-one-use": "always", "subject-type": "public", **dict.fromkeys(on, True)}
        self.ask("POST", "mod/plugin/", {
            "module": "oidc", "name": PLUGIN, "display_name": PLUGIN, "enabled": True, "parameters": parameters}, admin)
        self.client, self.secret = "bench", "benchmark-client-" + "0123456789abcdef" * 2
        self.ask("POST", "client/", {
            "client_id": self.client, "name": self.client, "client_secret": self.secret, "confidential": True,
            "enabled": True, "scope": SCOPES.split(), "redirect_uri": [REDIRECT],
            "authorization_type": ["code", "refresh_token", "client_credentials"],
            "token_endpoint_auth_method": ["client_secret_basic"]}, admin)
        self.ask("POST", "user/", {
            "username": "ada", "password": PASSWORD, "enabled": True, "scope": SCOPES.split()}, admin)
        self.cookie = self.ask("POST", "auth/", {"username": "ada", "password": PASSWORD})
        self.ask("PUT", f"auth/grant/{self.client}", {"scope": SCOPES}, self.cookie)
