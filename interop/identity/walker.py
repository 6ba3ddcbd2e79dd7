"""Somebody who signs in elsewhere without a browser: cookies by name, redirects by hand, forms as they stand."""

import base64
import hashlib
import itertools
import urllib.parse
import uuid

import requests

from oauth.forms import Forms, answered

VERIFIER = "w" * 64
NUMBERS = itertools.count(1)


class Walker:
    """Follows the way to a provider and back, each from an address of his own, as a proxy would name it.

    `inner` is where the server listens, where that is not its public address.
    """

    def __init__(self, base, client, *, inner=None, verify=True):
        number = next(NUMBERS)
        self.address = f"10.77.{number // 250}.{number % 250 + 1}"
        self.base, self.client, self.inner, self.verify = base, client, inner or base, verify
        self.cookies = {}
        self.seen = []
        self.state = str(uuid.uuid4())

    def ask(self, method, url, **more):
        """One request, without following where it leads."""
        own = url.startswith(self.base + "/")
        fields = {"X-Forwarded-For": self.address} if own else {}
        if own and self.cookies:
            fields["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if own and self.inner != self.base:
            fields |= {"Host": urllib.parse.urlsplit(self.base).netloc, "X-Forwarded-Proto": "https"}
        target = self.inner + url[len(self.base) :] if own else url
        # A session would send the cookies of one place to another on the same address.
        answer = requests.request(
            method, target, headers=fields, allow_redirects=False, timeout=60, verify=self.verify, **more
        )
        if own:
            self.take(answer)
        self.seen.append(url)
        return answer

    def take(self, answer):
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        for line in answer.raw.headers.getlist("set-cookie"):
            name, _, rest = line.partition("=")
            value, _, attributes = rest.partition(";")
            if "max-age=0" in attributes.lower().replace(" ", ""):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def own(self, location):
        return urllib.parse.urljoin(self.base + "/", location)

    def page(self, method, url, **more):
        """Follows redirects within the server; the last answer."""
        answer = self.ask(method, url, **more)
        while answer.status_code in (302, 303) and self.own(answer.headers["Location"]).startswith(self.base + "/"):
            answer = self.ask("GET", self.own(answer.headers["Location"]))
        return answer

    def form(self, page, action, **fields):
        """Sends the form of a page that goes to `action`, with the value of a button."""
        for place, hidden in Forms(page.text).forms:
            if place == action:
                return self.page("POST", self.base + action, data=hidden | fields)
        raise AssertionError(f"no form goes to {action}: {page.status_code} {page.text}")

    def begin(self):
        """Opens the client's link; the page where people sign in."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code", "client_id": self.client.id, "redirect_uri": self.client.redirect,
            "scope": "notes:read", "state": self.state, "code_challenge": challenge,
            "code_challenge_method": "S256"}  # fmt: skip
        return self.page("GET", f"{self.base}/oauth/authorize?{urllib.parse.urlencode(query)}")

    def sign_in(self, provider):
        """From the client's link through the provider; what the server answers in the end."""
        consent = self.form(self.begin(), "/oauth/provider", provider=provider)
        assert "go on to" in consent.text, f"{consent.status_code} {consent.text}"
        return self.agree(consent)

    def agree(self, consent):
        answer = self.form(consent, "/oauth/consent", decision="allow")
        if answer.status_code != 303:
            return answer
        away = self.ask("GET", answer.headers["Location"])
        back = away.headers.get("Location", "")
        assert back.startswith(f"{self.base}/oauth/callback/"), f"{away.status_code} {back} {away.text[:200]}"
        return self.page("GET", back)

    def answer(self, response):
        """What the client was told by the redirect that ends the way."""
        location = response.headers.get("Location", "")
        assert location.startswith(self.client.redirect), f"{response.status_code} {location} {response.text}"
        told = answered(location)
        assert told.pop("state") == self.state and told.pop("iss") == self.base
        return told

    def token(self, code):
        members = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.client.redirect,
            "code_verifier": VERIFIER, "client_id": self.client.id,
            "client_secret": self.client.secret}  # fmt: skip
        bought = self.ask("POST", f"{self.base}/oauth/token", data=members)
        assert bought.status_code == 200, bought.text
        return bought.json()

    def is_signed_in(self):
        return self.ask("GET", f"{self.base}/account").status_code == 200
