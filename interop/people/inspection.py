"""What holds for every page: it fits, it is accessible, it has a strict policy. Keeps a picture of each."""

import pathlib
import shutil

from axe_playwright_python.sync_playwright import Axe

ARTIFACTS = pathlib.Path(__file__).resolve().parent.parent / "artifacts"
SIZES = {1280: 900, 320: 640}
SCHEMES = ("light", "dark")
FIELDS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Inspection:
    """Looks at pages as they stand, and again in a second profile in which axe-core may run."""

    def __init__(self, browser):
        # Scripts are on and the policy is off here only, because axe-core is a script. The pages have none.
        self.context = browser.new_context(bypass_csp=True)
        self.page = self.context.new_page()
        self.page.route("**/*", self.answer)
        self.shown = ("", "")
        self.names = []
        shutil.rmtree(ARTIFACTS, ignore_errors=True)
        ARTIFACTS.mkdir()

    def answer(self, route):
        """Shows what the other profile shows, though it be the answer to a form."""
        url, text = self.shown
        if route.request.url == url:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    def look(self, page, name):
        """Takes the pictures of a page and checks what holds for every page; `name` is a file's name."""
        assert name not in self.names, f"two pages are called {name}"
        self.names.append(name)
        assert page.locator("h1").count() == 1
        assert page.title()
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=ARTIFACTS / f"{name}-{width}-{scheme}.png", full_page=True)
            needed = page.evaluate("document.documentElement.scrollWidth")
            assert needed <= width, f"{name} needs {needed} px of {width}"
        self.check_access(page, name)
        page.set_viewport_size({"width": 1280, "height": SIZES[1280]})
        page.emulate_media(color_scheme="light")

    def check_access(self, page, name):
        url = page.url.partition("#")[0]
        self.shown = (url, page.content())
        self.page.goto(url)
        found = []
        for width, scheme in ((1280, "light"), (320, "dark")):
            self.page.set_viewport_size({"width": width, "height": SIZES[width]})
            self.page.emulate_media(color_scheme=scheme)
            problems = Axe().run(self.page)
            for problem in problems.response["violations"]:
                nodes = [f"{node['html']} ({node['failureSummary']})" for node in problem["nodes"]]
                found.append(f"{name} at {width} px, {scheme}: {problem['id']}: {problem['help']}: {nodes}")
        self.shown = ("", "")
        assert not found, "\n".join(found)


def check_headers(response):
    """The header fields that every page for people has."""
    fields = response.headers
    policy = fields.get("content-security-policy", "")
    for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action "):
        assert part in policy, f"{response.url}: {policy}"
    assert "unsafe" not in policy and "script-src" not in policy, policy
    for name, value in FIELDS.items():
        assert value in fields.get(name, ""), f"{response.url}: {name}: {fields.get(name)}"
