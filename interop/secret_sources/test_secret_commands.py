"""`doorward secret` with all kinds of places at once, beside a running server and alone."""

import json
import re
import time

import pytest

from .door import fingerprint
from .server import all_accepted, doorward, refused, status, until
from .world import MANAGERS, new


def test_commands_rotate_and_retire_each_kind_beside_a_running_server(world, api):
    names = ["file", "dotenv", *MANAGERS]
    references = world.references(*names)
    with doorward(world.folder, references, world.environment, world.more(grace="1s"), api) as server:
        old = dict(zip(names, world.newest(names)))
        fresh = {}
        for index, name in enumerate(names):
            # By key, and by the place.
            asked = f"service.secrets[{index}]" if index % 2 else references[index]
            if name == "azure-kv":
                time.sleep(1)
            done = world.run(world.folder, "secret", "rotate", asked)
            assert done.returncode == 0, done.said
            fresh[name] = re.search(r"^  (\S{20,})$", done.stdout, re.M)[1]
            assert fingerprint(fresh[name]) in done.stdout
        all_accepted(server, [*fresh.values(), *old.values()])
        rows = json.loads(world.run(world.folder, "secret", "list", "--format", "json").stdout)
        listed = {row["fingerprint"]: row["state"] for row in rows}
        for value in [*fresh.values(), *old.values()]:
            assert listed.get(fingerprint(value)) == "accepted", rows
        for name in names:
            done = world.run(world.folder, "secret", "retire", fingerprint(old[name]))
            assert done.returncode == 0, done.said
        over = until(lambda: all(status(server, value) == 403 for value in old.values()), 10)
        assert over, {name: status(server, value) for name, value in old.items()}
        assert not refused(server, fresh.values())
        for value in fresh.values():
            assert value not in server.log


@pytest.mark.parametrize("database", ["none", "sqlite:doorward.db"])
def test_a_value_that_only_the_server_knows_still_can_be_retired_or_it_is_said_why_not(world, api, database):
    (old,) = world.newest(["exec"])
    with doorward(
        world.folder, world.references("exec", "file"), world.environment, world.more(grace="1h"), api, database
    ) as server:
        all_accepted(server, [old])
        all_accepted(server, [world.put("exec")])
        hint = f"secret retire {fingerprint(old)}"
        assert until(lambda: f"{fingerprint(old)} is no longer kept there" in server.log), server.log[-2000:]
        if database == "none":
            # Nobody else can know of it, so nothing may be promised.
            done = world.run(world.folder, "secret", "retire", fingerprint(old))
            assert done.returncode == 1 and "no accepted secret" in done.said, done.said
            assert "secret retire" not in server.log
            assert not refused(server, [old])
        else:
            assert until(lambda: hint in server.log), server.log[-2000:]
            done = world.run(world.folder, "secret", "retire", fingerprint(old))
            assert done.returncode == 0, done.said
            assert until(lambda: status(server, old) == 403, 10)
            assert not refused(server, world.newest(["exec"]))


def test_a_value_that_is_in_use_is_pushed_out_on_purpose_only(world, api):
    names = ["file", "vault", "aws-sm", "gcp-sm"]
    more = world.more(refresh="1s", grace="1s")
    with doorward(world.folder, world.references(*names), world.environment, more, api, "sqlite:doorward.db") as server:

        def rotate(name, *words):
            done = world.run(world.folder, "secret", "rotate", world.places[name].reference, *words)
            if done.returncode == 0:
                world.values[name].append(re.search(r"^  (\S{20,})$", done.stdout, re.M)[1])
            return done

        def uses():
            rows = json.loads(world.run(world.folder, "secret", "list", "--format", "json").stdout)
            return {row["fingerprint"] for row in rows if row["last_used"]}

        first = rotate("file")
        assert first.returncode == 0, first.said
        before = [world.values[name][-2] for name in names]
        all_accepted(server, [*before, *world.newest(names)])
        known = {fingerprint(value) for value in before}
        assert until(lambda: known <= uses()), uses()
        for name, value in zip(names, before):
            done = rotate(name)
            assert done.returncode == 1 and "--force" in done.said and fingerprint(value) in done.said, done.said
        assert not refused(server, [*before, *world.newest(names)])
        for name in names:
            done = rotate(name, "--force")
            assert done.returncode == 0, done.said
        all_accepted(server, world.newest(names))
        assert until(lambda: all(status(server, value) == 403 for value in before), 10)


def test_commands_in_the_wrong_order_are_refused_with_a_sentence(world):
    reference = world.places["vault"].reference
    one, alone = world.configure([reference]), world.configure(["env:A_SECRET"])
    older, current = map(fingerprint, world.values["vault"][-2:])
    both = world.configure(["env:A_SECRET", reference])
    for folder, words, said in [
        (alone, ("retire", fingerprint(world.environment["A_SECRET"])), "last secret"),
        (one, ("retire", current), f"{older} the older one"),
        (both, ("retire", current), f"{older} the older one"),
        (one, ("retire", "00000000"), "no accepted secret is 00000000"),
        (both, ("rotate", "env:A_SECRET"), "nothing can be written there"),
        (both, ("rotate", "service.secrets[7]"), "no secret of the configuration"),
        (both, ("rotate", "service.secrets"), "more than one"),
        (both, ("rotate", "upstream.authorization"), "no secret of the configuration"),
    ]:
        done = world.run(folder, "secret", *words)
        assert done.returncode not in (0, 70) and said in done.said, (words, done.returncode, done.said)
    assert world.run(both, "secret", "check").returncode == 0
    world.fail("down")
    done = world.run(both, "secret", "rotate", reference)
    assert done.returncode not in (0, 70) and "connection refused" in done.said and reference in done.said, done.said
    done = world.run(both, "secret", "check", "--format", "json")
    first, second = json.loads(done.stdout)
    assert done.returncode == 1 and first["ok"] and not second["ok"] and "connection refused" in second["problem"]
    without = world.configure(["env:A_SECRET", f"optional:{reference}"])
    done = world.run(without, "secret", "check", "--format", "json")
    assert done.returncode == 0 and [one["ok"] for one in json.loads(done.stdout)] == [True, False], done.said
    # Then the server would not start either.
    nothing = world.configure([f"optional:{reference}"])
    done = world.run(nothing, "secret", "check")
    assert done.returncode == 1 and "every call would be refused" in done.said, done.said
    world.fail("pass")
    entries = world.vault.mounts["", "secret"].data["load"]
    assert entries["current"] == len(world.values["vault"])


def test_the_master_secret_is_never_rotated(world):
    folder = world.configure(["env:A_SECRET"])
    master = world.places["file"]
    text = (folder / "doorward.yaml").read_text().replace("auth: service_http", "auth: oauth")
    text = text.replace("database: none", "database: sqlite:doorward.db").partition("service:\n")[0]
    (folder / "doorward.yaml").write_text(f"{text}oauth:\n  master_secret: {master.reference}\n")
    kept = master.path.read_text()
    for words in [(), ("--force",), ("--stdin",), ("--stdin", "--force")]:
        for name in ("oauth.master_secret", master.reference):
            done = world.run(folder, "secret", "rotate", name, *words, given=new())
            assert done.returncode == 1 and "oauth.master_secret stays as it is" in done.said, (words, done.said)
    assert master.path.read_text() == kept and not list(master.path.parent.glob("a-file.*"))


def test_a_clock_that_is_wrong_by_hours_is_got_over(world):
    world.google.clock_offset = 3 * 3600
    folder = world.configure(world.references("gcp-sm"))
    done = world.run(folder, "secret", "check", "--format", "json")
    (only,) = json.loads(done.stdout)
    assert only["ok"] and any("clock" in warning for warning in only["warnings"]), only
    # By the first token, which was signed at a wrong time.
    world.google.refusals.clear()
