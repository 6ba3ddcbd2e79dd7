"""Secrets of every kind rotate while callers use them: no good value is refused, no value that is over is accepted.

A ledger says when each value was good: from the moment at which Doorward said that it is live, until the moment before
its source lost it. Every call is judged by it afterwards. Between writing and taking over, and within the grace, either
answer is right; both are counted.
"""

import collections
import json
import signal
import statistics
import threading
import time

import pytest

from . import vault as vault_stand_in
from .google import serving
from .ledger import GRACE, OVER, REFRESH, Ledger
from .load import Caller, small_api
from .places import Azure, Command, Dotenv, File, Google, Manager, Parameters, Swapped, Vault, azure_running
from .server import doorward

RATE, FLOOR, CONNECTIONS = 2000, 500, 32
ROTATIONS, EVERY = 108, 0.38


@pytest.fixture
def places(aws, tmp_path):
    """One place of each kind, with a value in it."""
    with serving() as (google, address), azure_running(tmp_path) as azure, vault_stand_in.running() as vault:
        yield {
            "file": File(tmp_path), "kubernetes": Swapped(tmp_path), "dotenv": Dotenv(tmp_path),
            "exec": Command(tmp_path), "aws-sm": Manager(aws), "aws-ssm": Parameters(aws),
            "gcp-sm": Google(google, address, tmp_path), "azure-kv": Azure(azure), "vault": Vault(vault),
        }  # fmt: skip
        assert google.refusals == [] and azure.refusals == []


def test_a_hundred_rotations_under_load_refuse_no_good_value_and_accept_none_that_is_over(places, tmp_path, capsys):
    ledger = Ledger(places)
    for name in places:
        ledger.rotate(name)
    ledger.rotations.clear()
    environment = {}
    for place in places.values():
        environment |= place.environment()
    program = places["exec"].program
    more = (
        f"secret_sources:\n  refresh: {REFRESH}s\n  grace: {GRACE}s\n  ca_file: {tmp_path / 'ca.pem'}\n"
        f"  exec: [{program}]\n"
    )
    references = [place.reference for place in places.values()]
    with small_api() as api, doorward(tmp_path, references, environment, more, api) as server:
        calls, said, memory, seconds = under_load(ledger, server, tmp_path / "calls")
        tally, wrong = judged(ledger, calls)
        rate = len(calls) / seconds
        with capsys.disabled():
            print_summary(ledger, calls, said, tally, rate, memory, seconds)
        metrics = server.metrics()
    log = server.log
    assert not wrong, wrong[:10]
    assert all(value.good for value in ledger.values), "never taken over: " + str(
        [value.number for value in ledger.values if not value.good]
    )
    assert sum(ledger.rotations.values()) == ROTATIONS
    assert said["reconnected"] == 0
    assert tally["good", 200] > 0.8 * len(calls) and tally["over", 403] > 0
    assert rate >= FLOOR, f"this machine is too slow to say anything: {rate:.0f} calls/s"
    # As many verdicts in the log as the callers have seen.
    lines = (json.loads(line) for line in log.splitlines() if '"event":"access"' in line and '"/ping"' in line)
    verdicts = collections.Counter((line["verdict"], line["status"]) for line in lines)
    seen = collections.Counter(int(one.status) for one in calls)
    assert verdicts == {("service", 200): seen[200], ("refused", 403): seen[403]}
    leaks = [value.number for value in ledger.values if value.text in log or value.text in metrics]
    assert not leaks, f"values in the log or the metrics: {leaks}"
    assert memory[1] < memory[0] * 1.5 + 64, f"memory grew from {memory[0]:.0f} to {memory[1]:.0f} MiB"
    assert not early(ledger, calls), "doorward_secret_info names values that are not accepted yet"


def early(ledger, calls):
    """Calls that were refused though `doorward_secret_info` had their value: fingerprints, and seconds since then."""
    found = {}
    for call in calls:
        value = ledger.values[int(call.value)]
        if call.status == 403 and value.shown and call.sent >= value.shown and value.judge(call) != "over":
            if value.leaves is None or call.answered <= value.leaves:
                found[value.fingerprint] = round(call.sent - value.shown, 3)
    return found


def under_load(ledger, server, file):
    """All rotations, with calls all the time and reloads in between."""
    ledger.caller = caller = Caller(server.port, RATE, CONNECTIONS, file)
    over = threading.Event()

    def watch():
        while not over.wait(0.1):
            ledger.look(server.metrics())

    watcher = threading.Thread(target=watch)
    try:
        for value in ledger.values:
            caller.say("other", value.number, value.text)
        watcher.start()
        begin = time.monotonic()
        time.sleep(3)
        before = server.memory()
        names, due = list(ledger.places), time.monotonic()
        for number in range(ROTATIONS):
            ledger.rotate(names[number % len(names)])
            if number % 30 == 15:
                server.process.send_signal(signal.SIGHUP)
            due += EVERY
            time.sleep(max(0, due - time.monotonic()))
        # So that all that was pushed out is over, and is called with still.
        time.sleep(OVER + 1.5)
        seconds = time.monotonic() - begin
        memory = (before, server.memory())
        over.set()
        watcher.join()
        return *caller.finish(), memory, seconds
    finally:
        over.set()
        caller.stop()


def judged(ledger, calls):
    """How many calls of each class had which status, and those that were answered wrongly."""
    tally, wrong = collections.Counter(), []
    right = {"good": (200,), "between": (200, 403), "over": (403,)}
    kinds = {value.number: name for name, values in ledger.kept.items() for value in values}
    for call in calls:
        value = ledger.values[int(call.value)]
        verdict = value.judge(call)
        tally[verdict, int(call.status)] += 1
        if call.status not in right[verdict]:
            times = {name: getattr(value, name) for name in ("written", "good", "left")}
            since = {name: round(call.sent - at, 3) for name, at in times.items() if at}
            wrong.append(f"{kinds[value.number]} {value.number} {verdict} got {call.status:.0f}, seconds since {since}")
    return tally, wrong


def print_summary(ledger, calls, said, tally, rate, memory, seconds):
    waits = sorted(call.answered - call.due for call in calls)
    delays = [value.good - value.written for value in ledger.values[len(ledger.places) :] if value.good]
    print(f"\n{len(calls)} calls in {seconds:.1f} s: {rate:.0f}/s of {RATE}/s, {said['left_out']} left out")
    if rate < 0.95 * RATE:
        print("this machine did not reach the rate; what was called is judged all the same")
    print(f"latency from when a call was due: p50 {waits[len(waits) // 2] * 1e3:.1f} ms, ", end="")
    print(f"p99 {waits[len(waits) * 99 // 100] * 1e3:.1f} ms, most {waits[-1] * 1e3:.0f} ms")
    print("rotations: " + ", ".join(f"{name} {count}" for name, count in ledger.rotations.items()))
    print(f"taken over after {statistics.median(delays):.1f} s, at most {max(delays):.1f} s")
    for (verdict, status), count in sorted(tally.items()):
        print(f"  {verdict:8} {status}: {count}")
    print(f"memory: {memory[0]:.0f} MiB before, {memory[1]:.0f} MiB after", flush=True)
