"""One AWS for all tests of secret managers, and a world of all managers that may fail."""

import pytest

from secret_sources import vault as vault_stand_in
from secret_sources.aws import ALL, amazon
from secret_sources.google import serving
from secret_sources.load import small_api
from secret_sources.places import azure_running
from secret_sources.world import World


@pytest.fixture(scope="session")
def aws(tmp_path_factory):
    with amazon(tmp_path_factory.mktemp("moto")) as running:
        yield running


@pytest.fixture
def keys(aws):
    """The environment of a process that may read and write everything of AWS's."""
    return aws.endpoint | aws.user(ALL)


@pytest.fixture(scope="module")
def api():
    with small_api() as address:
        yield address


@pytest.fixture
def world(aws, tmp_path):
    with serving() as (google, address), azure_running(tmp_path) as azure, vault_stand_in.running() as vault:
        google.address = address
        made = World(aws, google, azure, vault, tmp_path)
        made.google, made.vault = google, vault
        yield made
        for obstacle in made.obstacles.values():
            obstacle.turn("over")
        # Of a version that is retired between the list and its reading.
        for one in vault.refusals:
            one["expected"] |= one["status"] == 404 and "/data/load?version=" in one["asked"]
        refusals = [one for one in google.refusals if not one.endswith("Version is in DISABLED state.")]
        assert refusals == [] and azure.refusals == []
