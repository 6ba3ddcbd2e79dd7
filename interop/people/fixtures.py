"""One server, one browser and the clients' sites for all tests of pages."""

import os

import pytest
from playwright.sync_api import sync_playwright

from oauth.door import oauth_door
from people.inspection import Inspection
from people.site import sites
from people.visitor import Visitor

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def house(upstream, tmp_path_factory):
    """A server where everybody may sign up."""
    with oauth_door(tmp_path_factory.mktemp("people"), upstream, more="  sign_up: open\n") as running:
        yield running


@pytest.fixture(scope="package")
def chromium(tmp_path_factory):
    if not os.path.exists(CHROMIUM):
        pytest.fail(f"{CHROMIUM} is not there (Debian: apt install chromium), or name another in CHROMIUM")
    with sites(tmp_path_factory.mktemp("sites")) as port, sync_playwright() as playwright:
        # The clients' names are this machine, and no other name exists.
        rules = f"MAP *.example 127.0.0.1:{port}, MAP *openai.com 127.0.0.1:{port}, MAP chatgpt.com 127.0.0.1:{port}"
        arguments = ["--no-sandbox", f"--host-resolver-rules={rules}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def inspection(chromium):
    return Inspection(chromium)


@pytest.fixture
def visitor(house, chromium, inspection):
    """Makes visitors, each with a browser profile of their own."""
    made = []

    def make():
        context = chromium.new_context(java_script_enabled=False, ignore_https_errors=True, reduced_motion="reduce")
        context.set_default_timeout(15_000)
        made.append(Visitor(house, context, inspection))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def site(house):
    return house.add_client("web", "Paper & Pencil", "https://client.example/callback")
