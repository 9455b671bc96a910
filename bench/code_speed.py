"""Code executions a second: the verifier `code`, with two sandboxes for each completion, against a
plain loop over subprocess.run, which isolates nothing and believes the exit code.

    python3 bench/code_speed.py MBPP.jsonl [--limit N] [--belay ./belay]

Prints JSON. The completions are the published solutions. The time of a `belay verify` with one line
is taken off as the start of the program.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def lines(path, limit):
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return rows[:limit]


def subprocess_loop(rows, workers, folder):
    def one(row):
        path = Path(folder) / f"{row['task_id']}.py"
        tests = "\n".join([row["test_setup_code"], *row["test_list"]])
        path.write_text(row["code"] + "\n" + tests + "\n", encoding="utf-8")
        return subprocess.run([sys.executable, path], timeout=20, capture_output=True).returncode

    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        passed = list(pool.map(one, rows)).count(0)
    return passed, time.perf_counter() - start


def belay_verify(belay, rows, folder):
    path = Path(folder) / "completions.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            line = {
                "id": str(row["task_id"]),
                "domain": "code",
                "completion": "```python\n" + row["code"] + "\n```",
                "tests": row["test_list"],
                "setup": row["test_setup_code"],
            }
            file.write(json.dumps(line) + "\n")
    start = time.perf_counter()
    done = subprocess.run([belay, "verify", path], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    verdicts = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(verdicts) != len(rows):
        sys.exit(done.stderr)
    return [verdict["state"] for verdict in verdicts].count("correct"), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mbpp")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--belay", default=str(Path(__file__).parent.parent / "belay"))
    options = parser.parse_args()
    rows = lines(options.mbpp, options.limit)
    results = {"completions": len(rows), "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as folder:
        _, first = belay_verify(options.belay, rows[:1], folder)
        passed, seconds = belay_verify(options.belay, rows, folder)
        results["belay"] = {
            "passed": passed,
            "per_second": round((len(rows) - 1) / (seconds - first), 1),
            "start_seconds": round(first, 1),
        }
        for workers in (1, os.cpu_count()):
            passed, seconds = subprocess_loop(rows, workers, folder)
            results[f"subprocess_{workers}"] = {
                "passed": passed,
                "per_second": round(len(rows) / seconds, 1),
            }
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
