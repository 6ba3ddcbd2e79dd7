"""A browser of 80 lines: cookies, redirects followed by hand, forms without scripts."""

import html.parser
import urllib.parse

import requests

from oauth.door import PASSWORD


class Forms(html.parser.HTMLParser):
    """The forms of a page: where each goes, and its hidden fields."""

    def __init__(self, text):
        super().__init__()
        self.forms = []
        self.names = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "form":
            self.forms.append((known.get("action", ""), {}))
        if "name" in known and self.forms:
            self.names.add(known["name"])
            if tag == "input" and known.get("type") == "hidden":
                self.forms[-1][1][known["name"]] = known.get("value", "")


class Person:
    """Somebody who signs in when asked to, and then decides as told."""

    def __init__(self, name, password=PASSWORD):
        self.name, self.password = name, password
        self.session = requests.Session()
        self.seen = []

    def fill(self, page, decision):
        """The first form of a page, filled in: its address and fields."""
        forms = Forms(page.text)
        assert forms.forms, f"{page.status_code} {page.url} has no form: {page.text}"
        action, fields = forms.forms[0]
        if "password" in forms.names:
            fields |= {"username": self.name, "password": self.password}
        elif "decision" in forms.names:
            fields |= {"decision": decision}
        return urllib.parse.urljoin(page.url, action), fields

    def go(self, url, redirect, decision="allow"):
        """Follows a client's request until the answer leads to `redirect`; that whole address.

        What was shown on the way is left in `seen`, as paths.
        """
        self.seen = []
        answer = self.session.get(url, allow_redirects=False, timeout=30)
        for _ in range(8):
            self.seen.append(urllib.parse.urlsplit(answer.url).path)
            location = answer.headers.get("Location", "")
            if location.startswith(redirect):
                return location
            if location:
                following = urllib.parse.urljoin(answer.url, location)
                answer = self.session.get(following, allow_redirects=False, timeout=30)
                continue
            action, fields = self.fill(answer, decision)
            answer = self.session.post(action, data=fields, allow_redirects=False, timeout=30)
        raise AssertionError(f"no end: {self.seen}, then {answer.status_code} {answer.text}")


def answered(location):
    """The parameters of an address, each of which stands in it once."""
    pairs = urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs), f"repeated parameters: {location}"
    return dict(pairs)
