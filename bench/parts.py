#!/usr/bin/env python3
"""Writes what the steps of a sweep's runs were made of into docs/results.md: a table and a picture.

    belay sweep recipes/sweeps/parts.yaml
    python3 bench/ablations.py sweeps/parts      # what it did to tasks and refusals
    python3 bench/parts.py sweeps/parts          # groups with signal, what was cut off, the KL

A row is a value of the axis, its figures are means over seeds with the lowest and the highest.
Python's standard library only.
"""

import html
import json
import math
import re
import statistics

from ablations import COLOURS, axis_of, finished, main, place, read
from tables import wrapped

FIRST = 10  # Steps that show whether training gets under way.
EARLY = 5  # Steps in which the policy still answers much as the model before training.
LAST = 3  # Steps that show where it stopped: one lies too much with its prompts.


def steps_of(folder, cell):
    """What each step logged; without dynamic sampling it trains on all that it samples."""
    group = group_size(folder, cell)
    lines = (folder / cell["run"] / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return [step | sampled(step, group) for step in map(json.loads, lines) if "reward_mean" in step]


def group_size(folder, cell):
    recipe = (folder / cell["folder"] / "recipe.yaml").read_text(encoding="utf-8")
    return int(re.search(r"^\s*group_size: (\d+)$", recipe, re.MULTILINE).group(1))


def sampled(step, group):
    if "groups_sampled" in step:
        return {}
    completions = sum(value for key, value in step.items() if key.startswith("verdicts_"))
    groups = round(completions / group)
    return {"completions_sampled": completions, "groups_sampled": groups, "groups_trained": groups}


def with_signal(step):
    """How many of the groups that a step trains on have verdicts that differ."""
    found = round((1 - step["groups_without_signal"]) * step["groups_sampled"])
    return min(found, step["groups_trained"])


def mean(steps, figure):
    """Over the steps that have it; NaN where none has."""
    found = [value for value in map(figure, steps) if value is not None]
    return statistics.fmean(found) if found else math.nan


def figures(steps):
    last = steps[-LAST:]
    early = steps[:EARLY]
    return {
        "steps": len(steps),
        "signal": mean(steps[:FIRST], with_signal),
        "sampled": mean(steps, lambda step: step["completions_sampled"]),
        "finished": mean(last, lambda step: 1 - step["truncated_share"]),
        "kl": mean(last, lambda step: step.get("kl_sequence_mean")),
        "refused": mean(early, lambda step: step.get("refused_share")),
        "gap": mean(early, lambda step: step.get("refused_reward_gap")),
        "refused_last": mean(last, lambda step: step.get("refused_share")),
    }


def spread(values, form, scale=1):
    """The mean over seeds, and from where to where they go."""
    values = [value for value in values if not math.isnan(value)]
    if not values:
        return "–"
    shown = [form.format(scale * value) for value in (min(values), max(values))]
    middle = form.format(scale * statistics.fmean(values))
    text = middle if shown[0] == shown[1] else f"{middle} ({shown[0]} to {shown[1]})"
    return text.replace("-", "−")


COLUMNS = (
    ("steps to the stop", "steps", "{:.0f}", 1),
    (f"groups with signal trained on, first {FIRST} steps", "signal", "{:.1f}", 1),
    ("completions sampled a step", "sampled", "{:.0f}", 1),
    (f"finished, last {LAST} steps, %", "finished", "{:.0f}", 100),
    ("KL then, nats a completion", "kl", "{:.2f}", 1),
    (f"refuse the task, first {EARLY} steps, %", "refused", "{:.1f}", 100),
    ("what they earn beside the others", "gap", "{:+.2f}", 1),
    (f"refuse the task, last {LAST} steps, %", "refused_last", "{:.1f}", 100),
)


def ended(folder, cells, suite):
    """The share of a suite's completions that ended by themselves, after training, cell by cell."""
    shares = []
    for cell in cells:
        file = folder / cell["run"] / "eval/after" / f"{suite}.jsonl"
        reasons = [json.loads(line)["finish_reason"] for line in file.read_text().splitlines()]
        shares.append(reasons.count("eos") / len(reasons))
    return shares


def tasks(sweep):
    """The suites of tasks that every cell was measured on."""
    cells = [cell for cells in finished(sweep).values() for cell in cells]
    found = [{s["suite"] for s in cell["suites"] if s["kind"] == "capability"} for cell in cells]
    return sorted(set.intersection(*found))


def table(folder, sweep, runs):
    titles = [title for title, *_ in COLUMNS] + [f"{suite}, ended, %" for suite in tasks(sweep)]
    out = [f"| {axis_of(sweep)} | " + " | ".join(titles) + " |"]
    out.append("|" + "---|" * (1 + len(titles)))
    for value, cells in finished(sweep).items():
        found = [figures(steps) for steps in runs[value]]
        row = [spread([f[key] for f in found], form, by) for _, key, form, by in COLUMNS]
        row += [spread(ended(folder, cells, suite), "{:.0f}", 100) for suite in tasks(sweep)]
        out.append("| " + " | ".join([value, *row]) + " |")
    return "\n".join(out)


def percent_of(step, key):
    return 100 * step[key] if key in step else None


PANELS = (
    ("Groups with signal that a step trained on", with_signal),
    ("Completions that ended, %", lambda step: 100 * (1 - step["truncated_share"])),
    ("KL, nats a completion", lambda step: step.get("kl_sequence_mean")),
    ("Completions that refuse the task, %", lambda step: percent_of(step, "refused_share")),
)


def plot(runs):
    """Each figure step by step, the mean of the seeds that come so far."""
    width, panel, left, right = 820, 190, 56, 20
    height = 46 + panel * len(PANELS) + 30
    most = max(len(steps) for seeds in runs.values() for steps in seeds)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    at = 12
    for (value, _), colour in zip(runs.items(), COLOURS):
        parts.append(
            f'<circle cx="{at + 5}" cy="18" r="4.5" fill="{colour}"/>'
            f'<text x="{at + 15}" y="22">{html.escape(value)}</text>'
        )
        at += 36 + 8 * len(value)
    for place, (title, figure) in enumerate(PANELS):
        lines = {value: means(seeds, figure) for value, seeds in runs.items()}
        known = [value for line in lines.values() for value in line if not math.isnan(value)]
        highest = max(known, default=0) or 1
        base = 46 + panel * (place + 1) - 24
        tall = panel - 56

        def x(step):
            return left + (step - 1) / max(1, most - 1) * (width - left - right)

        parts.append(f'<text x="12" y="{base - tall - 12}">{html.escape(title)}</text>')
        for mark in (0, highest / 2, highest):
            y = base - mark / highest * tall
            parts.append(
                f'<line x1="{left}" x2="{width - right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
                f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{mark:.3g}</text>'
            )
        for line, colour in zip(lines.values(), COLOURS):
            dots = " ".join(
                f"{x(i + 1):.1f},{base - value / highest * tall:.1f}"
                for i, value in enumerate(line)
                if not math.isnan(value)
            )
            parts.append(
                f'<polyline points="{dots}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
            )
    for step in range(1, most + 1, max(1, most // 10)):
        parts.append(
            f'<text x="{x(step):.1f}" y="{height - 30}" text-anchor="middle">{step}</text>'
        )
    parts.append(f'<text x="{width / 2}" y="{height - 10}" text-anchor="middle">step</text></svg>')
    return "\n".join(parts) + "\n"


def means(seeds, figure):
    longest = max(map(len, seeds))
    return [mean([steps[i] for steps in seeds if i < len(steps)], figure) for i in range(longest)]


def write(folder):
    sweep = read(folder)
    name, done = sweep["name"], finished(sweep)
    runs = {value: [steps_of(folder, cell) for cell in cells] for value, cells in done.items()}
    words = wrapped(
        "Means over the seeds, with the lowest and the highest. Groups with signal are those that"
        " were trained on; what finished and the KL are of the completions of training, at"
        " temperature 1; what ended of a suite is after training, and sampled as the suite is; what"
        " refusals of the task earn is their mean score less that of the other completions."
        f" `python3 bench/parts.py sweeps/{name}`"
    )
    title = f"what the steps were made of, by {axis_of(sweep)}"
    place(f"steps {name}", table(folder, sweep, runs), words, plot(runs), title)


if __name__ == "__main__":
    main(write, __doc__)
