#!/usr/bin/env python3
"""Writes what sweeps found into docs/results.md: a table and a picture each.

    belay sweep recipes/sweeps/algorithm.yaml          # resumable; an hour or two on two cores
    python3 bench/ablations.py sweeps/algorithm sweeps/kl

A row is a suite and a value of the axis: the change pooled over prompts and seeds, as `belay sweep
collect` computes it. The picture has every seed's own change with its own interval. Python's
standard library only.
"""

import argparse
import json
import pathlib

from experiments import ROOT, Arm
from results_picture import KINDS, plot
from tables import percent, points, wrapped

PAGE = ROOT / "docs/results.md"
COLOURS = ("#b4502d", "#4b8a3a", "#8a5fb0", "#2b5fa8", "#c98a2b", "#1f8a8a", "#777777")
SEED = "seed"


def axis_of(sweep):
    """The name of the one axis that is varied beside the seed."""
    names = [ablation["axis"] for ablation in sweep["ablations"]]
    if len(names) != 1:
        raise SystemExit(f"{sweep['name']}: varies {', '.join(names)}; a table is of one axis")
    return names[0]


def finished(sweep):
    """The values of the axis all of whose cells are done, in the order of the grid."""
    axis, cells = axis_of(sweep), {}
    for cell in sweep["cells"]:
        cells.setdefault(cell["values"][axis], []).append(cell)
    return {value: mine for value, mine in cells.items() if all(c["state"] == "done" for c in mine)}


def pools(row):
    return row.get("means", []) + row["suites"]


def measured(rows):
    """What any of these measured, once each: means, tasks (a domain has its own), all others."""
    found = {}
    for row in rows:
        for suite in pools(row):
            found.setdefault(suite["suite"], suite)

    def rank(suite):
        if suite["suite"].startswith("mean of"):
            return 0
        return 1 if suite["kind"] == "capability" else 2

    return sorted(found.values(), key=rank)


def of(row, suite):
    return next((pool for pool in pools(row) if pool["suite"] == suite), None)


def changed(pool, is_from_its_own):
    """The change with its interval; models that differ have rates of their own before it."""
    change = f"{points(pool['change'])} [{points(pool['low'])}, {points(pool['high'])}]"
    return f"{percent(pool['before'])}: {change}" if is_from_its_own else change


def span(texts):
    """The first and the last of these, or the one that all are."""
    return texts[0] if texts[0] == texts[-1] else f"{texts[0]} to {texts[-1]}"


def table(sweep):
    done = finished(sweep)
    rows = {row["value"]: row for row in sweep["ablations"][0]["rows"] if row["value"] in done}
    out = ["| suite | share | n | before | " + " | ".join(rows) + " |"]
    out.append("|" + "---|" * (4 + len(rows)))
    for suite in measured(rows.values()):
        found = [of(row, suite["suite"]) for row in rows.values()]
        befores = [one["before"] for one in found if one]
        # One model's differ by the few prompts that another row left undecided, models' by more.
        is_of_one_model = max(befores) - min(befores) < 0.01
        cells = [changed(one, not is_of_one_model) if one else "–" for one in found]
        before = span([percent(rate) for rate in sorted(befores)]) if is_of_one_model else ""
        n = span([str(n) for n in sorted(one["n"] for one in found if one)])
        facts = [suite["suite"], KINDS.get(suite["kind"], suite["kind"]), n, before]
        out.append("| " + " | ".join([*facts, *cells]) + " |")
    steps = [span([str(n) for n in sorted(c["steps"] for c in cells)]) for cells in done.values()]
    out.append("| steps | | | | " + " | ".join(steps) + " |")
    return "\n".join(out)


def caption(sweep):
    seeds = sorted({cell["values"][SEED] for cells in finished(sweep).values() for cell in cells})
    return wrapped(
        f"Changes in percentage points on the same prompts, pooled over seeds {', '.join(seeds)},"
        " with intervals of 95 % over prompts and seeds; no correction for the number of rows."
        f" `belay sweep recipes/sweeps/{sweep['name']}.yaml`"
    )


def pictured(sweep):
    done = finished(sweep)
    arms = [Arm(value, value, colour, "") for value, colour in zip(done, COLOURS)]
    runs = {
        value: [{"suites": [s for s in cell["suites"] if "change" in s]} for cell in cells]
        for value, cells in done.items()
    }
    title = f"Change on the same prompts by {axis_of(sweep)}, percentage points, every seed"
    return plot(arms, {"arms": runs}, title)


def read(folder):
    """The sweep of a folder, some value of whose axis has all of its cells."""
    file = folder / "sweep.json"
    if not file.exists():
        raise SystemExit(f"{folder}: holds no sweep.json; make it by belay sweep collect {folder}")
    sweep = json.loads(file.read_text(encoding="utf-8"))
    if not finished(sweep):
        raise SystemExit(f"{folder}: no value of {axis_of(sweep)} has all of its cells yet")
    return sweep


def place(name, shown, words, picture, title):
    """Puts a table, its caption and its picture between the page's markers of this name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = PAGE.read_text(encoding="utf-8")
    if begin not in text or end not in text:
        raise SystemExit(f"{PAGE}: the markers {begin} and {end} are not there")
    file = ROOT / f"docs/images/{name.replace(' ', '-')}.svg"
    file.write_text(picture, encoding="utf-8")
    block = f"{begin}\n\n{shown}\n\n{words}\n\n![{title}](images/{file.name})\n\n"
    PAGE.write_text(text[: text.index(begin)] + block + text[text.index(end) :], encoding="utf-8")


def write(folder):
    sweep = read(folder)
    title = f"change of each suite by {axis_of(sweep)}"
    place(f"ablation {sweep['name']}", table(sweep), caption(sweep), pictured(sweep), title)


def main(write_one, words):
    parser = argparse.ArgumentParser(description=words.split("\n\n", 1)[0])
    parser.add_argument("sweep", nargs="+", type=pathlib.Path, help="the folder of a sweep")
    for folder in parser.parse_args().sweep:
        write_one(folder)


if __name__ == "__main__":
    main(write, __doc__)
