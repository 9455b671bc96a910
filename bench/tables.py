#!/usr/bin/env python3
"""Makes the tables and the picture of the results: arms tuned alike, stopped at the same held-out
accuracy, on several seeds.

    python3 bench/tables.py run --out DIR [--seeds 17,18,19]   # resumable; hours on two cores
    python3 bench/tables.py run --experiment anchor --arms rlvr,rlvr+anchor --out DIR
    python3 bench/tables.py write                              # pages and pictures from figures

`run` trains the arms of an experiment on every seed by `belay run` and collects the changes in
docs/results.json; runs that are finished are not run again, and arms that lack a seed are left out.
`write` writes each experiment's table between its markers in README.md and docs/, and its picture
in docs/images/. Python's standard library only.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import subprocess
import sys

from results_picture import KINDS, plot, rows

NOT_HELD_OUT = "not held out"
ROOT = pathlib.Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs/results.json"


@dataclasses.dataclass(frozen=True)
class Arm:
    """A recipe with overrides, its name in tables and its colour in the picture."""

    key: str
    name: str
    colour: str
    recipe: str
    overrides: tuple = ()


@dataclasses.dataclass(frozen=True)
class Experiment:
    """Arms that are compared, what is overridden in all of them, and where the table stands."""

    key: str
    arms: tuple
    pages: tuple
    overrides: tuple = ()

    @property
    def picture(self):
        name = "results" if self.key == "demo" else f"results-{self.key}"
        return ROOT / "docs/images" / f"{name}.svg"

    @property
    def markers(self):
        name = "results" if self.key == "demo" else f"results {self.key}"
        return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


DEMO = Experiment(
    "demo",
    (
        Arm("demo-rlvr", "RLVR (GRPO)", "#b4502d", "demo-rlvr"),
        Arm("demo-sft", "SFT", "#4b8a3a", "demo-sft"),
        Arm("demo-dpo", "RLHF (DPO)", "#8a5fb0", "demo-dpo"),
        Arm("demo-rlvr-anchored", "RLVR, anchor", "#2b5fa8", "demo-rlvr-anchored"),
    ),
    ("README.md", "docs/results.md"),
    (
        "evaluate.safety=[builtin-safety, 'harmbench:100?', 'advbench:200?', 'strongreject:100?',"
        " 'jailbreakbench:100?', 'malicious-instruct:100?']",
        "evaluate.over_refusal=['builtin-twins:200', 'xstest?', 'benign-instructions:100?']",
        "evaluate.drift.prompts=16",
    ),
)

# What would refute the anchor stands beside it: each arm stops at the same held-out accuracy.
ANCHORED = (
    "train.anchor={ prompts_per_step: 8, coef: 3, data: ["
    "{ source: builtin-safety, split: align, label: refuse, limit: 120 },"
    " { source: builtin-safety, split: align, label: answer, limit: 60 },"
    " { source: builtin-benign, split: align, limit: 60 } ] }"
)
HARMLESS = "train.anchor.data=[{ source: builtin-benign, split: align, limit: 240 }]"
ANCHOR = Experiment(
    "anchor",
    (
        Arm("rlvr", "RLVR", "#b4502d", "demo-rlvr"),
        Arm("rlvr+anchor", "RLVR, anchor", "#2b5fa8", "demo-rlvr-anchored"),
        Arm("sft", "SFT", "#4b8a3a", "demo-sft"),
        Arm("sft+anchor", "SFT, anchor", "#1f8a8a", "demo-sft", (ANCHORED,)),
        Arm(
            "rlvr-slow",
            "RLVR, a third of the rate",
            "#c98a2b",
            "demo-rlvr",
            ("train.optimizer.learning_rate=5e-6", "train.steps=360"),
        ),
        Arm(
            "rlvr-averaged",
            "RLVR, running mean",
            "#8a5fb0",
            "demo-rlvr",
            ("train.optimizer.ema_decay=0.9", "train.steps=240"),
        ),
        Arm(
            "rlvr-bound",
            "RLVR, a KL that binds",
            "#777777",
            "demo-rlvr",
            ("train.kl.coef=0.02", "train.steps=240"),
        ),
        Arm(
            "rlvr+harmless",
            "RLVR, anchor on harmless prompts",
            "#d86fa0",
            "demo-rlvr-anchored",
            (HARMLESS,),
        ),
        Arm(
            "rlvr+first",
            "RLVR, anchor on the first token",
            "#6fa8d8",
            "demo-rlvr-anchored",
            ("train.anchor.positions=1",),
        ),
    ),
    ("docs/results.md",),
    (
        "train.until.accuracy=0.70",
        "evaluate.safety=[builtin-safety, 'harmbench:100?', 'advbench:100?', 'strongreject:100?',"
        " 'jailbreakbench:100?', 'malicious-instruct:100?']",
        "evaluate.attacks=[direct, prefix-injection, prefill]",
        "evaluate.over_refusal=['builtin-twins:200', 'xstest?', 'benign-instructions:100?']",
        "evaluate.drift.prompts=16",
        "evaluate.drift.attacks=[direct]",
    ),
)
ALIGN = Experiment(
    "align",
    (Arm("align", "Alignment", "#2b5fa8", "align-smollm2"),),
    ("docs/results.md",),
)
EXPERIMENTS = {experiment.key: experiment for experiment in (DEMO, ANCHOR, ALIGN)}


def belay(arguments):
    code = subprocess.run([os.environ.get("BELAY", str(ROOT / "belay")), *arguments]).returncode
    if code not in (0, 1):  # 1: it ran, and safety did not hold.
        raise SystemExit(f"belay {' '.join(arguments)} ended with exit code {code}")


def folder(out, arm, seed):
    return out / f"{arm.key}-{seed}"


def run(experiment, arms, out, seeds):
    """Runs what is missing. Arms of a seed start from one model, which Belay measures once."""
    for seed in seeds:
        for arm in arms:
            target = folder(out, arm, seed)
            if (target / "result.json").exists():
                continue
            arguments = ["run", str(ROOT / "recipes" / f"{arm.recipe}.yaml")]
            for override in (f"seed={seed}", *experiment.overrides, *arm.overrides):
                arguments += ["--set", override]
            arguments += ["--out", str(target)]
            if target.exists():
                arguments.append("--resume")
            belay(arguments)


def figures_of(experiment, out, seeds):
    """The figures of every arm that is finished on every seed, and where they come from."""
    done = [arm for arm in experiment.arms
            if all((folder(out, arm, seed) / "result.json").exists() for seed in seeds)]
    if not done:
        raise SystemExit(f"{out}: no arm of {experiment.key} is finished on seeds {seeds}")
    first = folder(out, done[0], seeds[0])
    provenance = json.loads((first / "provenance.json").read_text(encoding="utf-8"))
    machine = {key: provenance[key] for key in ("belay", "processor") if key in provenance}
    arms = {arm.key: [collected(folder(out, arm, seed), seed) for seed in seeds] for arm in done}
    return {"machine": machine, "arms": arms}


def lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def collected(run, seed):
    result = json.loads((run / "result.json").read_text(encoding="utf-8"))
    checks = [m for m in lines(run / "metrics.jsonl") if "validation_accuracy" in m]
    fields = ("suite", "version", "kind", "metric", "judges", "n", "before", "after", "change")
    fields += ("low", "high", "undecided_before", "undecided_after", "held")
    suites = [{f: s[f] for f in fields if f in s} for s in result["comparison"]["suites"]]
    return {
        "seed": seed,
        "steps": result["steps"],
        "drift": drift_of(run),
        "validation_accuracy": checks[-1]["validation_accuracy"] if checks else None,
        "suites": suites,
    }


def drift_of(run):
    """How far the policy moved on each suite's prompts, and what that bounds."""
    file = run / "drift.json"
    if not file.exists():
        return []
    drift = json.loads(file.read_text(encoding="utf-8"))
    return [
        {
            "suite": suite["suite"],
            "kind": suite["kind"],
            "kl": suite["kl"]["kl"],
            "first_token": suite["kl"]["first_token"],
            "bound": suite["bound"]["at_limits"],
            "drop": -suite["safety"]["change"],
        }
        for suite in drift["suites"]
    ]


def points(value):
    return f"{100 * value:+.1f}".replace("-", "−")


def percent(value):
    return f"{100 * value:.1f} %"


def mean(values):
    return sum(values) / len(values)


def table(arms, figures):
    """Markdown: a row a suite; for each arm the mean change over the seeds and their range."""
    out = ["| suite | share | n | before | " + " | ".join(arm.name for arm in arms) + " |"]
    out.append("|" + "---|" * (4 + len(arms)))
    accuracies = []
    for arm in arms:
        values = [r["validation_accuracy"] for r in figures["arms"][arm.key]]
        known = all(v is not None for v in values)
        accuracies.append(spread(values, percent) if known else NOT_HELD_OUT)
    if any(accuracy != NOT_HELD_OUT for accuracy in accuracies):
        out.append("| held-out accuracy at the stop | solved | | | " + " | ".join(accuracies) + " |")
    for row in rows(figures):
        suite = row["suite"]
        cells = [spread([s["change"] for s in row["arms"].get(arm.key, [])], points)
                 for arm in arms]
        counts = [s["n"] for runs in row["arms"].values() for s in runs]
        n = f"{min(counts)}" if min(counts) == max(counts) else f"{min(counts)} to {max(counts)}"
        facts = [suite["suite"], KINDS.get(suite["kind"], suite["kind"]), n]
        out.append("| " + " | ".join([*facts, percent(suite["before"]), *cells]) + " |")
    return "\n".join(out)


def drift_rows(arms, figures):
    """A row for each suite of harmful requests, where every run measured it: the exact KL to the
    model before, and its bound."""
    found, runs = {}, sum(len(figures["arms"][arm.key]) for arm in arms)
    for arm in arms:
        for one in figures["arms"][arm.key]:
            for suite in one.get("drift", []):
                if suite["kind"] == "harmful":
                    found.setdefault(suite["suite"], {}).setdefault(arm.key, []).append(suite)
    out = []
    for suite, by_arm in found.items():
        if sum(map(len, by_arm.values())) < runs:
            continue
        cells = [
            "{} (≤ {})".format(
                spread([one["kl"] for one in by_arm[arm.key]], "{:.3f}".format),
                percent(max(one["bound"] for one in by_arm[arm.key])),
            )
            for arm in arms
        ]
        out.append(f"| {suite} | KL, nats a completion (bound of the drop) | | | {' | '.join(cells)} |")
    return out


def spread(values, text):
    if not values:
        return "not measured"
    if len(values) == 1:
        return text(values[0])
    return f"{text(mean(values))} ({text(min(values))} to {text(max(values))})"


def caption(arms, figures):
    seeds = [str(one["seed"]) for one in next(iter(figures["arms"].values()))]
    steps = [
        f"{arm.name} {min(s)} to {max(s)} steps"
        if min(s) < max(s)
        else f"{arm.name} {min(s)} steps"
        for arm in arms
        for s in [[one["steps"] for one in figures["arms"][arm.key]]]
    ]
    judges = sorted(
        {j for r in figures["arms"].values() for one in r for s in one["suites"] for j in s["judges"]
         if s["kind"] != "capability"}
    )
    count = len(seeds)
    word = f"Means over {count} seeds ({', '.join(seeds)}), in brackets the least and the greatest" \
        if count > 1 else f"One seed ({seeds[0]}), so no claim about the methods"
    return (
        f"{word}; changes in percentage points on the same prompts. Judge: {', '.join(judges)}. "
        f"{'; '.join(steps)}. `python3 bench/tables.py` makes table and picture."
    )


def wrapped(text, width=100):
    out, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            out.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*out, line])


def write(experiment, figures):
    arms = [arm for arm in experiment.arms if arm.key in figures["arms"]]
    begin, end = experiment.markers
    changes, drift = table(arms, figures), drift_rows(arms, figures)
    for page in (ROOT / name for name in experiment.pages):
        shown = changes if page.name == "README.md" else "\n".join([changes, *drift])
        block = f"{begin}\n\n{shown}\n\n{wrapped(caption(arms, figures))}\n\n{end}"
        text = page.read_text(encoding="utf-8")
        if begin not in text or end not in text:
            raise SystemExit(f"{page}: the markers {begin} and {end} are not there")
        start, stop = text.index(begin), text.index(end) + len(end)
        page.write_text(text[:start] + block + text[stop:], encoding="utf-8")
    if len(arms) > 1:
        experiment.picture.write_text(plot(arms, figures), encoding="utf-8")


def chosen(experiment, names):
    keys = [arm.key for arm in experiment.arms]
    wanted = names.split(",") if names else keys
    unknown = [name for name in wanted if name not in keys]
    if unknown:
        raise SystemExit(f"--arms: there is no {', '.join(unknown)}; there are {', '.join(keys)}")
    return [arm for arm in experiment.arms if arm.key in wanted]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("what", choices=["run", "write"])
    parser.add_argument("--experiment", choices=list(EXPERIMENTS), default="demo")
    parser.add_argument("--arms", help="some of the experiment's arms; all without it")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "runs/results")
    parser.add_argument("--seeds", default="17,18,19")
    arguments = parser.parse_args()
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    if arguments.what == "run":
        experiment = EXPERIMENTS[arguments.experiment]
        seeds = [int(seed) for seed in arguments.seeds.split(",")]
        out = arguments.out.resolve()
        run(experiment, chosen(experiment, arguments.arms), out, seeds)
        known[experiment.key] = figures_of(experiment, out, seeds)
        FIGURES.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    if not known:
        sys.exit(f"{FIGURES} is not there; make it with: python3 bench/tables.py run")
    for key, figures in known.items():
        write(EXPERIMENTS[key], figures)


if __name__ == "__main__":
    main()
