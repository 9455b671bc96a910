"""Memory over 500 steps of RLVR: a curve, and how much the last 400 steps differ."""

import json
import pathlib
import tempfile

from measure import ROOT, run
from sections import Section

PLOT = "images/memory.svg"
STEPS = 500
WARM_UP = 100
SMALL = {
    "train.steps": STEPS,
    "train.rollout.prompts_per_step": 2,
    "train.rollout.group_size": 4,
    "train.rollout.max_completion_tokens": 12,
    "evaluate.capability": "[arithmetic:8]",
    "evaluate.safety": "[builtin-safety:8]",
    "evaluate.over_refusal": "[builtin-twins:8]",
}


def memory(bench, arguments):
    settings = [f"--set={key}={value}" for key, value in SMALL.items()]
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "run"
        recipe = ROOT / "recipes/smollm2-arithmetic-rlvr.yaml"
        model = f"--set=model.name={bench.model}"
        run([ROOT / "belay", "run", recipe, "--out", out, model, *settings])
        lines = (out / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return section([json.loads(line)["memory_bytes"] for line in lines], arguments.out.parent)


def section(resident, docs):
    settled = resident[WARM_UP:]
    spread = (max(settled) - min(settled)) / min(settled)
    early, late = mean(settled[:WARM_UP]), mean(settled[-WARM_UP:])
    target = docs / PLOT
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(plot(resident), encoding="utf-8")
    lines = [
        f"![resident memory by step]({PLOT})",
        "",
        f"RLVR on generated arithmetic, {STEPS} steps of 2 prompts, groups of 4, 12 tokens; resident"
        f" memory of the whole process. After the first {WARM_UP} steps it lies between"
        f" {min(settled) / 1e9:.2f} and {max(settled) / 1e9:.2f} GB: a spread of {spread:.1%}. The"
        f" mean of the last {WARM_UP} steps is {late / early - 1:+.1%} of that of the first"
        f" {WARM_UP} after the warm-up.",
    ]
    every = resident[:: max(1, len(resident) // 50)]
    raw = [{"engine": "belay", "every": len(resident) // 50, "resident_bytes": every}]
    return Section(f"Memory over {STEPS} steps", lines, raw)


def mean(values):
    return sum(values) / len(values)


def plot(resident):
    width, height, left, bottom, top = 640, 240, 60, 40, 24
    highest = max(resident) / 1e9 * 1.1

    def x(step):
        return left + step * (width - left - 20) / (len(resident) - 1)

    def y(gigabytes):
        return height - bottom - gigabytes / highest * (height - bottom - top)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for value in range(0, int(highest) + 1):
        parts.append(
            f'<line x1="{left}" x2="{width - 20}" y1="{y(value):.1f}" y2="{y(value):.1f}"'
            ' stroke="#ddd"/>'
            f'<text x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value}</text>'
        )
    for step in range(0, len(resident) + 1, 100):
        at = min(step, len(resident) - 1)
        parts.append(
            f'<text x="{x(at):.1f}" y="{height - 20}" text-anchor="middle">{step}</text>'
        )
    points = " ".join(f"{x(i):.1f},{y(value / 1e9):.1f}" for i, value in enumerate(resident))
    parts.append(f'<polyline points="{points}" fill="none" stroke="#2d6ab4" stroke-width="2"/>')
    parts.append(f'<text x="{left}" y="14">resident GB</text>')
    parts.append(f'<text x="{width / 2:.0f}" y="{height - 4}" text-anchor="middle">step</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
