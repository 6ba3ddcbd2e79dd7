#!/usr/bin/env python3
"""Plays ChatGPT, byte for byte as its requests are described in public, through raw sockets: nothing is normalised.

    DOORWARD_CLIENT_SECRET=… DOORWARD_PASSWORD=… python3 chatgpt_wire.py http://127.0.0.1:8000 \\
        --variant action-form --client-id ID --assistant-id g-0123456789abcdef0123456789abcdef --user ada --call /notes

Walks from the browser's redirect through sign-in and consent to a code, a token, a call of the API, a refreshed token
and another call; for both hosts of the callback. Plain HTTP only: an address of this machine. Needs nothing but Python.
"""

import argparse
import base64
import dataclasses
import html
import json
import os
import re
import socket
import sys
import urllib.parse
import uuid

CALLBACK_HOSTS = ("https://chat.openai.com", "https://chatgpt.com")
PLUGIN_AGENT = "Python/3.9 aiohttp/3.8.0"
ACTION_AGENT = (
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot"
)
BROWSER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
FORM = "application/x-www-form-urlencoded"


@dataclasses.dataclass(frozen=True)
class Variant:
    """How one kind of assistant sends its token requests and calls."""

    content_type: str
    is_basic: bool
    agent: str


VARIANTS = {
    "plugin-json": Variant("application/json", False, PLUGIN_AGENT),
    "plugin-form": Variant(FORM, False, PLUGIN_AGENT),
    "action-form": Variant(FORM, False, ACTION_AGENT),
    "action-basic": Variant(FORM, True, ACTION_AGENT),
}


class Wrong(Exception):
    """What the server did that ChatGPT would trip over."""


def check(holds, problem):
    if not holds:
        raise Wrong(problem)


@dataclasses.dataclass
class Answer:
    status: int
    fields: list
    body: bytes

    def all(self, name):
        return [value for key, value in self.fields if key == name.lower()]

    def one(self, name):
        values = self.all(name)
        check(len(values) == 1, f"{len(values)} fields {name}, not one")
        return values[0]


def exchange(base, request):
    """Sends these bytes on a connection of their own and reads the one answer."""
    place = urllib.parse.urlsplit(base)
    with socket.create_connection((place.hostname, place.port or 80), timeout=30) as connection:
        connection.sendall(request)
        with connection.makefile("rb") as stream:
            status = int(stream.readline().split()[1])
            fields = []
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, _, value = line.decode("latin-1").partition(":")
                fields.append((name.lower(), value.strip()))
            answer = Answer(status, fields, b"")
            if answer.all("transfer-encoding"):
                while length := int(stream.readline().split(b";")[0], 16):
                    answer.body += stream.read(length)
                    stream.readline()
            else:
                answer.body = stream.read(int(answer.one("content-length")) if answer.all("content-length") else 0)
    return answer


def head(base, method, target, fields):
    place = urllib.parse.urlsplit(base).netloc
    lines = [f"{method} {target} HTTP/1.1", f"Host: {place}", *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join([*lines, "", ""]).encode()


class Browser:
    """The person's own browser: it keeps cookies, follows redirects and submits the one form of a page."""

    def __init__(self, base, name, password):
        self.base, self.name, self.password = base, name, password
        self.cookies = {}

    def request(self, method, target, body=None):
        fields = [("User-Agent", BROWSER_AGENT), ("Accept", "text/html,application/xhtml+xml")]
        if self.cookies:
            fields.append(("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items())))
        if body is not None:
            fields += [("Origin", self.base), ("Content-Type", FORM), ("Content-Length", str(len(body)))]
        answer = exchange(self.base, head(self.base, method, target, fields) + (body or b""))
        for cookie in answer.all("set-cookie"):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def submit(self, page):
        """Fills in the form of a page."""
        text = page.body.decode()
        form = re.search(r'<form[^>]*action="([^"]*)".*?</form>', text, re.S)
        check(form, f"{page.status}, no form: {text}")
        tags = re.findall(r"<input[^>]*>", form[0], re.S)
        inputs = [dict(re.findall(r'\s([a-z]+)="([^"]*)"', tag)) for tag in tags]
        fields = {one["name"]: html.unescape(one.get("value", "")) for one in inputs if one.get("type") == "hidden"}
        if any(one.get("name") == "password" for one in inputs):
            fields |= {"username": self.name, "password": self.password}
        else:
            fields["decision"] = "allow"
        return self.request("POST", html.unescape(form[1]), urllib.parse.urlencode(fields).encode())

    def go(self, target, callback):
        """From the client's link to its callback; the address the browser was sent to in the end."""
        answer = self.request("GET", target)
        for _ in range(8):
            location = answer.all("location")
            if location and location[0].startswith(callback):
                return location[0]
            if not location:
                answer = self.submit(answer)
                continue
            following = urllib.parse.urlsplit(urllib.parse.urljoin(self.base, location[0]))
            answer = self.request("GET", following._replace(scheme="", netloc="").geturl())
        raise Wrong(f"the browser does not come back: {answer.status} {answer.body.decode(errors='replace')}")


@dataclasses.dataclass
class Assistant:
    """One installed plugin or GPT."""

    base: str
    variant: Variant
    id: str
    client_id: str
    client_secret: str

    def link(self, callback, scope, state):
        """What "Log in with …" opens: these five parameters in this order, the scope even when it is empty."""
        return (
            f"/oauth/authorize?response_type=code&client_id={self.client_id}"
            f"&redirect_uri={urllib.parse.quote(callback, safe='')}&scope={urllib.parse.quote_plus(scope)}"
            f"&state={urllib.parse.quote(state, safe='')}"
        )

    def callback(self, host):
        return f"{host}/aip/{self.id}/oauth/callback"

    def code(self, location, callback, state):
        """Takes the answer apart as it stands: `state` has to be the same bytes again."""
        check(location.startswith(callback + "?"), f"sent to {location}")
        pairs = [part.partition("=")[::2] for part in location[len(callback) + 1 :].split("&")]
        values = {name: urllib.parse.unquote_to_bytes(value.replace("+", " ")) for name, value in pairs}
        check(len(values) == len(pairs), f"repeated parameters: {location}")
        check(values.get("state") == state.encode(), f"another state: {values.get('state')!r}")
        check(values.get("iss") == self.base.encode(), f"another issuer: {values.get('iss')!r}")
        check("code" in values, f"no code: {location}")
        return values["code"].decode()

    def token_request(self, members):
        """The bytes of a token request; credentials stand where this kind of assistant puts them."""
        members = dict(members)
        fields = [("User-Agent", self.variant.agent), ("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate")]
        if self.variant.is_basic:
            pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
            fields.append(("Authorization", f"Basic {pair}"))
        else:
            first = members.pop("grant_type")
            members = {"grant_type": first, "client_id": self.client_id, "client_secret": self.client_secret, **members}
        text = json.dumps(members) if self.variant.content_type != FORM else urllib.parse.urlencode(members)
        body = text.encode()
        fields += [("Content-Length", str(len(body))), ("Content-Type", self.variant.content_type)]
        return head(self.base, "POST", "/oauth/token", fields) + body

    def token(self, members):
        """A token answer, read as strictly as it may be read."""
        answer = exchange(self.base, self.token_request(members))
        check(answer.status == 200, f"token: {answer.status} {answer.body.decode(errors='replace')}")
        check(answer.one("content-type").split(";")[0] == "application/json", "token: not JSON")
        check("no-store" in answer.one("cache-control"), "token: may be stored")
        check(not answer.all("content-encoding"), "token: compressed")
        token = json.loads(answer.body)
        kinds = {"access_token": str, "token_type": str, "expires_in": int, "refresh_token": str, "scope": str}
        for name, kind in kinds.items():
            check(type(token.get(name)) is kind, f"token: {name} is {type(token.get(name)).__name__}")
        check(token["token_type"] == "bearer", f"token: token_type {token['token_type']}")
        return token

    def call(self, path, token):
        """A call of the API with the fields that are sent with calls; the answer."""
        fields = [
            ("User-Agent", self.variant.agent),
            ("Accept", "*/*"),
            ("Accept-Encoding", "gzip, deflate, br"),
            ("Authorization", f"Bearer {token['access_token']}"),
            ("openai-ephemeral-user-id", str(uuid.uuid4())),
            ("openai-conversation-id", str(uuid.uuid4())),
            ("openai-subdivision-1-iso-code", "US-CA"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            ("x-openai-traffic-source", "user"),
        ]
        fields += [("openai-gpt-id", self.id)] if self.id.startswith("g-") else []
        return exchange(self.base, head(self.base, "GET", path, fields))

    def walk(self, browser, host, scope="", state=None, path="/notes"):
        """From the link to a call with the refreshed token; the answers of both calls."""
        state = str(uuid.uuid4()) if state is None else state
        callback = self.callback(host)
        location = browser.go(self.link(callback, scope, state), callback)
        code = self.code(location, callback, state)
        first = self.token({"grant_type": "authorization_code", "code": code, "redirect_uri": callback})
        before = self.call(path, first)
        check(before.status == 200, f"call: {before.status} {before.body.decode(errors='replace')}")
        second = self.token({"grant_type": "refresh_token", "refresh_token": first["refresh_token"]})
        check(second["access_token"] != first["access_token"], "refresh: the same access token")
        after = self.call(path, second)
        check(after.status == 200, f"call: {after.status} {after.body.decode(errors='replace')}")
        return before, after


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", help="the server's public address, without a slash at the end")
    parser.add_argument("--variant", choices=VARIANTS, required=True)
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--assistant-id", required=True, help="plugin-… or g-…")
    parser.add_argument("--user", required=True)
    parser.add_argument("--scope", default="")
    parser.add_argument("--call", default="/", help="the path of an operation without input")
    words = parser.parse_args()
    secret, password = (os.environ.get(f"DOORWARD_{name}") for name in ("CLIENT_SECRET", "PASSWORD"))
    if not secret or not password:
        parser.error("DOORWARD_CLIENT_SECRET and DOORWARD_PASSWORD are not set")
    assistant = Assistant(words.base, VARIANTS[words.variant], words.assistant_id, words.client_id, secret)
    browser = Browser(words.base, words.user, password)
    for host in CALLBACK_HOSTS:
        try:
            assistant.walk(browser, host, words.scope, path=words.call)
        except Wrong as problem:
            print(f"FAILED  {words.variant}, {host}: {problem}")
            return 1
        print(f"ok      {words.variant}, {host}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
