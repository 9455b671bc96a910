"""Belay's mathematics verifier beside Math-Verify: agreement, and speed in one run.

    python bench/peers/math_verify_agreement.py [--belay ./belay] [--data DIR] [--pairs 40]
        [--speed] [--out FILE.json]

Needs `pip install math-verify`. Belay generates cases (`belay bench verify --cases`),
and the tests' own tables give more; DIR, where given, is the folder of public files that BELAY_DATA
names, for GSM8K's own solutions as completions (right, and with the final number changed) and for
MMLU's letters. Each case says what is right. Both judge every case; Belay by `belay verify`,
Math-Verify as its README says: `verify(parse(gold), parse(completion))`, with the string extraction
switched on for letters.

The table counts, of each set, how many verdicts are right and how often the two agree; each
disagreement is written to FILE. With --speed it then measures both on the same cases, one right
after the other, on one thread: verifications a second, each of which reads the reference anew.
"""

import argparse
import collections
import csv
import json
import logging
import pathlib
import subprocess
import tempfile
import time

from math_verify import (
    ExprExtractionConfig,
    LatexExtractionConfig,
    StringExtractionConfig,
    parse,
    verify,
)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TABLES = ROOT / "core/src/test/resources/dev/belay/core/verify"


def belay(launcher, *args):
    done = subprocess.run([launcher, *args], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"belay {' '.join(args)} ends with {done.returncode}: {done.stderr}")
    return done.stdout


def case(name, number, completion, gold, right):
    return {
        "id": f"{name}/{number}", "set": name, "domain": "mathematics", "gold": gold,
        "completion": completion, "right": right,
    }


def generated(launcher, pairs, folder):
    file = folder / "generated.jsonl"
    belay(launcher, "bench", "verify", "--cases", str(file), "--pairs", str(pairs))
    for line in file.read_text(encoding="utf-8").splitlines():
        read = json.loads(line)
        yield {**read, "set": "generated", "id": "generated/" + read["id"]}


def tables():
    for name in ("expression-answers", "math-answers"):
        rows = (TABLES / (name + ".tsv")).read_text(encoding="utf-8").splitlines()
        for number, row in enumerate(rows):
            completion, gold, right = row.split("\t")
            if right in "CI":
                yield case(name, number, completion.replace("\\n", "\n"), gold, right == "C")


def changed(answer):
    """The same solution with another number after its last ####."""
    head, _, number = answer.rpartition("#### ")
    return f"{head}#### {int(number.replace(',', '')) + 1}"


def gsm8k(data):
    lines = (data / "reasoning/gsm8k/test.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        answer = json.loads(line)["answer"]
        gold = answer.rpartition("#### ")[2]
        yield case("gsm8k", f"{number}/own", answer, gold, True)
        yield case("gsm8k", f"{number}/changed", changed(answer), gold, False)


def mmlu(data):
    with open(data / "reasoning/mmlu/high_school_mathematics_test.csv", encoding="utf-8") as file:
        for number, row in enumerate(csv.reader(file)):
            gold, other = row[5], "ABCD"[("ABCD".index(row[5]) + 1) % 4]
            for right, letter in ((True, gold), (False, other)):
                for form, said in (("phrase", "The answer is ({})."), ("boxed", "\\boxed{{{}}}")):
                    name = f"{number}/{form}/{right}"
                    yield case("multiple choice", name, said.format(letter), gold, right)


def peer(one):
    """Math-Verify's verdict; None where it cannot read the reference."""
    letter = one["set"] == "multiple choice"
    configs = [LatexExtractionConfig(), ExprExtractionConfig()]
    if letter:
        configs = [StringExtractionConfig(), *configs]
    gold = parse(one["gold"] if letter else f"${one['gold']}$", extraction_config=configs)
    if not gold:
        return None
    return verify(gold, parse(one["completion"], extraction_config=configs))


def judged(launcher, cases, folder):
    """Belay's states by id."""
    file = folder / "cases.jsonl"
    keys = ("id", "domain", "gold", "completion")
    with open(file, "w", encoding="utf-8") as out:
        for one in cases:
            out.write(json.dumps({key: one[key] for key in keys}) + "\n")
    verdicts = map(json.loads, belay(launcher, "verify", str(file)).splitlines())
    return {verdict["id"]: verdict for verdict in verdicts}


def agreement(launcher, cases, folder):
    verdicts = judged(launcher, cases, folder)
    counts = collections.defaultdict(collections.Counter)
    apart = []
    for one in cases:
        mine, theirs = verdicts[one["id"]], peer(one)
        credited = mine["state"] == "correct"
        count = counts[one["set"]]
        count["n"] += 1
        count["belay"] += credited == one["right"]
        count["peer"] += (theirs is True) == one["right"]
        count["agree"] += credited == (theirs is True)
        if credited != (theirs is True):
            apart.append({**one, "belay": mine, "math_verify": theirs})
    return counts, apart


def table(counts):
    print("| cases | n | Belay right | Math-Verify right | agree |\n|---|---|---|---|---|")
    for name, count in counts.items():
        shares = [f"{100 * count[key] / count['n']:.1f} %" for key in ("belay", "peer", "agree")]
        print(f"| {name} | {count['n']} | {' | '.join(shares)} |")


def rate(cases, seconds):
    """Math-Verify's verifications a second."""
    for one in cases[:20]:
        peer(one)
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        peer(cases[done % len(cases)])
        done += 1
    return done / (time.perf_counter() - start)


def speed(launcher, cases, seconds):
    numbers = [one for one in cases if one.get("category") in ("integer", "decimal")]
    latex = [one for one in cases if one["set"] == "generated"]
    print("\n| verifications a second | Belay | Math-Verify | ratio |\n|---|---|---|---|")
    mine = json.loads(belay(launcher, "bench", "verify", "--seconds", str(seconds)))
    for name, key, some in (
        ("plain numbers", "numbers_per_second", numbers),
        ("every category, LaTeX", "latex_per_second", latex),
    ):
        theirs = rate(some, seconds)
        print(f"| {name} | {mine[key]:,.0f} | {theirs:,.0f} | {mine[key] / theirs:,.0f} × |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--belay", default=str(ROOT / "belay"))
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--out", type=pathlib.Path)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        cases = list(generated(options.belay, options.pairs, folder)) + list(tables())
        if options.data:
            cases += [*gsm8k(options.data), *mmlu(options.data)]
        counts, apart = agreement(options.belay, cases, folder)
    table(counts)
    if options.out:
        options.out.write_text(json.dumps(apart, indent=1, ensure_ascii=False), encoding="utf-8")
    if options.speed:
        speed(options.belay, cases, options.seconds)


if __name__ == "__main__":
    main()
