"""glewlwyd 2.7 of Debian (C): an OpenID Connect plugin with ES256, a session that it remembers, grants of its own.

Its packages are downloaded and unpacked, not installed: nothing on the machine changes. Its pages are made by scripts.
"""

import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from conftest import started
from identity.provider import CLIENT, HOST, MEMBERS, SECRET, Provider

PACKAGES = (
    "glewlwyd glewlwyd-common libconfig9 libmariadb3 liborcania2.3 libyder2.0 libhoel1.4 librhonabwy1.1 libmicrohttpd12"
    " libulfius2.7 libiddawc1.1 liboath0 libjs-jquery libjs-bootstrap4 libjs-popper.js"
).split()
PLACE = pathlib.Path(__file__).resolve().parents[2] / ".build-identity/glewlwyd"
PLUGIN = "id"
SCOPES = ("openid", "email", "profile")
CONFIGURATION = """
port={port}
bind_address="{host}"
external_url="http://{host}:{port}"
login_url="login.html"
api_prefix="api"
static_files_path="{folder}/pages"
static_files_mime_types = (
  {{ extension = ".html" mime_type = "text/html" compress = 0 }},
  {{ extension = ".css" mime_type = "text/css" compress = 0 }},
  {{ extension = ".js" mime_type = "application/javascript" compress = 0 }},
  {{ extension = ".json" mime_type = "application/json" compress = 0 }}
)
log_mode="console"
log_level="WARNING"
cookie_secure=0
cookie_same_site="lax"
user_module_path="{modules}/user"
user_middleware_module_path="{folder}/none"
client_module_path="{modules}/client"
user_auth_scheme_module_path="{modules}/scheme"
plugin_module_path="{modules}/plugin"
hash_algorithm="SHA512"
database = {{ type = "sqlite3"; path = "{folder}/glewlwyd.db" }};
"""


def missing():
    """Downloads and unpacks the packages once; why that cannot be, or nothing."""
    if (PLACE / "usr/bin/glewlwyd").exists():
        return ""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        return "glewlwyd needs apt-get and dpkg"
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


def key_pair():
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


class Glewlwyd(Provider):
    name, label = "glewlwyd", "Glewlwyd"
    path = f"/api/{PLUGIN}"
    remembers = needs_scripts = True

    def prepare(self, folder):
        modules = PLACE / "usr/lib/glewlwyd"
        (folder / "glewlwyd.conf").write_text(
            CONFIGURATION.format(host=HOST, port=self.port, folder=folder, modules=modules)
        )
        (folder / "none").mkdir()
        source, pages = PLACE / "usr/share/glewlwyd/webapp", folder / "pages"
        # Many of these are links to the packages' other folders; a few lead out of what was unpacked.
        for path in source.rglob("*"):
            if path.is_file():
                place = pages / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
        shown = json.loads((PLACE / "usr/share/glewlwyd/templates/config.json").read_text())
        (pages / "config.json").write_text(json.dumps(shown | {"GlewlwydUrl": f"{self.base}/"}))
        schema = (PLACE / "usr/share/dbconfig-common/data/glewlwyd/install/sqlite3").read_text()
        with contextlib.closing(sqlite3.connect(folder / "glewlwyd.db")) as database:
            database.executescript(schema)
            # Members have no such property unless this says so.
            [(text,)] = database.execute("SELECT gumi_parameters FROM g_user_module_instance").fetchall()
            parameters = json.loads(text)
            parameters.setdefault("data-format", {})["email_verified"] = {
                "multiple": False, "read": True, "write": True, "profile-read": True,
                "profile-write": False}  # fmt: skip
            database.execute("UPDATE g_user_module_instance SET gumi_parameters = ?", (json.dumps(parameters),))
            database.commit()

    @contextlib.contextmanager
    def running(self, folder, callback):
        self.prepare(folder)
        libraries = ":".join(str(path) for path in PLACE.glob("usr/lib/*-linux-gnu"))
        command = [str(PLACE / "usr/bin/glewlwyd"), f"--config-file={folder}/glewlwyd.conf"]
        environment = os.environ | {"LD_LIBRARY_PATH": libraries}
        with started(command, f"{self.base}/login.html", folder, self.name, env=environment):
            self.set_up(callback)
            yield self

    def set_up(self, callback):
        """Its plugin, scopes, client and members, as its administrator's page would make them."""
        administrator = requests.Session()

        def ask(method, path, value):
            answer = administrator.request(method, f"{self.base}/api/{path}", json=value, timeout=20)
            assert answer.status_code == 200, f"glewlwyd: {method} {path}: {answer.status_code} {answer.text}"

        ask("POST", "auth/", {"username": "admin", "password": "password"})
        for scope in SCOPES[1:]:
            ask("POST", "scope/", {"name": scope, "display_name": scope, "password_required": False})
        ask("POST", "mod/plugin/", {"module": "oidc", "name": PLUGIN, "display_name": PLUGIN, "enabled": True,
                                    "parameters": self.plugin()})
        ask("POST", "client/", {
            "client_id": CLIENT, "name": "Doorward", "client_secret": SECRET, "confidential": True, "enabled": True,
            "scope": list(SCOPES), "redirect_uri": [callback], "authorization_type": ["code", "refresh_token"],
            "token_endpoint_auth_method": ["client_secret_basic"]})  # fmt: skip
        for member in MEMBERS:
            ask("POST", "user/", {
                "username": member.name, "name": f"{member.name.title()} of Glewlwyd", "email": member.email,
                "password": member.password, "enabled": True, "scope": list(SCOPES),
                "email_verified": "1" if member.verified else "0"})  # fmt: skip

    def plugin(self):
        private, public = key_pair()
        on = ("auth-type-code-enabled", "auth-type-refresh-enabled", "pkce-allowed", "pkce-required")
        return {
            "iss": self.issuer, "jwt-type": "ecdsa", "jwt-key-size": "256", "key": private, "cert": public,
            "access-token-duration": 3600, "refresh-token-duration": 1209600, "code-duration": 60,
            "refresh-token-one-use": "always", "subject-type": "public", "jwks-show": True,
            "allowed-scope": list(SCOPES), "restrict-scope-client-property": "", "email-claim": "mandatory",
            "email-claim-scope": ["email"], "name-claim": "mandatory", "name-claim-scope": ["profile"],
            "claims": [{"name": "email_verified", "user-property": "email_verified", "type": "boolean",
                        "boolean-value-true": "1", "boolean-value-false": "0", "mandatory": True, "scope": []}],
            **dict.fromkeys(on, True)}  # fmt: skip

    def sign_in(self, page, member):
        """Whom it knows it greets, and asks to go on."""
        page.locator("input[name=username]").or_(page.get_by_role("button", name="Continue")).first.wait_for()
        if page.locator("input[name=username]").count():
            page.fill("input[name=username]", member.name)
            page.fill("input[name=password]", member.password)
            page.press("input[name=password]", "Enter")
            page.locator("#grant-email").or_(page.get_by_role("button", name="Continue")).first.wait_for()
        if page.locator("#grant-email").count():
            for scope in SCOPES[1:]:
                page.check(f"#grant-{scope}")
            page.get_by_role("button", name="Grant access").click()
            page.locator("#grant-email").wait_for(state="detached")
        if self.is_at(page):
            page.get_by_role("button", name="Continue").click()
        self.left(page)
