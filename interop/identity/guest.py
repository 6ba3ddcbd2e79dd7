"""Somebody at a browser who has an account elsewhere."""

import re

from identity.hall import written
from people.inspection import check_headers
from people.visitor import Visitor


class Guest(Visitor):
    """A visitor whose way leads through other people's pages, about which nothing is said here."""

    def __init__(self, door, context, inspection):
        # Answers of status 500 and up that a test is about.
        self.expected = set()
        self.seen = []
        super().__init__(door, context, inspection)
        context.on("request", lambda request: self.seen.append(request.url))

    def check(self, response):
        if not response.url.startswith(self.door.base + "/"):
            return
        if response.status >= 500 and response.status not in self.expected:
            self.problems.append(f"{response.url}: {response.status}")
        if response.headers.get("content-type", "").startswith("text/html"):
            try:
                check_headers(response)
            except AssertionError as problem:
                self.problems.append(str(problem))

    def hear(self, message):
        if message.location.get("url", "").startswith(self.door.base + "/"):
            super().hear(message)

    def visited(self, provider):
        """Whether the browser has asked the provider for anything."""
        return any(url.startswith(provider.base + "/") for url in self.seen)

    def choose(self, provider):
        """From the page where people sign in to the question whether to allow what the client asks for."""
        self.at("/oauth/sign-in")
        self.press(f"Continue with {provider.label}")
        self.at("/oauth/consent")

    def allow(self, provider):
        self.press(re.compile(f"Allow and go on to\\s+{provider.label}"))

    def come_in(self, provider, member):
        """All of it, up to where the provider lets go."""
        self.choose(provider)
        self.allow(provider)
        if provider.is_at(self.page):
            provider.sign_in(self.page, member)

    def leave_server(self):
        """Forgets who is signed in at the server; the provider remembers what it remembers."""
        self.context.clear_cookies(domain="127.0.0.1")

    def number(self):
        """The number on a page that says no, by which the log finds the request."""
        number = self.page.locator("main code").inner_text()
        assert re.fullmatch(r"[0-9a-f]{8,32}", number), number
        assert number in written(self.door, number)
        return number
