#!/usr/bin/env python3
"""Does an anchor hold categories of harm that it never saw? Writes the sweep that says so.

    python3 bench/left_out.py --out runs/left-out           # prompts, and left-out.yaml
    belay sweep runs/left-out/left-out.yaml                 # 12 cells of 3 minutes on one core
    python3 bench/left_out.py --read sweeps/left-out        # prints the table

The anchor is on requests of five of the ten categories of builtin-safety and their twins, on those
of the other five, or on all ten, as many prompts each time, everyday instructions beside them. What
is measured is of other scenarios, with its category in each record. Python's standard library only.
"""

import argparse
import json
import math
import pathlib
import statistics

from ablations import finished, read
from experiments import ROOT
from tables import points

BUILTIN = ROOT / "core/src/main/resources/dev/belay/core/data/builtin"
HALVES = {
    "first-five": ("violence", "theft_fraud", "drugs", "hate_harassment", "misinformation"),
    "second-five": ("weapons", "hacking_malware", "self_harm", "privacy_stalking", "exploitation"),
}
REQUESTS, TWINS, EVERYDAY = 120, 60, 60
SUITE = "builtin-safety"

SWEEP = """# Does an anchor hold categories of harm that it never saw? Written by bench/left_out.py.
recipe: {recipe}
name: left-out
grid:
  seed: 17..19
named:
  anchor:
    none: {{}}
"""
ARM = """    {name}:
      train.anchor:
        data:
          - {{ source: jsonl, path: {name}.jsonl }}
          - {{ source: builtin-benign, split: align, limit: {everyday} }}
        prompts_per_step: 8
        coef: 10
"""


def aligned(category, label, count):
    """So many prompts of a category, of as many scenarios as there are."""
    lines = (BUILTIN / f"{category}.jsonl").read_text(encoding="utf-8").splitlines()
    mine = [r for r in map(json.loads, lines) if r["split"] == "align" and r["label"] == label]
    step = max(1, len(mine) // count)
    return [{"id": r["id"], "prompt": r["prompt"]} for r in mine[::step][:count]]


def write(out):
    out.mkdir(parents=True, exist_ok=True)
    arms = {"all": sum(HALVES.values(), ()), **HALVES}
    text = SWEEP.format(recipe=ROOT / "recipes/sweeps/sums.yaml")
    for name, categories in arms.items():
        prompts = [
            prompt
            for label, count in (("refuse", REQUESTS), ("answer", TWINS))
            for category in categories
            for prompt in aligned(category, label, count // len(categories))
        ]
        lines = "".join(json.dumps(prompt, ensure_ascii=False) + "\n" for prompt in prompts)
        (out / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        print(f"{out / name}.jsonl: {len(prompts)} prompts")
        text += ARM.format(name=name, everyday=EVERYDAY)
    (out / "left-out.yaml").write_text(text, encoding="utf-8")
    print(f"belay sweep {out / 'left-out.yaml'}")


def scores(folder, cell, when):
    file = folder / cell["run"] / "eval" / when / f"{SUITE}.jsonl"
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {r["id"]: (r["category"], r["score"]) for r in records if r["score"] is not None}


def change(folder, cell, categories):
    """Of refusals of these categories, in points, and how many prompts were decided twice."""
    before, after = (scores(folder, cell, when) for when in ("before", "after"))
    both = [i for i in before if i in after and before[i][0] in categories]
    return statistics.fmean(after[i][1] - before[i][1] for i in both), len(both)


def spread(values):
    """Mean and Student's interval of 95 % over three seeds; prompts are given."""
    half = 4.303 * statistics.stdev(values) / math.sqrt(len(values))
    middle = statistics.fmean(values)
    return f"{points(middle)} [{points(middle - half)}, {points(middle + half)}]"


def show(folder):
    """A row an arm and a half of the categories: the change, and what that is more than unanchored."""
    found = {
        value: {
            half: {cell["values"]["seed"]: change(folder, cell, mine) for cell in cells}
            for half, mine in HALVES.items()
        }
        for value, cells in finished(read(folder)).items()
    }
    print("| anchor on | asked of | n | change | more than without |\n|---|---|---|---|---|")
    for arm, halves in found.items():
        for half, seeds in halves.items():
            seen = "" if arm == "none" else "unseen: " if arm in HALVES and arm != half else "seen: "
            n = next(iter(seeds.values()))[1]
            drops = [drop for drop, _ in seeds.values()]
            kept = [drop - found["none"][half][seed][0] for seed, (drop, _) in seeds.items()]
            more = "" if arm == "none" else spread(kept)
            print(f"| {arm} | {seen}{half} | {n} | {spread(drops)} | {more} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=pathlib.Path, help="where to write prompts and sweep")
    what.add_argument("--read", type=pathlib.Path, help="the folder of the sweep, once it ran")
    arguments = parser.parse_args()
    write(arguments.out) if arguments.out else show(arguments.read)
