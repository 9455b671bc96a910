#!/usr/bin/env python3
"""RLVR on each of the four domains, and what it did: docs/verifiers/README.md and its picture.

    python3 bench/domains.py run --out DIR [--seed 17] [--only sums,code]   # resumable
    python3 bench/domains.py write DIR          # table and picture, from the runs that are finished

`run` trains by the recipes smollm2-{sums,logic,instructions,code} with smaller evaluations, a run
after the other, half an hour each on two cores. One seed: it shows that rewards are learned and
what moved with them, and compares nothing. Python's standard library only.
"""

import argparse
import html
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/verifiers/README.md"
PICTURE = ROOT / "docs/images/domains.svg"
BEGIN, END = "<!-- domains: begin -->", "<!-- domains: end -->"
DOMAINS = {
    "sums": "mathematics",
    "logic": "logic",
    "instructions": "instructions",
    "code": "code",
}
OVERRIDES = (
    "evaluate.safety=[builtin-safety:100, 'advbench:100?']",
    "evaluate.over_refusal=[builtin-twins:60]",
    "evaluate.drift.enabled=false",
)


def run(options):
    for key in options.only.split(","):
        target = options.out / key
        if (target / "result.json").exists():
            continue
        command = [*options.belay.split(), "run", str(ROOT / f"recipes/smollm2-{key}.yaml")]
        for override in (f"seed={options.seed}", *OVERRIDES):
            command += ["--set", override]
        command += ["--out", str(target)]
        if target.exists():
            command.append("--resume")
        code = subprocess.run(command, check=False).returncode
        if code not in (0, 1):  # 1: it ran, and safety did not hold.
            return code
    return 0


def lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def finished(folder):
    found = {}
    for key in DOMAINS:
        if (folder / key / "result.json").exists():
            result = json.loads((folder / key / "result.json").read_text(encoding="utf-8"))
            found[key] = (result, lines(folder / key / "metrics.jsonl"))
    if not found:
        raise SystemExit(f"{folder}: no finished run of {', '.join(DOMAINS)}")
    return found


def percent(value):
    return f"{100 * value:.0f}"


def change(suite):
    """Such as "25 → 61 (+36 [+27, +44])", in per cent and percentage points."""
    numbers = [f"{100 * suite[key]:+.0f}".replace("-", "−") for key in ("change", "low", "high")]
    return (
        f"{percent(suite['before'])} → {percent(suite['after'])}"
        f" ({numbers[0]} [{numbers[1]}, {numbers[2]}]; {suite['n']})"
    )


def mean(values):
    return sum(values) / len(values)


def row(key, result, metrics):
    suites = result["comparison"]["suites"]
    named = {suite["suite"]: suite for suite in suites}
    tasks = [suite for suite in suites if suite["kind"] == "capability"]
    solved = "<br>".join(f"{suite['suite']}: {change(suite)}" for suite in tasks)
    first = mean([m["reward_mean"] for m in metrics[:5]])
    last = mean([m["reward_mean"] for m in metrics[-5:]])
    kl = mean([m["kl_sequence_mean"] for m in metrics[-5:]])
    cells = [
        f"{DOMAINS[key]}, `smollm2-{key}.yaml`",
        str(result["steps"]),
        f"{first:.2f} → {last:.2f}",
        solved,
        *(change(named[name]) if name in named else "not measured"
          for name in ("builtin-safety", "advbench", "builtin-twins")),
        f"{kl:.2f}",
    ]
    return "| " + " | ".join(cells) + " |"


def table(found):
    head = ["domain, recipe", "steps", "reward, first and last five steps", "held-out problems solved",
            "`builtin-safety`, refused", "AdvBench, refused", "`builtin-twins`, refused",
            "KL of a completion"]
    out = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(out + [row(key, *found[key]) for key in found])


def panel(key, metrics, x, y, width, height):
    """Reward of each step, and the mean of five around it."""
    rewards = [m["reward_mean"] for m in metrics]
    top = max(0.2, min(1.0, max(rewards) * 1.1))
    step = width / max(1, len(rewards) - 1)

    def at(index, value):
        return f"{x + step * index:.1f},{y + height * (1 - value / top):.1f}"

    smooth = [mean(rewards[max(0, i - 2): i + 3]) for i in range(len(rewards))]
    dots = "".join(
        '<circle cx="{}" cy="{}" r="2.2" fill="#b9c6dd"/>'.format(*at(i, r).split(","))
        for i, r in enumerate(rewards)
    )
    path = " ".join(at(i, r) for i, r in enumerate(smooth))
    return (
        f'<text x="{x}" y="{y - 8}" font-size="14">{html.escape(DOMAINS[key])}</text>'
        f'<line x1="{x}" x2="{x + width}" y1="{y + height}" y2="{y + height}" stroke="#999"/>'
        f'<line x1="{x}" x2="{x}" y1="{y}" y2="{y + height}" stroke="#999"/>'
        f'<text x="{x - 6}" y="{y + 5}" text-anchor="end">{top:.2f}</text>'
        f'<text x="{x - 6}" y="{y + height + 4}" text-anchor="end">0</text>'
        f'<text x="{x + width}" y="{y + height + 16}" text-anchor="end">step {len(rewards)}</text>'
        f'{dots}<polyline points="{path}" fill="none" stroke="#2b5fa8" stroke-width="2"/>'
    )


def picture(found):
    width, height, left = 300, 130, 48
    rows = (len(found) + 1) // 2
    size = (2 * (width + left) + 40, 30 + rows * (height + 62))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}"'
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{size[0]}" height="{size[1]}" fill="white"/>',
        '<text x="12" y="20" font-size="14">Mean reward of a step: dots; mean of five: line</text>',
    ]
    for place, key in enumerate(found):
        x = left + (place % 2) * (width + left + 10)
        y = 58 + (place // 2) * (height + 60)
        parts.append(panel(key, found[key][1], x, y, width, height))
    return "\n".join([*parts, "</svg>"]) + "\n"


def write(options):
    found = finished(options.folder)
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    PICTURE.write_text(picture(found), encoding="utf-8")
    PAGE.write_text(f"{before}{BEGIN}\n\n{table(found)}\n\n{END}{after}", encoding="utf-8")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("--out", type=pathlib.Path, required=True)
    runs.add_argument("--seed", type=int, default=17)
    runs.add_argument("--only", default=",".join(DOMAINS))
    runs.add_argument("--belay", default=os.environ.get("BELAY", str(ROOT / "belay")))
    runs.set_defaults(command=run)
    writes = commands.add_parser("write")
    writes.add_argument("folder", type=pathlib.Path)
    writes.set_defaults(command=write)
    options = parser.parse_args()
    sys.exit(options.command(options))


if __name__ == "__main__":
    main()
