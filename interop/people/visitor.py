"""Somebody at a browser without scripts."""

import base64
import contextlib
import hashlib
import hmac
import struct
import time
import urllib.parse
import uuid

import requests

from oauth.door import PASSWORD
from oauth.forms import answered
from people.inspection import check_headers


def totp(key, step=0):
    """The code of an authenticator app (RFC 6238), `step` half minutes from now."""
    secret = base64.b32decode(key.replace(" ", "").upper() + "=" * (-len(key.replace(" ", "")) % 8))
    digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1)
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Visitor:
    """A profile of the browser with one page; every answer of the server is checked on the way."""

    def __init__(self, door, context, inspection):
        self.door, self.context, self.inspection = door, context, inspection
        self.page = context.new_page()
        self.problems = []
        context.on("response", self.check)
        context.on("console", self.hear)

    def check(self, response):
        """Called by the browser's thread of events, so a failure is kept for later."""
        own = response.url.startswith(self.door.base + "/")
        if response.status >= 500:
            self.problems.append(f"{response.url}: {response.status}")
        if own and response.headers.get("content-type", "").startswith("text/html"):
            try:
                check_headers(response)
            except AssertionError as problem:
                self.problems.append(str(problem))

    def hear(self, message):
        # An answer of status 400 and up is logged as an error by the browser itself.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.problems.append(message.text)

    def look(self, name):
        self.inspection.look(self.page, name)

    def open(self, path):
        return self.page.goto(self.door.address(path))

    def at(self, path):
        assert self.page.url.startswith(self.door.base), self.page.url
        assert urllib.parse.urlsplit(self.page.url).path == path, self.page.url

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    def press(self, name):
        """Presses a button or follows a link by what it says."""
        button = self.page.get_by_role("button", name=name)
        (button if button.count() else self.page.get_by_role("link", name=name)).first.click()

    def sign_in(self, name, password=PASSWORD):
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", password)
        self.press("Sign in")

    def signed_in(self, name, password=PASSWORD):
        self.open("/account")
        self.at("/oauth/sign-in")
        self.sign_in(name, password)
        self.at("/account")
        return self

    @contextlib.contextmanager
    def asked_by(self, client, scope="", **more):
        """Opens a client's link; in the end the browser must be at the client again.

        Gives the dictionary that the answer is written to.
        """
        state, answer = str(uuid.uuid4()), {}
        verifier = "v" * 64
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {"response_type": "code", "client_id": client.id, "redirect_uri": client.redirect, "scope": scope}
        query |= {"state": state, "code_challenge": challenge, "code_challenge_method": "S256"} | more
        self.open("/oauth/authorize?" + urllib.parse.urlencode(query))
        yield answer
        self.page.wait_for_url(client.redirect + "?*")
        assert self.page.locator("h1").inner_text() == "Back at the application"
        answer |= answered(self.page.url)
        assert answer.pop("state") == state
        assert answer.pop("iss") == self.door.base

    def token(self, client, answer):
        """What the client then buys with the code."""
        members = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": client.redirect}
        body = members | {"code_verifier": "v" * 64, "client_id": client.id, "client_secret": client.secret}
        bought = requests.post(self.door.address("/oauth/token"), data=body, timeout=20)
        assert bought.status_code == 200, bought.text
        return bought.json()

    def close(self):
        self.context.close()
        assert not self.problems, "\n".join(self.problems)


def status(door, token, path="/notes"):
    """What the API answers to a token."""
    fields = {"Authorization": f"Bearer {token['access_token']}"}
    return requests.get(door.address(path), headers=fields, timeout=20).status_code
