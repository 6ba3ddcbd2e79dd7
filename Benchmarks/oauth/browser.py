"""Just enough of a browser to sign in and agree: it fills in the first form of each page, with its hidden fields."""

import html.parser
import http.cookies
import urllib.parse

from oauth.peer import exchange
from processes import Failed


class Form(html.parser.HTMLParser):
    """The forms of a page: (action, fields)."""

    def __init__(self, text):
        super().__init__()
        self.forms = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            self.forms.append((values.get("action") or "", {}))
        elif tag == "input" and self.forms and values.get("name") and values.get("type") == "hidden":
            self.forms[-1][1][values["name"]] = values.get("value") or ""


class Browser:
    def __init__(self, port):
        self.port = port
        self.cookies = {}

    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method, address, fields=None):
        """One request, no redirect followed: status, Location, text."""
        parts = urllib.parse.urlsplit(address)
        path = urllib.parse.urlunsplit(("", "", parts.path, parts.query, ""))
        headers = {"Accept": "text/html", "Cookie": self.cookie(), "Origin": f"http://127.0.0.1:{self.port}"}
        body = urllib.parse.urlencode(fields) if fields is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        status, answered, text = exchange(self.port, method, path, body, headers)
        for line in answered.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)
        return status, answered["Location"], text

    def walk(self, address, redirect, answers, most=12):
        """From an address to `redirect`, giving `answers` (names and values) in the forms on the way."""
        method, fields = "GET", None
        for _ in range(most):
            status, location, text = self.ask(method, address, fields)
            if location and location.startswith(redirect):
                return location
            if location:
                method, fields, address = "GET", None, urllib.parse.urljoin(address, location)
                continue
            forms = Form(text).forms
            if status != 200 or not forms:
                raise Failed(f"{method} {address}: {status} {text[:500]}")
            action, hidden = forms[0]
            method, fields, address = "POST", {**hidden, **answers}, urllib.parse.urljoin(address, action or address)
        raise Failed(f"signing in does not end: {address}")
