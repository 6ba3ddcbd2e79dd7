"""nanoidp: name and password at each authorization; an ID token with `at_hash` and several audiences."""

import contextlib
import os
import sys

import yaml

from conftest import started
from identity.provider import CLIENT, HOST, MEMBERS, SECRET, Provider


class NanoIDP(Provider):
    name, label = "nano", "NanoIDP"

    def settings(self, callback):
        client = {"client_id": CLIENT, "client_secret": SECRET, "redirect_uris": [callback]}
        # So that the ID token is for two, and says for whom it was made.
        client["additional_audiences"] = ["another-client"]
        return {
            "config_version": 1,
            "server": {"host": HOST, "port": self.port},
            "oauth": {"issuer": self.base, "audience": "doorward", "require_pkce": True, "clients": [client]},
            "session": {"enforce_password_check": True, "secret_key": "fake-key-of-sessions-of-the-interop-tests"},
            "security_profile": "oauth21",
        }

    @contextlib.contextmanager
    def running(self, folder, callback):
        users = {
            member.name: {"password": member.password, "email": member.email, "groups": ["staff"]}
            for member in MEMBERS
        }
        (folder / "settings.yaml").write_text(yaml.safe_dump(self.settings(callback)))
        (folder / "users.yaml").write_text(yaml.safe_dump({"config_version": 1, "users": users}))
        command = [sys.executable, "-m", "nanoidp", "--config", str(folder), "--host", HOST, "--port", str(self.port)]
        metadata = f"{self.base}/.well-known/openid-configuration"
        with started([*command, "--strict-config"], metadata, folder, self.name, env=dict(os.environ)):
            yield self

    def sign_in(self, page, member):
        page.fill("input[name=username]", member.name)
        page.fill("input[name=password]", member.password)
        page.locator("button[type=submit]").first.click()
        self.left(page)
