"""A browser that finds the providers, and one server with all of them."""

import pytest

from conftest import free_port
from identity.canaille import Canaille
from identity.glewlwyd import Glewlwyd, missing
from identity.guest import Guest
from identity.hall import all_running, hall
from identity.nanoidp import NanoIDP
from identity.oidc_mock import Mock
from identity.provider import HOST
from people.fixtures import CHROMIUM
from people.site import sites

KINDS = (Glewlwyd, NanoIDP, Canaille, Mock)


@pytest.fixture(scope="package")
def abroad(chromium, tmp_path_factory):
    """Chromium for which the clients' names and the providers' address are this machine, and nothing else exists."""
    with sites(tmp_path_factory.mktemp("sites")) as port:
        rules = f"MAP *.example 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE {HOST}"
        arguments = ["--no-sandbox", f"--host-resolver-rules={rules}"]
        browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def guest(abroad, inspection):
    """Makes guests of a server, each with a browser profile of their own."""
    made = []

    def make(door, *, scripts=False):
        context = abroad.new_context(java_script_enabled=scripts, ignore_https_errors=True, reduced_motion="reduce")
        context.set_default_timeout(20_000)
        made.append(Guest(door, context, inspection))
        return made[-1]

    yield make
    for one in made:
        one.close()


def own_people(provider):
    return f"    allow:\n      claims: {{iss: ['{provider.issuer}']}}\n"


@pytest.fixture(scope="session")
def embassy(upstream, tmp_path_factory):
    """A server with all of the providers, and they by their names."""
    reason = missing()
    providers = {kind.name: kind(free_port()) for kind in KINDS if kind is not Glewlwyd or not reason}
    folder = tmp_path_factory.mktemp("embassy")
    # All of each one's people by a rule: of strangers, for whom `everyone` is, only so many may make accounts at a time.
    with hall(folder, upstream, providers.values(), rules=own_people) as door:
        with all_running(providers.values(), door, tmp_path_factory.mktemp("providers")):
            door.providers, door.missing = providers, reason
            yield door


@pytest.fixture(scope="session")
def notepad(embassy):
    return embassy.add_client("web", "Paper & Pencil", "https://client.example/callback")
