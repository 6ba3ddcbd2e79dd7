"""Canaille: a session that it remembers, a consent page of its own that can be refused, ES256 and RS256 keys, an
issuer with a slash at its end, `iss` beside the code (RFC 9207)."""

import contextlib
import json
import os
import pathlib
import sys

from conftest import started
from identity.provider import CLIENT, HOST, MEMBERS, SECRET, Provider

SERVER = pathlib.Path(__file__).with_name("canaille_server.py")


class Canaille(Provider):
    name, label = "canaille", "Canaille"
    path = "/"
    remembers = True

    @contextlib.contextmanager
    def running(self, folder, callback):
        members = {
            member.name: {"password": member.password, "email": member.email, "verified": member.verified}
            for member in MEMBERS
        }
        given = {
            "host": HOST,
            "port": self.port,
            "client": {"id": CLIENT, "secret": SECRET, "redirect": callback},
            "members": members,
        }
        (folder / "canaille.json").write_text(json.dumps(given))
        # Without the program's own folder in the path, where this module would be taken for the package.
        command = [sys.executable, "-P", "-W", "ignore", str(SERVER), str(folder / "canaille.json")]
        metadata = f"{self.base}/.well-known/openid-configuration"
        with started(command, metadata, folder, self.name, env=dict(os.environ)):
            yield self

    def answer(self, page, member, decision):
        """Name, password and consent: pages of their own, each of which is left out where it is known already."""
        steps = {"input[name=login]": member.name, "input[name=password]": member.password}
        decide = page.locator(f"button[name=answer][value={decision}]")
        for field, value in steps.items():
            if not page.locator(field).count():
                continue
            page.fill(field, value)
            page.press(field, "Enter")
            page.locator(field).wait_for(state="detached")
        if self.is_at(page):
            decide.click()
        self.left(page)

    def sign_in(self, page, member):
        self.answer(page, member, "accept")

    def deny(self, page, member):
        self.answer(page, member, "deny")
