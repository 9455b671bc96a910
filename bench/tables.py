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
import json
import os
import pathlib
import subprocess
import sys

from experiments import EXPERIMENTS, ROOT
from results_picture import KINDS, frontier, plot, rows

NOT_HELD_OUT = "not held out"
NOT_MEASURED = "not measured"
FIGURES = ROOT / "docs/results.json"


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
    if experiment.is_frontier:
        arms = {key: [asked_directly(one) for one in runs] for key, runs in arms.items()}
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


def asked_directly(collected_run):
    """Arms that another experiment put under attack have suites that the others lack."""
    direct = [suite for suite in collected_run["suites"] if "+" not in suite["suite"]]
    return {**collected_run, "suites": direct}


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
    rounded = round(100 * value, 1) + 0.0  # No minus before a zero.
    return f"{rounded:+.1f}".replace("-", "−")


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
    out += mean_rows(arms, figures)
    for row in rows(figures):
        suite = row["suite"]
        cells = [spread([s["change"] for s in row["arms"].get(arm.key, [])], points)
                 for arm in arms]
        counts = [s["n"] for runs in row["arms"].values() for s in runs]
        n = f"{min(counts)}" if min(counts) == max(counts) else f"{min(counts)} to {max(counts)}"
        facts = [suite["suite"], KINDS.get(suite["kind"], suite["kind"]), n]
        out.append("| " + " | ".join([*facts, percent(suite["before"]), *cells]) + " |")
    return "\n".join(out)


def mean_rows(arms, figures):
    """A row for each way of asking: the mean over the suites of harmful requests, by seed."""
    attacks = {}
    for row in rows(figures):
        if row["suite"]["kind"] == "harmful":
            attacks.setdefault(row["suite"]["suite"].partition("+")[2], []).append(row)
    out = []
    for attack, suites in attacks.items():
        cells = []
        for arm in arms:
            by_suite = [row["arms"][arm.key] for row in suites if arm.key in row["arms"]]
            by_seed = [mean([s["change"] for s in one]) for one in zip(*by_suite)]
            cells.append(spread(by_seed, points) if len(by_suite) == len(suites) else NOT_MEASURED)
        before = percent(mean([row["suite"]["before"] for row in suites]))
        name = f"**mean of {len(suites)}, {attack or 'asked directly'}**"
        out.append(f"| {name} | harmful, refused | | {before} | {' | '.join(cells)} |")
    return out


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
        return NOT_MEASURED
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
        draw = frontier if experiment.is_frontier else plot
        experiment.picture.write_text(draw(arms, figures), encoding="utf-8")


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
    parser.add_argument("--seeds", help="separated by commas; those of the experiment without it")
    arguments = parser.parse_args()
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    if arguments.what == "run":
        experiment = EXPERIMENTS[arguments.experiment]
        seeds = [int(seed) for seed in (arguments.seeds or experiment.seeds).split(",")]
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
