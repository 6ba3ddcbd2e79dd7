"""What was measured of the gate, as Markdown."""

import statistics

from gate.contest import BUSY

ORDER = ("nginx", "HAProxy", "Envoy", "doorward")


def spread(values, digits=1):
    """Minimum, median and maximum."""
    if not values:
        return "–"
    return "–".join(f"{value:,.{digits}f}" for value in (min(values), statistics.median(values), max(values)))


def columns(contest):
    names = {name for row in contest.rows for name in row.figures}
    return [name for name in ORDER if name in names]


def notes(contest):
    """Contestants that have no column of their own, and what there is to say of a row."""
    for row in contest.rows:
        others = [f"{name} {cell(row, name)} µs" for name in row.figures if name not in ORDER]
        if others:
            yield f"- {row.title}: " + ", ".join(others)
        if row.note:
            yield f"- {row.title}: {row.note}"


def cell(row, name):
    values = row.figures.get(name)
    if not values:
        return "–"
    mark = "*" if any(share > BUSY for share in row.busy.get(name, [])) else ""
    return spread(values) + mark


def row_table(contest):
    names = columns(contest)
    out = ["CPU of the proxy per request in µs: minimum–median–maximum of the runs", "",
           "| same work | " + " | ".join(f"{name} {contest.versions.get(name, '')}".strip() for name in names)
           + " | ratio | to | to reach |", "|---" * (len(names) + 4) + "|"]
    for row in contest.rows:
        limit = f"{row.limit:g} ×" if row.limit else "–"
        out.append(f"| {row.title} | " + " | ".join(cell(row, name) for name in names)
                   + f" | {spread(row.ratios(), 2)} | {row.theirs or '–'} | {limit} |")
    if any("*" in line for line in out):
        out += ["", f"\\* in some run, load and upstream took more than {BUSY:.0%} of their core: they were the"
                " bottleneck, not the proxy (README: \"Who is the bottleneck\")."]
    return out


def figure_table(contest):
    out = ["", "| figure | doorward | beside it | unit | to reach |", "|---|---|---|---|---|"]
    for figure in contest.figures:
        beside = ", ".join(f"{name} {spread(values, figure.digits)}" for name, values in figure.beside.items()) or "–"
        limit = f"{figure.limit:g}" if figure.limit else "–"
        out.append(f"| {figure.title} | {spread(figure.values, figure.digits)} | {beside} | {figure.unit} | {limit} |")
    return out


def tables(contest):
    """All of it; empty when nothing was measured."""
    out = row_table(contest) if contest.rows else []
    out += figure_table(contest) if contest.figures else []
    if list(notes(contest)):
        out += ["", "Notes:", "", *notes(contest)]
    if contest.logs:
        out += ["", "Access logs:", ""] + [f"- {name}: {words}" for name, words in contest.logs.items()]
    if contest.remarks:
        out += [""] + [f"- {name} {words}" for name, words in contest.remarks.items()]
    if contest.absent:
        out += [""] + [f"- absent: {name}: {reason.splitlines()[0]}" for name, reason in contest.absent.items()]
    return "\n".join(out).strip()
