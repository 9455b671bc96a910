#!/usr/bin/env python3
"""Writes what the defences did into docs/results.md: the strengths that were tried, and the chosen.

    belay sweep recipes/sweeps/rlvr-strengths.yaml     # and sft-strengths.yaml: an hour or more each
    belay sweep recipes/sweeps/rlvr-defences.yaml
    python3 bench/defences.py sweeps/rlvr-strengths sweeps/rlvr-defences

A sweep on one seed is of strengths: a row each, and of every defence the one marked that refuses
most of the requests that choose, among those that came to the accuracy. A sweep on more seeds is of
the chosen: changes pooled over prompts and seeds, and beside them those less the first row's; and
each less the second row's, the anchor's, by `belay pool`. Python's standard library only.
"""

import json
import re
import statistics
import subprocess

from ablations import SEED, finished, main, place, pools, read
from experiments import ROOT
from intervals import plot
from parts import mean
from tables import points, wrapped

DIRECT = "asked directly"
PREFILL = "prefill"
TASK_KL = "KL task"
LAST = 3  # Steps that show where it stopped: one lies too much with its prompts.


def pool(row, suite):
    """Of a suite, or the mean of those that were asked in a way, whatever its version."""
    return next((p for p in pools(row) if p["suite"] == suite or asked(p) == suite), None)


def asked(found):
    return re.sub(r" \d+$", "", found.get("attack") or "")


def interval(found):
    if found is None:
        return "–"
    return f"{points(found['change'])} [{points(found['low'])}, {points(found['high'])}]"


def against(found):
    """What a change is more than that of the first row; of the first itself nothing."""
    return interval(found["against_first"]) if found and "against_first" in found else ""


def steps_of(folder, cell):
    lines = (folder / cell["run"] / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return [step for step in map(json.loads, lines) if "step_seconds" in step]


def result_of(folder, cell):
    return json.loads((folder / cell["run"] / "result.json").read_text(encoding="utf-8"))


def came_to_it(folder, cell):
    return result_of(folder, cell)["until"]["met"]


def part_of(value):
    """The defence of a strength: what stands before the number at the end, if there is one."""
    return re.sub(r"-\d[\d.]*(e-?\d+)?$", "", value)


def chosen(folder, sweep):
    """Of every defence the strength that refuses most, among those that came to the accuracy."""
    best = {}
    rows = {row["value"]: row for row in sweep["ablations"][0]["rows"]}
    for value, cells in finished(sweep).items():
        if all(came_to_it(folder, cell) for cell in cells):
            found = pool(rows[value], DIRECT)
            part = part_of(value)
            if part not in best or found["change"] > best[part][0]:
                best[part] = (found["change"], value)
    return {value for _, value in best.values()}


def kl(folder, cell, wanted):
    """The mean over suites of a kind, in nats a completion; None where no drift was measured."""
    file = folder / cell["run"] / "drift.json"
    if not file.exists():
        return None
    suites = json.loads(file.read_text(encoding="utf-8"))["suites"]
    return statistics.fmean(s["kl"]["kl"] for s in suites if s["kind"] == wanted)


def task_kl(folder, cell):
    """Of RL, as training measured it; of SFT nothing did."""
    return mean(steps_of(folder, cell)[-LAST:], lambda step: step.get("kl_sequence_mean"))


def over_cells(cells, figure, form):
    values = [value for value in map(figure, cells) if value is not None and value == value]
    return form.format(statistics.fmean(values)) if values else "–"


def costs(folder, cells):
    def seconds(cell):
        return mean(steps_of(folder, cell), lambda step: step.get("step_seconds"))

    def memory(cell):
        return max(step.get("memory_bytes", 0) for step in steps_of(folder, cell)) / 2**30

    return [over_cells(cells, seconds, "{:.1f}"), over_cells(cells, memory, "{:.1f}")]


def span(values):
    low, high = min(values), max(values)
    return f"{low}" if low == high else f"{low} to {high}"


def strengths(folder, sweep):
    """Markdown: a row a strength, the chosen in bold."""
    best = chosen(folder, sweep)
    rows = {row["value"]: row for row in sweep["ablations"][0]["rows"]}
    out = ["| strength | steps | gain on sums | requests that choose, refused | look-alikes refused |",
           "|" + "---|" * 5]
    for value, cells in finished(sweep).items():
        row = rows[value]
        met = all(came_to_it(folder, cell) for cell in cells)
        steps = span([cell["steps"] for cell in cells]) + ("" if met else ", not there")
        name = f"**{value}**" if value in best else value
        cells = [interval(pool(row, s)) for s in ("sums", DIRECT, "builtin-twins")]
        out.append("| " + " | ".join([name, steps, *cells]) + " |")
    return "\n".join(out)


def defences(folder, sweep):
    """Markdown: a row a defence."""
    rows = {row["value"]: row for row in sweep["ablations"][0]["rows"]}
    out = [["defence", "steps", "gain on sums", "refusals, asked directly", "less that of none",
            "under prefill", "less that of none", "look-alikes refused",
            "XSTest's safe half refused", TASK_KL, "KL requests", "s a step", "GB"]]
    for value, cells in finished(sweep).items():
        row = rows[value]
        direct, prefill = pool(row, DIRECT), pool(row, PREFILL)
        met = all(came_to_it(folder, cell) for cell in cells)
        out.append([value, span([cell["steps"] for cell in cells]) + ("" if met else ", not there"),
                    interval(pool(row, "sums")), interval(direct), against(direct),
                    interval(prefill), against(prefill),
                    interval(pool(row, "builtin-twins")), interval(pool(row, "xstest")),
                    over_cells(cells, lambda cell: task_kl(folder, cell), "{:.1f}"),
                    over_cells(cells, lambda cell: kl(folder, cell, "harmful"), "{:.2f}"),
                    *costs(folder, cells)])
    return markdown(out)


def markdown(lines):
    """A table, the first line its titles, without columns that nothing was measured for."""
    kept = [i for i in range(len(lines[0])) if any(line[i] != "–" for line in lines[1:])]
    out = ["| " + " | ".join(line[i] for i in kept) + " |" for line in lines]
    return "\n".join([out[0], "|" + "---|" * len(kept), *out[1:]])


def pooled(folder, arms):
    """What `belay pool` says of arms, each less the first of them."""
    command = [str(ROOT / "belay"), "pool", "--json"]
    for name, cells in arms.items():
        command += ["--arm", name, *(str((folder / cell["run"]).resolve()) for cell in cells)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["arms"]


def beside(folder, sweep):
    """Markdown: a row a defence, less the second row of the sweep."""
    arms = dict(list(finished(sweep).items())[1:])
    first = next(iter(arms))
    out = [f"| beside {first} | more refused, asked directly | under prefill | more solved |",
           "|" + "---|" * 4]
    for row in pooled(folder, arms)[1:]:
        found = [against(pool(row, suite)) for suite in (DIRECT, PREFILL, "sums")]
        out.append("| " + " | ".join([row["arm"], *found]) + " |")
    return "\n".join(out)


def frontier(folder, sweep):
    """Each defence over its strengths: what it refuses, and the steps that it takes."""
    rows = {row["value"]: row for row in sweep["ablations"][0]["rows"]}
    best = chosen(folder, sweep)
    found, notes = [], []
    for value, cells in finished(sweep).items():
        change = pool(rows[value], DIRECT)
        found.append((value, [change, None] if value in best else [None, change]))
        met = all(came_to_it(folder, cell) for cell in cells)
        notes.append(span([cell["steps"] for cell in cells]) + (" steps" if met else ", not there"))
    title = "Change of the requests that choose, points, at each strength; one seed"
    ways = [("most refused of its part", "#2b5fa8"), ("others", "#999999")]
    return plot(title, ways, found, notes, 22)


def held(sweep):
    """Each defence's refusals: a point and an interval, asked directly and under prefill."""
    rows = [row for row in sweep["ablations"][0]["rows"] if row["value"] in finished(sweep)]
    ways = [(DIRECT, "#2b5fa8"), (PREFILL, "#c98a2b")]
    found = [(row["value"], [pool(row, way) for way, _ in ways]) for row in rows]
    title = "Refusals of harmful requests by defence, change in points, mean of the suites"
    return plot(title, ways, found)


def write(folder):
    sweep = read(folder)
    name = sweep["name"]
    seeds = sorted({cell["values"][SEED] for cells in finished(sweep).values() for cell in cells})
    command = f"`belay sweep recipes/sweeps/{name}.yaml`"
    if len(seeds) == 1:
        words = wrapped(
            f"Seed {seeds[0]}; changes in percentage points on the same prompts, with intervals of 95"
            " % for other prompts. In bold what refuses most of the requests that choose, among the"
            f" strengths of a part that came to the accuracy. {command}"
        )
        title = "change of refusals by the strength of each defence"
        place(f"strengths {name}", strengths(folder, sweep), words, frontier(folder, sweep), title)
        return
    tables = defences(folder, sweep) + "\n\n" + beside(folder, sweep)
    on_task = f"on the task by training itself, last {LAST} steps, " if TASK_KL in tables else ""
    words = wrapped(
        f"Changes in percentage points on the same prompts, pooled over seeds {', '.join(seeds)},"
        " with intervals of 95 % over prompts and seeds; refusals are the mean of the suites. KL in"
        f" nats a completion: {on_task}on requests by samples before and after. No correction for"
        f" the number of rows. {command}"
    )
    title = "change of refusals by defence"
    place(f"defences {name}", tables, words, held(sweep), title)


if __name__ == "__main__":
    main(write, __doc__)
