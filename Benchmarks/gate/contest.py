"""Rows of the benchmark: lanes that take turns, the CPU of each per request, and ratios within a run."""

import dataclasses
import itertools
import statistics
import sys
import time
from typing import Callable

from processes import TROUBLE, Absent, Failed, cpu_seconds

BUSY = 0.95


@dataclasses.dataclass
class Lane:
    """One contestant in one row: `load(seconds)` returns how many requests were answered, and the generator's CPU."""

    name: str
    process: object
    load: Callable


@dataclasses.dataclass
class Row:
    """The same work for several contestants, and how `ours` may compare with `theirs`."""

    title: str
    lanes: list
    ours: str = "doorward"
    theirs: str = ""
    limit: float | None = None
    note: str = ""
    figures: dict = dataclasses.field(default_factory=dict)  # lane: [µs of CPU per request]
    rates: dict = dataclasses.field(default_factory=dict)  # lane: [requests per second]
    busy: dict = dataclasses.field(default_factory=dict)  # lane: [share of the core that load and upstream took]

    def ratios(self, theirs=None):
        """Ours by theirs, run by run."""
        return [ours / other for ours, other in zip(
            self.figures.get(self.ours, []), self.figures.get(theirs or self.theirs, []))]

    def record(self):
        return {"title": self.title, "cpu_us": self.figures, "per_second": self.rates, "load_core": self.busy,
                "against": self.theirs, "ratios": self.ratios(), "limit": self.limit}


@dataclasses.dataclass
class Figure:
    """A figure that is no ratio of two contestants; `beside` has the same of others, for comparison."""

    title: str
    values: list
    unit: str
    limit: float | None = None
    beside: dict = dataclasses.field(default_factory=dict)

    @property
    def digits(self):
        """How many digits after the point are worth showing."""
        return {"µs": 0, "×": 2}.get(self.unit, 1)


def progress(text):
    print(text, file=sys.stderr, flush=True)


class Contest:
    """Everything that is measured of the gate, and what could not be."""

    def __init__(self, runs, seconds):
        self.runs, self.seconds = runs, seconds
        self.rows, self.figures = [], []
        self.absent = {}  # what: why
        self.logs = {}  # contestant: its access-log setting, in words
        self.remarks = {}  # contestant: what is odd about it
        self.versions = {}
        self.unmeasured = []  # parts

    def hold(self, upstream, *rows):
        """In each run every lane has its turn, so that what the machine does hits all alike; the first warms up."""
        self.rows += rows
        for run, row in itertools.product(range(self.runs + 1), rows):
            progress(f"{row.title}: " + (f"run {run} of {self.runs}" if run else "warm-up"))
            for lane in list(row.lanes):
                try:
                    self.once(row, lane, run, upstream)
                except TROUBLE as error:
                    self.absent[f"{lane.name} ({row.title})"] = str(error)
                    row.lanes.remove(lane)
                    row.figures.pop(lane.name, None)

    def once(self, row, lane, run, upstream):
        before, behind, begun = cpu_seconds(lane.process.pid), cpu_seconds(upstream.pid), time.monotonic()
        requests, generator = lane.load(self.seconds if run else 1)
        elapsed = time.monotonic() - begun
        used, served = cpu_seconds(lane.process.pid) - before, cpu_seconds(upstream.pid) - behind
        if not requests:
            raise Failed("nothing was answered")
        if run:
            row.figures.setdefault(lane.name, []).append(used / requests * 1e6)
            row.rates.setdefault(lane.name, []).append(requests / elapsed)
            row.busy.setdefault(lane.name, []).append((generator + served) / elapsed)

    def enter(self, stack, proxy, check, label=None):
        """Starts and checks a contestant; None when it cannot take part, and then `absent` says why."""
        name = label or proxy.name
        try:
            reason = proxy.missing()
            if reason:
                raise Absent(reason)
            self.versions[proxy.name] = proxy.version()
            stack.enter_context(proxy.started())
            check(proxy)
        except TROUBLE as error:
            self.absent[name] = str(error)
            progress(f"{name} does not take part: {error}")
            return None
        self.logs[name] = proxy.log()
        if proxy.remark():
            self.remarks[proxy.name] = proxy.remark()
        return proxy

    def failed(self, part, reason):
        """A whole part could not be measured."""
        self.absent[f"doorward ({part})"] = reason
        self.unmeasured.append(part)
        progress(f"{part}: {reason}")

    def missed(self):
        """Limits that are exceeded, and rows in which Doorward was not measured."""
        found = [f"{part}: doorward was not measured" for part in self.unmeasured]
        for row in self.rows:
            ratios = row.ratios()
            if not row.figures.get(row.ours):
                found.append(f"{row.title}: {row.ours} was not measured")
            elif row.limit and ratios and statistics.median(ratios) > row.limit:
                found.append(f"{row.title}: {statistics.median(ratios):.2f} × {row.theirs}: {row.limit:g} ×")
        for figure in self.figures:
            if not figure.values:
                found.append(f"{figure.title}: doorward was not measured")
            elif figure.limit and statistics.median(figure.values) > figure.limit:
                median = f"{statistics.median(figure.values):,.{figure.digits}f}"
                found.append(f"{figure.title}: {median} {figure.unit}: {figure.limit:g}")
        return found

    def record(self):
        """Everything, for JSON."""
        return {"runs": self.runs, "seconds": self.seconds, "versions": self.versions, "access_logs": self.logs,
                "remarks": self.remarks, "rows": [row.record() for row in self.rows],
                "figures": [dataclasses.asdict(figure) for figure in self.figures],
                "absent": self.absent, "missed": self.missed()}
