#!/usr/bin/env python3
"""Makes the table of docs/verifiers/README.md: which rewards pay for what solves nothing.

    BELAY_DATA=DIR python3 bench/audits.py run --out DIR [--problems 50]
    python3 bench/audits.py write DIR               # the table, from DIR/*.json, into the page

`run` attacks the rewards below by `belay verify --audit`; DIR of BELAY_DATA holds gsm8k and mmlu.
No model is run. Python's standard library only.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/verifiers/README.md"
BEGIN = "<!-- audits: begin -->"
END = "<!-- audits: end -->"

# Name of the column, recipe, and what of it is replaced.
AUDITS = (
    ("gsm8k", "smollm2-svamp-rlvr", ["train.data={source: gsm8k, split: train}"]),
    (
        "mmlu",
        "smollm2-svamp-rlvr",
        ["train.data={source: mmlu, split: test}", "train.reward=[{verifier: choice}]"],
    ),
    ("small-functions", "smollm2-code", []),
    ("puzzles", "smollm2-logic", []),
)


def run(options):
    options.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name, recipe, replaced in AUDITS:
        command = [*options.belay.split(), "verify", "--audit", "--json"]
        command += ["--problems", str(options.problems)]
        for one in replaced:
            command += ["--set", one]
        command.append(str(ROOT / "recipes" / f"{recipe}.yaml"))
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ)
        if done.returncode not in (0, 1):  # 1: something is paid that must not be.
            print(f"{name}: {done.stderr.strip()}", file=sys.stderr)
            failed += 1
            continue
        (options.out / f"{name}.json").write_text(done.stdout, encoding="utf-8")
        print(f"{name}: {'a fault' if done.returncode else 'no fault'}", file=sys.stderr)
    return 1 if failed else 0


def rows(audit):
    """Each exploit with "paid / n"; of the guesses, which are right by chance, the best."""
    cells = {}
    best = None
    for row in audit["exploits"]:
        if row["kind"] == "guess":
            best = row if best is None or row["share"] > best["share"] else best
        else:
            cells[row["exploit"]] = f"{row['paid']} / {row['n']}"
    if best:
        cells["the best guess"] = f"{best['paid']} / {best['n']}"
    return cells


def table(folder):
    names = [name for name, _, _ in AUDITS if (folder / f"{name}.json").exists()]
    audits = [json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))[0] for name in names]
    columns = [rows(audit) for audit in audits]
    heads = [f"`{audit['verifier']}`, {name}" for audit, name in zip(audits, names)]
    exploits = list(dict.fromkeys(exploit for column in columns for exploit in column))
    last = ["the best guess", "the answer itself"]
    exploits = [e for e in exploits if e not in last] + [e for e in last if e in exploits]
    lines = [f"| paid / problems | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for exploit in exploits:
        cells = [column.get(exploit, "") for column in columns]
        lines.append(f"| {exploit} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write(options):
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    text = f"{before}{BEGIN}\n\n{table(options.folder)}\n\n{END}{after}"
    PAGE.write_text(text, encoding="utf-8")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("--out", type=pathlib.Path, required=True)
    runs.add_argument("--problems", type=int, default=50)
    runs.add_argument("--belay", default=str(ROOT / "belay"), help="how to start Belay")
    runs.set_defaults(command=run)
    writes = commands.add_parser("write")
    writes.add_argument("folder", type=pathlib.Path)
    writes.set_defaults(command=write)
    options = parser.parse_args()
    sys.exit(options.command(options))


if __name__ == "__main__":
    main()
