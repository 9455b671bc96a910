#!/usr/bin/env python3
"""Does an anchor on few prompts hold these alone? Writes table and picture into docs/results.md.

    belay sweep recipes/sweeps/anchor-length.yaml      # 9 cells of 5 to 7 minutes on one core
    python3 bench/anchor_length.py sweeps/anchor-length

By anchor, early and at the end: the KL on the prompts that it is held on, on those that it sets
aside, and on requests that the evaluation asks. Python's standard library only.
"""

import json
import statistics

from ablations import finished, main, place
from curves import Curve, picture, smooth
from defences import interval, kl, over_cells, pool, steps_of
from settings import refusals
from tables import wrapped

OWN, ASIDE = "anchor_kl_reverse", "anchor_kl_reverse_held_out"
EARLY = 20
LAST = 10  # Steps that the KL on its own prompts is a mean over: an update sees eight of them.
COLOURS = {"8-prompts": "#b4502d", "240-prompts": "#2b5fa8"}


def own(folder, cell, until):
    """The mean over the last steps up to one."""
    steps = [step for step in steps_of(folder, cell) if int(step["step"]) <= until]
    found = [step[OWN] for step in steps if OWN in step]
    return statistics.fmean(found[-LAST:]) if found else None


def aside(folder, cell, until):
    steps = [step for step in steps_of(folder, cell) if int(step["step"]) <= until]
    found = [step[ASIDE] for step in steps if ASIDE in step]
    return found[-1] if found else None


def table(folder, sweep):
    end = end_of(sweep)
    out = [f"| anchor | KL, own prompts, {EARLY} steps | {end} steps | KL, set aside, {EARLY} steps"
           f" | {end} steps | KL, requests asked | refusals | look-alikes refused"
           " | gain on sums |", "|" + "---|" * 9]
    rows = {row["value"]: row for row in sweep["ablations"][0]["rows"]}
    for name, cells in finished(sweep).items():
        kls = [over_cells(cells, lambda cell, figure=figure, at=at: figure(folder, cell, at), "{:.3f}")
               for figure in (own, aside) for at in (EARLY, end)]
        asked = over_cells(cells, lambda cell: kl(folder, cell, "harmful"), "{:.3f}")
        other = [pool(rows[name], suite) for suite in ("builtin-twins", "sums")]
        changes = [interval(found) for found in (refusals(rows[name]), *other)]
        out.append("| " + " | ".join([name.replace("-", " "), *kls, asked, *changes]) + " |")
    return "\n".join(out)


def end_of(sweep):
    return max(cell["steps"] for cells in finished(sweep).values() for cell in cells)


def between(points, longest):
    """A value for each step, by straight lines between those that were measured."""
    values, (at, value), rest = [], points[0], list(points[1:])
    for step in range(1, longest + 1):
        while rest and step > rest[0][0]:
            at, value = rest.pop(0)
        if rest and step > at:
            share = (step - at) / (rest[0][0] - at)
            values.append(value + share * (rest[0][1] - value))
        else:
            values.append(value)
    return values


def by_step(folder, cells, metric):
    """The mean over seeds, step by step."""
    seeds = []
    for cell in cells:
        steps = steps_of(folder, cell)
        points = [(int(s["step"]), s[metric]) for s in steps if metric in s]
        seeds.append(between(points, int(steps[-1]["step"])))
    return [statistics.fmean(values) for values in zip(*seeds)]


def plot(folder, sweep):
    curves = []
    for name, colour in COLOURS.items():
        cells = finished(sweep).get(name)
        if cells:
            words = name.replace("-", " ")
            held = smooth(by_step(folder, cells, OWN))
            curves.append(Curve(f"{words}: the anchor's own", tuple(held), colour, "6 4"))
            other = by_step(folder, cells, ASIDE)
            curves.append(Curve(f"{words}: 32 set aside", tuple(other), colour))
    return picture("KL to the aligned model, nats a completion, mean of three seeds", curves)


def write(folder):
    sweep = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    words = wrapped(
        "Three seeds (17, 18, 19), pooled over prompts and seeds, with intervals of 95 %. KL in nats"
        f" a completion: on its own prompts before updates, the mean of {LAST} steps; set"
        " aside, after the step, along the same completions of the model before training; on"
        " requests, along the model's own. `belay sweep recipes/sweeps/anchor-length.yaml`"
    )
    title = "KL on the anchor's prompts and on those set aside, by step"
    place("anchor length", table(folder, sweep), words, plot(folder, sweep), title)


if __name__ == "__main__":
    main(write, __doc__)
