"""Measures the release binary: start, memory, the gate beside nginx, HAProxy and Envoy, OAuth grants beside others.

Machines are shared and noisy: CPU time, read from the kernel, is the figure to compare, as a ratio within one run.
"""

import argparse
import contextlib
import datetime
import json
import pathlib
import platform
import signal
import statistics
import sys
import tempfile

sys.dont_write_bytecode = True

import gate.measure  # noqa: E402
from gate.tables import tables  # noqa: E402
from oauth.measure import Measurement  # noqa: E402
from peers.doorward import Doorward  # noqa: E402
from peers.proxy import Setup  # noqa: E402
from peers.upstream import upstream  # noqa: E402
from processes import BINARY, ROOT, Failed, raise_descriptors  # noqa: E402
from start import MEMORY, TIME, measure_start, missed as missed_at_start  # noqa: E402

PARTS = ("start", *gate.measure.PARTS, "oauth", "grants", "calls")
RESULTS = ROOT / "Benchmarks/results"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="which of: " + ", ".join(PARTS) + " (default: all)")
    parser.add_argument("--write", action="store_true", help="keep the results in Benchmarks/results; longer runs")
    parser.add_argument("--results", type=pathlib.Path, default=RESULTS, help="another folder for --write")
    parser.add_argument("--full", action="store_true", help="a million live grants instead of ten thousand")
    parser.add_argument("--grants", type=int, help="so many live grants, to be compared with a thousand")
    parser.add_argument("--runs", type=int, help="runs of each row (default 5; OAuth 3, with --write 5)")
    parser.add_argument("--strict", action="store_true", help="a missed limit is exit status 1; for quiet machines")
    parser.add_argument("--seconds", type=float, help="length of each of them (default 1; with --write 3, OAuth 2)")
    chosen = parser.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return chosen


def line(label, values, unit):
    return f"{label:<44} {min(values):8.1f} {statistics.median(values):8.1f} {max(values):8.1f}  {unit}"


def start(missed):
    try:
        times, memory = measure_start()
    except Failed as error:
        missed.append(f"start: was not measured: {error}")
        return ""
    missed += missed_at_start(times, memory)
    return "\n".join([
        f"{'figure':<44} {'min':>8} {'median':>8} {'max':>8}",
        line("demo: start to first answer", times, f"ms (to stay under {TIME})"),
        line("demo: resident memory at rest", memory, f"MB (to stay under {MEMORY})")])


def calls(measurement):
    """Doorward's own access tokens, beside its service secret."""
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        _, port = stack.enter_context(upstream(folder))
        bearer = stack.enter_context(Doorward(Setup(folder, port)).started())
        measurement.api_calls(port, bearer.process, bearer.port)


def oauth(chosen, parts):
    runs = chosen.runs or (5 if chosen.write or chosen.full else 3)
    measurement = Measurement(runs, chosen.seconds or (2 if chosen.write or chosen.full else 1))
    many = chosen.grants or (1_000_000 if chosen.full else 10_000)
    for part, work in (("oauth", measurement.peers), ("calls", lambda: calls(measurement)),
                       ("grants", lambda: measurement.live_grants((1000, many)))):
        if part not in parts:
            continue
        try:
            work()
            if part == "oauth" and (chosen.full or chosen.write):
                measurement.hashing()
        except Failed as error:
            measurement.absent[f"doorward ({part})"] = str(error)
    return measurement


def write(folder, sections, record):
    """The tables, and everything that was measured as JSON beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{datetime.date.today()}.md"
    target.write_text("# Results\n" + "".join(f"\n## {title}\n\n{text}\n" for title, text in sections if text))
    machine = f"{platform.machine()} {platform.system()} {platform.release()}"
    target.with_suffix(".json").write_text(json.dumps({"machine": machine, **record}, indent=1) + "\n")
    print(f"written to {target}")


def main():
    chosen = arguments()
    parts = chosen.parts or PARTS
    if not BINARY.exists():
        raise SystemExit(f"{BINARY} is missing: run 'make build' first")
    raise_descriptors()
    missed, sections, record = [], [], {}
    if "start" in parts:
        text = start(missed)
        print(text, flush=True)
        sections.append(("Start", f"```\n{text}\n```" if text else ""))
    if set(gate.measure.PARTS) & set(parts):
        contest = gate.measure.measure(parts, chosen.runs or 5, chosen.seconds or (3 if chosen.write else 1))
        missed += contest.missed()
        sections.append(("Gate", tables(contest)))
        record["gate"] = contest.record()
        print(sections[-1][1], flush=True)
    if {"oauth", "grants", "calls"} & set(parts):
        measurement = oauth(chosen, parts)
        missed += measurement.missed()
        sections.append(("Authorization server", measurement.table()))
        record |= measurement.record()
        print(sections[-1][1], flush=True)
    for what in missed:
        print(f"missed: {what}")
    if chosen.write:
        write(chosen.results, sections, record)
    # On a machine that others use, a ratio says little; what was not measured at all is always a failure.
    if missed and (chosen.strict or any("was not measured" in what for what in missed)):
        raise SystemExit("a limit is exceeded")


if __name__ == "__main__":
    # However it is ended, what was started is stopped on the way out; a shell may have had Ctrl-C ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        main()
    except Failed as error:
        raise SystemExit(str(error))
    except KeyboardInterrupt:
        raise SystemExit(130)
