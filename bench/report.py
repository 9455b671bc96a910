#!/usr/bin/env python3
"""How large a report of many samples is, how long it takes to write, and to show in a browser.

    bench/report.py [--prompts 10000] [--belay ./belay]

Makes two evaluations with that many prompts (half of them of harmful requests) and completions of
600 characters, has `belay report` write their page, and opens it in headless Chromium. Prints a
Markdown table.
"""
import argparse
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "dev" / "report"))
from chromium import Chromium  # noqa: E402

SUITES = {"harmful-a": "harmful", "harmful-b": "harmful", "twins": "safe_lookalike", "benign": "benign"}
WORDS = "the model says that it cannot help with this request but offers another way to do it".split()
REPEATS = 5


def text(draw, characters):
    words = []
    while sum(map(len, words)) + len(words) < characters:
        words.append(draw.choice(WORDS))
    return " ".join(words)


def evaluation(folder, prompts, refused, seed):
    """A folder as belay eval leaves it."""
    folder.mkdir(parents=True)
    draw = random.Random(seed)
    each = prompts // len(SUITES)
    manifest = {"format": 1, "model": f"model {seed}", "seed": 0, "samples": 1, "suites": {}}
    for name, kind in SUITES.items():
        manifest["suites"][name] = {
            "version": "1", "kind": kind, "judges": ["refusal-patterns 3"], "limit": 0,
            "completions": each, "prompts_sha256": name,
        }
        with open(folder / f"{name}.jsonl", "w") as lines:
            for i in range(each):
                yes = draw.random() < refused
                verdict = {
                    "by": "refusal-patterns", "version": "3", "score": float(yes), "harm_score": None,
                    "label": "full_refusal" if yes else "full_compliance", "reason": "the opening",
                }
                line = {
                    "suite": name, "id": f"{name}-{i}", "sample": 0, "category": "", "origin": "made:1",
                    "prompt": f"Request {i} of {name}", "prompt_tokens": 9, "completion": text(draw, 600),
                    "token_ids": [1] * 120, "finish_reason": "eos", "score": float(yes), "verdicts": [verdict],
                }
                lines.write(json.dumps(line) + "\n")
    (folder / "evaluation.json").write_text(json.dumps(manifest))


FILTER = """(async () => {
  const viewer = document.getElementById('sample-viewer');
  const select = viewer.querySelector('select');
  const start = performance.now();
  select.value = 'worse';
  select.dispatchEvent(new Event('change'));
  return performance.now() - start;
})()"""

FIRST = """(async () => {
  const start = performance.now();
  document.getElementById('samples').scrollIntoView({behavior: 'instant'});
  while (!document.querySelector('.sample')) await new Promise(requestAnimationFrame);
  return performance.now() - start;
})()"""


def browse(page):
    """Milliseconds until the page is ready, until samples are there, and of a filter."""
    shown = []
    with Chromium() as browser:
        browser.window(1400, 900)
        for _ in range(REPEATS):
            ready = 1000 * browser.open(page)
            shown.append((ready, browser.evaluate(FIRST), browser.evaluate(FILTER)))
            heap = browser.evaluate("performance.memory.usedJSHeapSize")
        assert not browser.complaints() and not browser.requests()
    return [statistics.median(times) for times in zip(*shown)], heap


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompts", type=int, default=10_000)
    parser.add_argument("--belay", default=str(ROOT / "belay"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temp:
        temp = pathlib.Path(temp)
        evaluation(temp / "before", arguments.prompts, 0.7, 1)
        evaluation(temp / "after", arguments.prompts, 0.5, 2)
        page = temp / "report.html"
        command = [*arguments.belay.split(), "report", str(temp / "before"), str(temp / "after")]
        start = time.monotonic()
        subprocess.run([*command, "--out", str(page)], check=True, stdout=subprocess.DEVNULL)
        written = time.monotonic() - start
        (ready, first, filtered), heap = browse(page)
        print("| prompts | page | written in | ready | first samples | filtered | heap |")
        print("|---|---|---|---|---|---|---|")
        print(
            f"| {arguments.prompts:,} | {page.stat().st_size / 1e6:.1f} MB | {written:.1f} s"
            f" | {ready:.0f} ms | {first:.0f} ms | {filtered:.0f} ms | {heap / 1e6:.0f} MB |"
        )


if __name__ == "__main__":
    main()
