"""Secret managers that are down, slow, refusing, throttling or talking nonsense while the real server runs."""

import contextlib
import json
import os
import pathlib
import signal
import time

import pytest

from .azure import SecureHandler
from .azure import error as azure_error
from .load import answer
from .server import all_accepted, doorward, keys, none_stale, ready, refused, sample, status, until
from .world import ANSWERS, CAUSES, MANAGERS, PLANTED


def test_faults_while_running_keep_the_last_good_values_and_end_by_themselves(world, api):
    local, watched = ("file", "exec"), keys(len(MANAGERS), 2)
    with doorward(world.folder, world.references(*local, *MANAGERS), world.environment, world.more(), api) as server:
        before = [value for name in MANAGERS for value in world.values[name][-2:]]
        all_accepted(server, before)
        for fault in CAUSES:
            counted = {key: sample(server.metrics(), "doorward_secret_read_failures_total", key) for key in watched}
            world.fail(fault)
            begin = time.monotonic()
            stale = until(lambda: set(ready(server).get("stale_secrets", [])) == set(watched))
            assert stale, f"{fault}: {ready(server)}\n{server.log[-3000:]}"
            took = time.monotonic() - begin
            for obstacle in world.obstacles.values():
                obstacle.requests = 0
            # What is in order goes on, also when everything is read again.
            server.process.send_signal(signal.SIGHUP)
            begin = time.monotonic()
            all_accepted(server, [world.put(name) for name in local], 8)
            rotated = time.monotonic() - begin
            # A reload knows as well what is stale.
            assert set(ready(server).get("stale_secrets", [])) == set(watched), (fault, ready(server))
            assert not refused(server, before), f"{fault}: {refused(server, before)}\n{server.log[-4000:]}"
            metrics = server.metrics()
            for key in watched:
                assert sample(metrics, "doorward_secret_stale", key) == 1, (fault, key)
                assert sample(metrics, "doorward_secret_read_failures_total", key) > counted[key], (fault, key)
            if fault == "throttled":
                # All have been asked to wait by now, so nothing asks but the reload, once.
                asked = {name: world.obstacles[name].requests for name in ("aws-sm", "gcp-sm", "vault")}
                assert all(count == 1 for count in asked.values()), f"{asked}, {took:.1f} s and {rotated:.1f} s later"
            world.fail("pass")
            begin = time.monotonic()
            assert until(lambda: none_stale(server, watched)), f"{fault}: {ready(server)}"
            over = time.monotonic() - begin
            print(f"\n{fault}: stale after {took:.1f} s, others new in {rotated:.1f} s, over in {over:.1f} s", end="")
            assert not refused(server, before), fault
        metrics, log = server.metrics(), server.log
        assert all(sample(metrics, "doorward_secret_stale", key) == 0 for key in watched)
        assert log.count("can be read again") >= len(CAUSES) * len(MANAGERS)
        world.assert_quiet(log + metrics)


def test_a_previous_version_that_cannot_be_read_for_now_stays(world, api, monkeypatch):
    names, marks = ("aws-sm", "gcp-sm", "vault", "azure-kv"), (b"AWSPREVIOUS", b"/versions/1:access", b"version=1")
    world.put("azure-kv")
    broken = answer(json.dumps({"message": PLANTED}).encode(), status="500 Internal Server Error")
    older, unharmed = world.azure.versions["load"][-2]["id"].rpartition("/")[2], SecureHandler.got
    with doorward(world.folder, world.references(*names), world.environment, world.more(), api) as server:
        values = [value for name in names for value in world.values[name][-2:]]
        all_accepted(server, values)
        counted = [failures(server, names, name) for name in names]
        for name, mark in zip(names, marks):
            world.obstacles[name].turn((mark, broken))
        harmed = (500, azure_error("InternalServerError"), {})
        monkeypatch.setattr(
            SecureHandler, "got", lambda self, name, which: harmed if which == older else unharmed(self, name, which)
        )
        # Long beyond the grace.
        time.sleep(5)
        assert all(world.obstacles[name].requests for name in names)
        wrong = [name for name in names if refused(server, world.values[name][-2:])]
        assert not wrong, f"{wrong}\n" + "\n".join(line for line in server.log.splitlines() if " kept there" in line)
        # The reading is good: it is told what it lacks, and that is all.
        assert [failures(server, names, name) for name in names] == counted
        assert none_stale(server, keys(len(names))), ready(server)
        told = [json.loads(line) for line in server.log.splitlines() if "status 500" in line]
        for reference in world.references(*names):
            levels = {line["level"] for line in told if f"secret {reference}: " in line["message"]}
            assert levels == {"warning"}, f"{reference}: {levels}\n{server.log[-3000:]}"
        # With the next value the oldest leaves, and so it does when the reading is complete again.
        oldest = [world.values[name][-2] for name in names]
        later = [world.put(name) for name in names]
        monkeypatch.undo()
        world.fail("pass")
        all_accepted(server, later)
        assert until(lambda: all(status(server, value) == 403 for value in oldest), 10)
        assert not refused(server, [world.values[name][-2] for name in names])


@pytest.mark.parametrize("why", ["denied", "garbage"])
def test_an_older_version_that_can_never_be_read_keeps_no_value_for_ever(world, api, why):
    names, marks = ("aws-sm", "vault"), (b"AWSPREVIOUS", b"version=")
    for name, mark in zip(names, marks):
        world.obstacles[name].turn((mark, ANSWERS[why][name]))
    with doorward(world.folder, world.references("file", *names), world.environment, world.more(), api) as server:
        first = world.newest(names)
        all_accepted(server, first)
        for _ in range(2):
            all_accepted(server, [world.put(name) for name in names])
        # Two values later the managers have the first one no more.
        assert until(lambda: all(status(server, value) == 403 for value in first), 12), [
            name for name, value in zip(names, first) if status(server, value) == 200
        ]
        assert not refused(server, world.newest(names))


def test_a_reload_beside_a_slow_source_does_not_bring_old_values_back(world, api):
    local = ("file", "dotenv")
    more = world.more(refresh="30s", timeout="3s", grace="1s")
    with doorward(world.folder, world.references(*local, *MANAGERS), world.environment, more, api) as server:
        world.fail("slow")
        old = world.newest(local)
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        fresh = [world.put(name) for name in local]
        all_accepted(server, fresh)
        assert until(lambda: all(status(server, value) == 403 for value in old), 10)
        # The reload ends within this time.
        end = time.monotonic() + 5
        while time.monotonic() < end:
            assert not refused(server, fresh), "\n".join(line for line in server.log.splitlines() if " is " in line)
            assert all(status(server, value) == 403 for value in old), "an old value is accepted again"
            time.sleep(0.2)


def test_a_command_that_hangs_is_ended_with_all_it_started(world, api):
    place, numbers = world.places["exec"], world.folder / "numbers"

    def left():
        """Which of the processes that the command has started are there still."""
        known = numbers.read_text().split() if numbers.exists() else []
        found = []
        for number in known:
            with contextlib.suppress(OSError):
                if "\nState:\tZ" not in pathlib.Path(f"/proc/{number}/status").read_text():
                    found.append(int(number))
        return found

    with doorward(world.folder, world.references("exec"), world.environment, world.more(timeout="1s"), api) as server:
        place.program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! $$ >> '{numbers}'\nwait\n")
        assert until(left)
        assert until(lambda: sample(server.metrics(), "doorward_secret_read_failures_total", keys(1)[0]) >= 2)
        assert len(left()) <= 2
        assert not refused(server, world.newest(["exec"]))
        assert until(left)
    try:
        assert until(lambda: not left(), 3), "still running after the server's end"
    finally:
        for number in left():
            os.kill(number, signal.SIGKILL)


def test_values_that_turn_bad_while_running_leave_the_last_good_ones_in_force(world, api):
    rounds = {
        "short": (dict.fromkeys(world.places, "hunter2"), "short"),
        "binary": (dict.fromkeys(("file", "exec", "aws-sm", "gcp-sm"), bytes(range(128, 192))), "header"),
        "empty": (dict.fromkeys(("file", "dotenv", "exec", "gcp-sm", "azure-kv", "vault"), ""), "empty"),
    }
    world.places["file"].put = lambda value: raw(world.places["file"].path, value)
    world.places["exec"].put = lambda value: raw(world.places["exec"].path, value)
    names = list(world.places)
    with doorward(world.folder, world.references(*names), world.environment, world.more(), api) as server:
        for title, (bad, words) in rounds.items():
            good = dict(zip(names, world.newest(names)))
            all_accepted(server, good.values())
            counted = {name: failures(server, names, name) for name in bad}
            for name, value in bad.items():
                put_bad(world, name, value)
            for name in bad:
                assert until(lambda: failures(server, names, name) > counted[name]), f"{title} {name}: not refused"
                reference = world.places[name].reference
                assert until(lambda: [
                    line for line in server.log.splitlines()
                    if "cannot be read" in line and escaped(reference) in line and words in line
                ]), f"{title} {name}: {server.log[-3000:]}"  # fmt: skip
            # Longer than the grace: the good ones have not left, they are the last that are known.
            time.sleep(2.5)
            assert not refused(server, [good[name] for name in bad]), title
            assert status(server, "hunter2") == 403
            all_accepted(server, [world.put(name) for name in bad])
        assert "hunter2" not in server.log
        world.assert_quiet(server.log + server.metrics())


def escaped(reference):
    return json.dumps(reference)[1:-1]


def failures(server, names, name):
    return sample(server.metrics(), "doorward_secret_read_failures_total", f"service.secrets[{names.index(name)}]")


def raw(path, value):
    fresh = path.with_name("raw.new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(value if isinstance(value, bytes) else value.encode())
    fresh.rename(path)


def put_bad(world, name, value):
    """Writes a value that is no good, and does not count it as one that must never be shown."""
    world.put(name, value) if value else world.places[name].put(value)
    if isinstance(value, str) and value:
        world.values[name].remove(value)
