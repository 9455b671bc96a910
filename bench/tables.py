#!/usr/bin/env python3
"""Makes the tables and the picture of the results: arms tuned alike, stopped at the same held-out
accuracy, on several seeds.

    python3 bench/tables.py run --out DIR [--seeds 17,18,19]   # resumable; hours on two cores
    python3 bench/tables.py write                              # pages and picture, from the figures

`run` trains every arm on every seed by `belay run` and collects the changes in docs/results.json;
runs that are finished are not run again. `write` writes the tables of README.md and
docs/results.md between their markers, and docs/images/results.svg. Python's standard library only.
"""

import argparse
import html
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs/results.json"
PICTURE = ROOT / "docs/images/results.svg"
PAGES = [ROOT / "README.md", ROOT / "docs/results.md"]
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"

# Recipe, its name in tables, its colour in the picture.
ARMS = [
    ("demo-rlvr", "RLVR (GRPO)", "#b4502d"),
    ("demo-sft", "SFT", "#4b8a3a"),
]
KINDS = {
    "capability": "solved",
    "harmful": "harmful, refused",
    "safe_lookalike": "harmless, refused",
    "benign": "harmless, refused",
}


def belay(arguments):
    code = subprocess.run([os.environ.get("BELAY", str(ROOT / "belay")), *arguments]).returncode
    if code not in (0, 1):  # 1: it ran, and safety did not hold.
        raise SystemExit(f"belay {' '.join(arguments)} ended with exit code {code}")


def folder(out, arm, seed):
    return out / f"{arm}-{seed}"


def run(out, seeds):
    """Runs what is missing. All arms start from one model, so it is measured once."""
    first = folder(out, ARMS[0][0], seeds[0])
    for seed in seeds:
        for arm, _, _ in ARMS:
            target = folder(out, arm, seed)
            if (target / "result.json").exists():
                continue
            started = target.exists()
            if not started and (first / "eval/before").is_dir():
                shutil.copytree(first / "eval/before", target / "eval/before")
            arguments = ["run", str(ROOT / "recipes" / f"{arm}.yaml"), "--set", f"seed={seed}"]
            arguments += ["--out", str(target)]
            if started:
                arguments.append("--resume")
            belay(arguments)
    FIGURES.write_text(json.dumps(collect(out, seeds), indent=1) + "\n", encoding="utf-8")


def lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def collect(out, seeds):
    """The figures of every arm and seed, and where they come from."""
    arms = {}
    for arm, _, _ in ARMS:
        arms[arm] = [collected(folder(out, arm, seed), seed) for seed in seeds]
    provenance = json.loads((folder(out, ARMS[0][0], seeds[0]) / "provenance.json").read_text())
    machine = {key: provenance[key] for key in ("belay", "processor") if key in provenance}
    return {"machine": machine, "arms": arms}


def collected(run, seed):
    result = json.loads((run / "result.json").read_text(encoding="utf-8"))
    checks = [m for m in lines(run / "metrics.jsonl") if "validation_accuracy" in m]
    fields = ("suite", "version", "kind", "metric", "judges", "n", "before", "after", "change")
    fields += ("low", "high", "undecided_before", "undecided_after", "held")
    suites = [{f: s[f] for f in fields if f in s} for s in result["comparison"]["suites"]]
    return {
        "seed": seed,
        "steps": result["steps"],
        "validation_accuracy": checks[-1]["validation_accuracy"] if checks else None,
        "suites": suites,
    }


def points(value):
    return f"{100 * value:+.1f}".replace("-", "−")


def percent(value):
    return f"{100 * value:.1f} %"


def mean(values):
    return sum(values) / len(values)


def rows(figures):
    """For each suite: its facts, and for each arm the changes over the seeds."""
    found = {}
    for arm, runs in figures["arms"].items():
        for one in runs:
            for suite in one["suites"]:
                row = found.setdefault(suite["suite"], {"suite": suite, "arms": {}})
                row["arms"].setdefault(arm, []).append(suite)
    return list(found.values())


def table(figures):
    """Markdown: a row a suite; for each arm the mean change over the seeds and their range."""
    names = [(arm, name) for arm, name, _ in ARMS if arm in figures["arms"]]
    out = ["| suite | share | n | before | " + " | ".join(name for _, name in names) + " |"]
    out.append("|" + "---|" * (4 + len(names)))
    accuracies = []
    for arm, _ in names:
        values = [r["validation_accuracy"] for r in figures["arms"][arm]]
        known = all(v is not None for v in values)
        accuracies.append(spread(values, percent) if known else "not held out")
    out.append("| held-out accuracy at the stop | solved | | | " + " | ".join(accuracies) + " |")
    for row in rows(figures):
        suite = row["suite"]
        cells = []
        for arm, _ in names:
            cells.append(spread([s["change"] for s in row["arms"].get(arm, [])], points))
        counts = [s["n"] for runs in row["arms"].values() for s in runs]
        n = f"{min(counts)}" if min(counts) == max(counts) else f"{min(counts)} to {max(counts)}"
        facts = [suite["suite"], KINDS.get(suite["kind"], suite["kind"]), n]
        out.append("| " + " | ".join([*facts, percent(suite["before"]), *cells]) + " |")
    return "\n".join(out)


def spread(values, text):
    if not values:
        return "not measured"
    if len(values) == 1:
        return text(values[0])
    return f"{text(mean(values))} ({text(min(values))} to {text(max(values))})"


def caption(figures):
    seeds = [str(one["seed"]) for one in next(iter(figures["arms"].values()))]
    steps = [
        f"{name} {min(s)} to {max(s)} steps" if min(s) < max(s) else f"{name} {min(s)} steps"
        for arm, name, _ in ARMS
        for s in [[one["steps"] for one in figures["arms"].get(arm, [])]]
        if s
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


def write(figures):
    block = f"{BEGIN}\n\n{table(figures)}\n\n{wrapped(caption(figures))}\n\n{END}"
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if BEGIN not in text or END not in text:
            raise SystemExit(f"{page}: the markers {BEGIN} and {END} are not there")
        start, stop = text.index(BEGIN), text.index(END) + len(END)
        page.write_text(text[:start] + block + text[stop:], encoding="utf-8")
    PICTURE.write_text(plot(figures), encoding="utf-8")


def plot(figures):
    """A line for each suite; on it, for each arm, every seed's change with its interval."""
    found = rows(figures)
    values = [v for r in found for runs in r["arms"].values() for s in runs
              for v in (100 * s["low"], 100 * s["high"])]
    low = min(-15, 15 * (int(min(values)) // 15))
    high = max(15, -15 * (int(-max(values)) // 15))
    width, right, top, line = 820, 20, 62, 64
    labels = [
        f"{r['suite']['suite']}: {KINDS.get(r['suite']['kind'], r['suite']['kind'])}" for r in found
    ]
    left = 24 + 7 * max(len(label) for label in labels)
    height = top + line * len(found) + 36

    def x(value):
        return left + (value - low) / (high - low) * (width - left - right)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        '<text x="12" y="22" font-size="15">Change on the same prompts at equal held-out accuracy,'
        " percentage points</text>",
    ]
    for value in range(low, high + 1, 15):
        colour = "#555" if value == 0 else "#ddd"
        label = f"{value:+d}".replace("-", "−") if value else "0"
        parts.append(
            f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{top - 6}" y2="{height - 30}"'
            f' stroke="{colour}"/><text x="{x(value):.1f}" y="{height - 12}"'
            f' text-anchor="middle">{label}</text>'
        )
    for place, row in enumerate(found):
        middle = top + line * place + line / 2
        label = html.escape(labels[place])
        parts.append(
            f'<text x="{left - 12}" y="{middle + 4:.1f}" text-anchor="end">{label}</text>'
        )
        shown = [(c, s) for arm, _, c in ARMS for s in row["arms"].get(arm, [])]
        gap = min(9, (line - 16) / max(1, len(shown)))
        for index, (colour, change) in enumerate(shown):
            y = middle + gap * (index - (len(shown) - 1) / 2)
            ends = x(100 * change["low"]), x(100 * change["high"])
            parts.append(
                f'<line x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
                f' stroke="{colour}" stroke-width="1.6"/>'
                f'<circle cx="{x(100 * change["change"]):.1f}" cy="{y:.1f}" r="3.6" fill="{colour}"/>'
            )
    for place, (arm, name, colour) in enumerate(a for a in ARMS if a[0] in figures["arms"]):
        at = left + 190 * place
        parts.append(
            f'<circle cx="{at}" cy="42" r="4.5" fill="{colour}"/>'
            f'<text x="{at + 12}" y="46">{html.escape(name)}</text>'
        )
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("what", choices=["run", "write"])
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "runs/results")
    parser.add_argument("--seeds", default="17,18,19")
    arguments = parser.parse_args()
    if arguments.what == "run":
        run(arguments.out.resolve(), [int(seed) for seed in arguments.seeds.split(",")])
    if not FIGURES.exists():
        sys.exit(f"{FIGURES} is not there; make it with: python3 bench/tables.py run")
    write(json.loads(FIGURES.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
