"""Doorward with identity providers."""

import contextlib
import os
import time

import requests

from identity.provider import SECRET
from oauth.door import oauth_door

EVERYONE = "    allow: everyone\n"


@contextlib.contextmanager
def hall(folder, upstream, providers, *, rules=EVERYONE, oauth="", user_tokens=False):
    """A server whose people come from `providers`.

    `rules` are lines of each provider's entry, or a function of a provider that makes them; `oauth` are lines of
    `oauth`, indented by two; with `user_tokens` the API gets the providers' tokens.
    """
    lines = [provider.section(rules(provider) if callable(rules) else rules) for provider in providers]
    environment = {"IDENTITY_SECRET": SECRET}
    if user_tokens:
        environment["DOORWARD_UPSTREAM_AUTHORIZATION"] = "user"
    more = oauth + "identity_providers:\n" + "".join(lines)
    with oauth_door(folder, upstream, more=more, environment=environment) as door:
        door.secrets.append(SECRET)
        yield door


def callback(door, provider):
    return f"{door.base}/oauth/callback/{provider.name}"


def call(door, token, path="/notes"):
    """What the API was sent with a client's call: its header fields, by names in lower case."""
    fields = {"Authorization": f"Bearer {token['access_token']}"}
    answer = requests.get(door.address(path), headers=fields, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["headers"]


@contextlib.contextmanager
def all_running(providers, door, folder):
    """Several providers at once, each with a client for the server."""
    with contextlib.ExitStack() as stack:
        for provider in providers:
            os.makedirs(folder / provider.name)
            stack.enter_context(provider.running(folder / provider.name, callback(door, provider)))
        yield


def written(door, word):
    """The log, once it has a word or some seconds are over: it is written a moment after the answer."""
    deadline = time.monotonic() + 5
    while word not in door.log and time.monotonic() < deadline:
        time.sleep(0.05)
    return door.log
