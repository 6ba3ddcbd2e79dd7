"""Canaille: a session that it remembers, a consent page of its own that can be refused, ES256 and RS256 keys, an
issuer with a slash at its end, `iss` beside the code (RFC 9207)."""

import contextlib
import json
import os
import pathlib
import sys
import time

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
        login, password = page.locator("input[name=login]"), page.locator("input[name=password]")
        decide = page.locator(f"button[name=answer][value={decision}]")
        login.or_(password).or_(decide).first.wait_for()
        if login.count():
            login.fill(member.name)
            login.press("Enter")
            password.wait_for()
        if password.count():
            password.fill(member.password)
            password.press("Enter")
            password.wait_for(state="detached")
        # Between two pages there is nothing of either; a consent that it knows of leads away without one.
        deadline = time.monotonic() + 20
        while self.is_at(page) and not decide.count() and time.monotonic() < deadline:
            page.wait_for_timeout(50)
        if self.is_at(page):
            decide.click()
        self.left(page)

    def sign_in(self, page, member):
        self.answer(page, member, "accept")

    def deny(self, page, member):
        self.answer(page, member, "deny")
