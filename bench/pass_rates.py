#!/usr/bin/env python3
"""Makes the table of docs/verifiers/logic.md: how often a model solves the generated puzzles.

    python3 bench/pass_rates.py run --out DIR [--model NAME] [--limit 40] [--max-tokens 40]
        [--system TEXT]
    python3 bench/pass_rates.py write DIR           # the table, from DIR/summary.json, into the page

`run` measures every generator at its three levels by one `belay eval`, at temperature 1 and with
one completion a prompt; it goes on where it stopped. Python's standard library only.
"""

import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/verifiers/logic.md"
BELAY = ROOT / "belay"
BEGIN = "<!-- pass rates: begin -->"
END = "<!-- pass rates: end -->"
LEVELS = (1, 2, 3)


def generators():
    """Names of all generators, from the page, which a test holds to the code."""
    section = PAGE.read_text(encoding="utf-8").split("## Generators")[1].split("## ")[0]
    return [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]


def run(options):
    belay = options.belay.split()
    names = options.generators.split(",") if options.generators else generators()
    suites = ",".join(f"{name}@{level}:{options.limit}" for level in LEVELS for name in names)
    command = [*belay, "eval", "--model", options.model, "--suite", suites]
    command += ["--temperature", "1", "--max-tokens", str(options.max_tokens)]
    if options.system is not None:
        command += ["--system", options.system]
    command += ["--out", str(options.out)]
    if (options.out / "evaluation.json").exists():
        command.append("--resume")
    return subprocess.run(command, check=False).returncode


def cell(suite):
    """Such as "41 % (40)"; a share of 20 to 70 % is bold: there most groups have signal."""
    rate, count = suite["rate"], suite["completions"]
    text = f"{100 * rate:.0f} % ({count})"
    return f"**{text}**" if 0.2 <= rate <= 0.7 else text


def table(summary):
    by_name = {}
    for suite in summary["suites"]:
        name, _, level = suite["suite"].partition("@")
        if level:
            by_name.setdefault(name, {})[int(level)] = suite
    lines = ["| generator | level 1 | level 2 | level 3 |", "|---|---|---|---|"]
    for name, levels in by_name.items():
        cells = [cell(levels[level]) for level in LEVELS]
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def write(options):
    summary = json.loads((options.folder / "summary.json").read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(
        f"{before}{BEGIN}\n\n{table(summary)}\n\n{END}{after}", encoding="utf-8"
    )
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("--out", type=pathlib.Path, required=True)
    runs.add_argument("--model", default="smollm2-135m-instruct")
    runs.add_argument("--limit", type=int, default=40)
    runs.add_argument("--max-tokens", type=int, default=40)
    runs.add_argument("--system", help="a system message put first; may be empty")
    runs.add_argument("--generators", default="", help="some of them, with commas between")
    runs.add_argument("--belay", default=str(BELAY), help="how to start Belay")
    runs.set_defaults(command=run)
    writes = commands.add_parser("write")
    writes.add_argument("folder", type=pathlib.Path)
    writes.set_defaults(command=write)
    options = parser.parse_args()
    sys.exit(options.command(options))


if __name__ == "__main__":
    main()
