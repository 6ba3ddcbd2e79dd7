"""Secret managers that are down, slow, refusing, throttling or talking nonsense when the real server starts."""

import re
import time

import pytest

from .places import replace
from .server import all_accepted, doorward, keys, ready, refused, sample, status, until
from .world import CAUSES, MANAGERS, PASSING, PLANTED


@pytest.mark.parametrize("fault", CAUSES)
def test_a_source_that_fails_at_the_start_is_named_with_the_cause(world, fault):
    folder = world.configure(world.references("file", *MANAGERS))
    world.fail(fault)
    begin = time.monotonic()
    done = world.run(folder, "serve")
    # The time-out is 2 s for all of them together; the rest is for a machine that is busy.
    assert time.monotonic() - begin < 10
    assert done.returncode == (69 if fault in PASSING else 78), done.said
    for name, reference in zip(MANAGERS, world.references(*MANAGERS)):
        lines = [line for line in done.said.splitlines() if reference in line]
        assert len(lines) == 1 and "service.secrets" in lines[0], f"{name}: {done.said}"
        assert re.search(CAUSES[fault], lines[0]), f"{name}: {lines[0]}"
    assert world.places["file"].reference + ":" not in done.said


def test_values_that_are_no_good_stop_the_start_with_a_sentence(world):
    folder = world.folder
    binary = bytes(range(128, 192))
    for name in ("aws-sm", "gcp-sm"):
        world.put(name, binary)
    (folder / "binary").write_bytes(binary)
    replace(folder / "empty", "")
    replace(folder / "short", "hunter2")
    replace(folder / "wrong.env", "OTHER=x\n")
    failing = folder / "failing"
    failing.write_text(f"#!/bin/sh\necho {PLANTED}\necho {PLANTED} >&2\nexit 3\n")
    failing.chmod(0o700)
    world.put("vault", "abc")
    world.put("azure-kv", "hunter2")
    expected = {
        **dict.fromkeys(world.references("aws-sm", "gcp-sm") + [f"file:{folder}/binary"], "cannot stand in a header"),
        **dict.fromkeys(world.references("vault", "azure-kv") + [f"file:{folder}/short"], "short"),
        f"file:{folder}/empty": "empty",
        f"file:{folder}/nowhere": "no file",
        f"dotenv:{folder}/wrong.env#PLUGIN_SECRET": "has no PLUGIN_SECRET",
        f"exec:{failing}": "may not be run",
        "env:NOT_SET": "NOT_SET",
    }
    done = world.run(world.configure([*expected, "env:A_SECRET"]), "serve")
    assert done.returncode == 78, done.said
    for reference, words in expected.items():
        lines = [line for line in done.said.splitlines() if reference in line]
        assert len(lines) == 1 and words in lines[0] and "service.secrets" in lines[0], (reference, done.said)
    assert "hunter2" not in done.said and "abc" not in done.said.replace(str(folder), "")
    allowed = world.configure([f"exec:{failing}"])
    text = (allowed / "doorward.yaml").read_text().replace("exec: [", f"exec: [{failing}, ")
    (allowed / "doorward.yaml").write_text(text)
    done = world.run(allowed, "serve")
    # A program may fail because what it asks is away.
    assert done.returncode == 69 and "3" in done.said, done.said
    del world.values["vault"][-1], world.values["azure-kv"][-1]


def test_an_optional_source_that_is_down_at_the_start_comes_by_itself(world, api):
    world.fail("down")
    references = ["file:" + str(world.places["file"].path)] + [f"optional:{one}" for one in world.references(*MANAGERS)]
    with doorward(world.folder, references, world.environment, world.more(), api) as server:
        assert not refused(server, world.newest(["file"]))
        assert all(status(server, value) == 403 for value in world.newest(MANAGERS))
        counted = [sample(server.metrics(), "doorward_secret_read_failures_total", key) for key in keys(4, 1)]
        assert all(counted), counted
        # Longer than `stale_after`: what was never there has not become old.
        time.sleep(3)
        assert ready(server).get("status") != "degraded" and "stale_secrets" not in ready(server), ready(server)
        assert not [key for key in keys(4, 1) if sample(server.metrics(), "doorward_secret_stale", key)]
        world.fail("pass")
        begin = time.monotonic()
        all_accepted(server, world.newest(MANAGERS))
        print(f"\ncame by itself after {time.monotonic() - begin:.1f} s")
        assert ready(server).get("status") != "degraded", ready(server)
        world.assert_quiet(server.log + server.metrics())
