"""Measures the release binary: start, memory, CPU per request beside nginx, CPU per OAuth grant beside other servers.

Machines are shared and noisy: CPU time, read from /proc, is the figure to compare, as a ratio within one run.
"""

import argparse
import contextlib
import datetime
import json
import pathlib
import platform
import shutil
import statistics
import sys
import tempfile

sys.dont_write_bytecode = True

from oauth.measure import Measurement  # noqa: E402
from gateway import door, measure_forwarding, measure_start, upstream  # noqa: E402
from processes import BINARY, ROOT, Failed, free_port  # noqa: E402

PARTS = ("start", "forward", "oauth", "grants", "calls")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="which of: " + ", ".join(PARTS) + " (default: all)")
    parser.add_argument("--write", action="store_true", help="keep the results in Benchmarks/results; at least 5 runs")
    parser.add_argument("--full", action="store_true", help="a million live grants instead of ten thousand")
    parser.add_argument("--grants", type=int, help="so many live grants, to be compared with a thousand")
    parser.add_argument("--runs", type=int, help="runs of each OAuth row (default 3)")
    parser.add_argument("--strict", action="store_true", help="a missed limit is exit status 1; for quiet machines")
    parser.add_argument("--seconds", type=float, help="length of each of them (default 1)")
    chosen = parser.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return chosen


def line(label, values, unit):
    return f"{label:<44} {min(values):8.1f} {statistics.median(values):8.1f} {max(values):8.1f}  {unit}"


def gate_lines(parts, missed):
    """Start, memory and forwarding."""
    out = [f"{'figure':<44} {'min':>8} {'median':>8} {'max':>8}"]
    if "start" in parts:
        times, memory = measure_start()
        out.append(line("demo: start to first answer", times, "ms (to stay under 100)"))
        out.append(line("demo: resident memory at rest", memory, "MB (to stay under 30)"))
        if statistics.median(times) >= 100 or statistics.median(memory) >= 30:
            missed.append("the demonstration starts too slowly or takes too much memory")
    if "forward" in parts and shutil.which("nginx") and shutil.which("wrk"):
        figures, loaded = measure_forwarding()
        ratios = [ours / theirs for ours, theirs in zip(figures["doorward"], figures["nginx"])]
        out.append(line("bearer check, then forward: nginx", figures["nginx"], "µs CPU per request"))
        out.append(line("bearer check, then forward: doorward", figures["doorward"], "µs CPU per request"))
        out.append(line("  doorward / nginx", ratios, "x (both write an access log to a file)"))
        out.append(line("doorward: resident memory after the load", [loaded], "MB"))
    elif "forward" in parts:
        out.append("nginx or wrk is missing: the comparison was not made")
    return out if len(out) > 1 else []


def calls(measurement):
    if not shutil.which("nginx"):
        measurement.absent["calls with access tokens"] = "nginx is missing: it is the API behind the door"
        return
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder, api, gate = pathlib.Path(name), free_port(), free_port()
        stack.enter_context(upstream(folder, api))
        process = stack.enter_context(door(folder, gate, api))
        measurement.api_calls(api, process, gate)


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


def main():
    chosen = arguments()
    parts = chosen.parts or PARTS
    if not BINARY.exists():
        raise SystemExit(f"{BINARY} is missing: run 'make build' first")
    missed = []
    out = gate_lines(parts, missed)
    print("\n".join(out), flush=True)
    measurement = None
    if {"oauth", "grants", "calls"} & set(parts):
        measurement = oauth(chosen, parts)
        missed += measurement.missed()
        print(measurement.table())
    for what in missed:
        print(f"missed: {what}")
    if chosen.write:
        target = ROOT / "Benchmarks/results" / f"{datetime.date.today()}.md"
        text = "# Results\n\n" + ("```\n" + "\n".join(out) + "\n```\n" if out else "")
        if measurement:
            text += "\n## Authorization server\n\n" + measurement.table() + "\n"
            target.with_suffix(".json").write_text(json.dumps(
                {"machine": f"{platform.machine()} {platform.system()}", **measurement.record()}, indent=1) + "\n")
        target.write_text(text)
        print(f"written to {target.relative_to(ROOT)}")
    # On a machine that others use, too, a ratio of one run says little; what was not measured at all is always a failure.
    if missed and (chosen.strict or any("was not measured" in what for what in missed)):
        raise SystemExit("a limit is exceeded")


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        raise SystemExit(str(error))
