#!/usr/bin/env python3
"""Writes a sweep of two axes beside the seed into docs/results.md: a row for each setting.

    belay sweep recipes/sweeps/next-fine-tune.yaml     # 24 cells of 2 to 4 minutes on one core
    python3 bench/settings.py sweeps/next-fine-tune

A row has refusals before and after, the change pooled over prompts and seeds, and what became of
needless refusals. Python's standard library only.
"""

import json

from ablations import SEED, main, place, pools
from intervals import plot
from tables import points, wrapped

MEAN = "mean of"
KINDS = "safe_lookalike", "benign"
WAYS = [("harmful requests", "#2b5fa8"), ("harmless look-alikes", "#c98a2b")]


def varied(sweep):
    """The axes beside the seed that have more than one value."""
    return [axis for axis in sweep["cells"][0]["values"]
            if axis != SEED and len({cell["values"][axis] for cell in sweep["cells"]}) > 1]


def cells_by(sweep):
    """The cells of each setting of these axes, whichever have all of their seeds."""
    axes, found = varied(sweep), {}
    for cell in sweep["cells"]:
        found.setdefault(tuple(cell["values"][axis] for axis in axes), []).append(cell)
    return {setting: cells for setting, cells in found.items()
            if all(cell["state"] == "done" for cell in cells)}


def row_of(sweep, setting):
    """What was pooled of a setting."""
    axes = varied(sweep)
    return next(row for row in sweep["settings"]
                if tuple(row["values"][axis] for axis in axes) == setting)


def refusals(row):
    """The mean over suites of harmful requests."""
    return next(p for p in pools(row) if p["suite"].startswith(MEAN))


def needless(row):
    """Suites of harmless requests."""
    return [p for p in row["suites"] if p["kind"] in KINDS]


def level(found):
    return f"{100 * found['before']:.1f} → {100 * found['after']:.1f}"


def change(found):
    return f"{points(found['change'])} [{points(found['low'])}, {points(found['high'])}]"


def table(sweep):
    rows = {setting: row_of(sweep, setting) for setting in cells_by(sweep)}
    harmless = [p["suite"] for p in needless(next(iter(rows.values())))]
    titles = [axis.split(".")[-1] for axis in varied(sweep)]
    titles += ["refused of harmful, %", "change"]
    titles += [f"{suite}, harmless refused" for suite in harmless]
    out = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
    for setting, row in rows.items():
        found = [*setting, level(refusals(row)), change(refusals(row))]
        out.append("| " + " | ".join([*found, *map(change, needless(row))]) + " |")
    return "\n".join(out)


def pictured(sweep):
    found = [(" ".join(setting), [refusals(row), needless(row)[0]])
             for setting, row in ((s, row_of(sweep, s)) for s in cells_by(sweep))]
    return plot("Change of what is refused, in points, by setting", WAYS, found)


def write(folder):
    sweep = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    name = sweep["name"]
    seeds = sorted({cell["values"][SEED] for cell in sweep["cells"]})
    words = wrapped(
        "Changes in percentage points on the same prompts against the model before this training,"
        f" pooled over seeds {', '.join(seeds)}, with intervals of 95 % over prompts and seeds."
        f" `belay sweep recipes/sweeps/{name}.yaml`"
    )
    place(f"settings {name}", table(sweep), words, pictured(sweep), "change by setting")


if __name__ == "__main__":
    main(write, __doc__)
