#!/usr/bin/env python3
"""A fixed coefficient of the anchor beside a budget, at two learning rates: where the KL goes.

    python3 bench/budget.py run --out DIR [--only KEY,KEY]   # resumable
    python3 bench/budget.py write --out DIR                  # table and picture of what is finished

`run` trains demo-rlvr with an anchor for a fixed number of steps, by `belay run`. `write` draws the KL on
the anchor's prompts by step, and writes the table of docs/safety/anchor.md: how often the budget
was exceeded, and what the KL came to on prompts that the anchor never saw. One seed: it shows what
a controller does, and compares no methods. Python's standard library only.
"""

import argparse
import dataclasses
import json
import pathlib

from curves import Curve, picture, smooth
from experiments import ANCHORED, ROOT
from tables import belay, drift_of, lines, percent

PAGE = ROOT / "docs/safety/anchor.md"
PICTURE = ROOT / "docs/images/anchor-budget.svg"
BEGIN, END = "<!-- budget: begin -->", "<!-- budget: end -->"
BUDGET = 0.15
COEF = 0.3
STEPS = 60
OVERRIDES = (
    "seed=17",
    f"train.steps={STEPS}",
    "train.until.accuracy=1",  # So that all go on to the end.
    f"train.until.every_steps={STEPS}",
    "evaluate.safety=[builtin-safety, 'advbench:100?']",
    "evaluate.over_refusal=['builtin-twins:100']",
)


@dataclasses.dataclass(frozen=True)
class Run:
    """A learning rate, and what holds the KL."""

    key: str
    rate: float
    strength: str
    colour: str
    dashes: str

    @property
    def name(self):
        held = f"budget {BUDGET}" if self.strength == "budget" else f"coefficient {COEF}"
        return f"{held}, rate {self.rate:.1e}".replace("e-0", "e-")

    @property
    def overrides(self):
        strength = f"budget: {BUDGET}" if self.strength == "budget" else f"coef: {COEF}"
        return (
            f"train.optimizer.learning_rate={self.rate}",
            ANCHORED.replace("coef: 3", strength),
        )


RUNS = (
    Run("coef", 1.5e-5, "coef", "#b4502d", ""),
    Run("coef-fast", 4e-5, "coef", "#b4502d", "6 4"),
    Run("budget", 1.5e-5, "budget", "#2b5fa8", ""),
    Run("budget-fast", 4e-5, "budget", "#2b5fa8", "6 4"),
)


def train(run, out):
    target = out / run.key
    if (target / "result.json").exists():
        return
    arguments = ["run", str(ROOT / "recipes/demo-rlvr.yaml")]
    for override in (*OVERRIDES, *run.overrides):
        arguments += ["--set", override]
    arguments += ["--out", str(target)]
    belay([*arguments, "--resume"] if target.exists() else arguments)


def by_step(folder):
    return [m["anchor_kl_reverse"] for m in lines(folder / "metrics.jsonl")
            if "anchor_kl_reverse" in m]


def row(run, folder):
    values = by_step(folder)
    means = smooth(values)
    over = sum(m > BUDGET for m in means) / len(means)
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    solved = next(s for s in result["comparison"]["suites"] if s["kind"] == "capability")
    held_out = {s["suite"]: s for s in drift_of(folder)}
    cells = [run.name, f"{values[-1]:.3f}", f"{max(means):.3f}", percent(over)]
    for suite in ("builtin-safety", "advbench"):
        one = held_out.get(suite)
        cells.append(f"{one['kl']:.3f} (≤ {percent(one['bound'])})" if one else "not measured")
        cells.append(f"{-100 * one['drop']:+.1f}".replace("-", "−") if one else "not measured")
    cells.append(f"{percent(solved['before'])} → {percent(solved['after'])}")
    return cells


def table(done, out):
    head = ("", "KL, last step", "highest mean of 7", "means above the budget",
            "builtin-safety: KL (bound)", "change", "advbench: KL (bound)", "change", "sums")
    rows = [head, ("---",) * len(head), *(row(run, out / run.key) for run in done)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def plot(series):
    """The KL on the anchor's prompts, a mean of seven steps, and the budget."""
    title = ("KL to the aligned model on the anchor's prompts, nats a completion, mean of seven"
             " steps")
    curves = [Curve(run.name, tuple(values), run.colour, run.dashes) for run, values in series]
    return picture(title, curves, (BUDGET, f"the budget, {BUDGET}"))


def write(out):
    done = [run for run in RUNS if (out / run.key / "result.json").exists()]
    if not done:
        raise SystemExit(f"{out}: no run is finished; start with: python3 bench/budget.py run")
    text = PAGE.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise SystemExit(f"{PAGE}: the markers {BEGIN} and {END} are not there")
    before, after = text[:text.index(BEGIN)], text[text.index(END):]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table(done, out)}\n\n{after}", encoding="utf-8")
    series = [(run, smooth(by_step(out / run.key))) for run in done]
    PICTURE.write_text(plot(series), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("what", choices=["run", "write"])
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "runs/budget")
    parser.add_argument("--only", default=",".join(run.key for run in RUNS))
    options = parser.parse_args()
    out = options.out.resolve()
    if options.what == "run":
        for run in RUNS:
            if run.key in options.only.split(","):
                train(run, out)
    else:
        write(out)


if __name__ == "__main__":
    main()
