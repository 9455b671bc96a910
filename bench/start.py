#!/usr/bin/env python3
"""Start to first token, of one or several builds in turns.

    bench/start.py [--model MODEL] [--runs N] [--cold N] [LAUNCHER ...]

Each turn runs every launcher (default: this checkout's) once with one prompt and one new token, and
takes wall time and processor time of the whole process. Beside other work the least of many runs and
the processor time tell more than a mean. With --cold, N processes start at once on an empty cache of
native libraries, ten times; any that fails is printed, and the exit code is 1.
"""
import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TINY = ROOT / "testkit/src/main/resources/dev/belay/testkit/tiny-llama"
ROUNDS = 10


def words(launcher, model):
    prompt = "What is the capital of France?"
    return [str(launcher), "generate", "--model", str(model), "--max-tokens", "1", prompt]


def run(launcher, model):
    """Seconds from the shell to the end, and those of processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        words(launcher, model), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(launchers, model, runs):
    times = {launcher: [] for launcher in launchers}
    for turn in range(runs + 1):
        for launcher in launchers:
            measured = run(launcher, model)
            if turn > 0:  # The first fills the system's cache of files.
                times[launcher].append(measured)
    print("| launcher | least | median | processor time, least | median |")
    print("|---|---|---|---|---|")
    for launcher, measured in times.items():
        walls, processors = zip(*measured)
        cells = [min(walls), statistics.median(walls), min(processors), statistics.median(processors)]
        print(f"| {launcher} | " + " | ".join(f"{cell:.2f} s" for cell in cells) + " |")


def cold(launcher, count):
    """Rounds in which processes start at once on an empty cache; returns how many failed."""
    failed = 0
    for number in range(1, ROUNDS + 1):
        with tempfile.TemporaryDirectory() as cache:
            environment = dict(os.environ, XDG_CACHE_HOME=cache)
            start = time.perf_counter()
            processes = [
                subprocess.Popen(
                    words(launcher, TINY),
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                for _ in range(count)
            ]
            for process in processes:
                out, err = process.communicate()
                if process.returncode != 0 or '"token_ids":[' not in out:
                    failed += 1
                    print(f"exit code {process.returncode}: {err.strip()}", file=sys.stderr)
            seconds = time.perf_counter() - start
        print(f"round {number}: {count} processes in {seconds:.1f} s, {failed} failed so far", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--cold", type=int, metavar="N")
    parser.add_argument("launchers", nargs="*", default=[str(ROOT / "belay")], metavar="LAUNCHER")
    arguments = parser.parse_args()
    if arguments.cold:
        return 1 if any([cold(launcher, arguments.cold) for launcher in arguments.launchers]) else 0
    compare(arguments.launchers, arguments.model, arguments.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
