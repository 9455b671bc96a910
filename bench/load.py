"""Rollouts while other processes want the cores as well: what is left of the speed."""

import contextlib
import subprocess
import sys

from sections import Section

BUSY = (0, 1, 2)
SHAPE = ["--prompts", 4, "--group-size", 8, "--prompt-tokens", 64, "--max-tokens", 128]


@contextlib.contextmanager
def busy(count):
    """Processes that compute without end, as long as the block lasts."""
    command = [sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(command) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def fair_share(threads, others):
    """Of the cores, for that many threads among as many others that never wait."""
    return threads / max(threads, threads + others)


def load(bench, _arguments):
    threads = bench.limits["threads"]
    raw = []
    for count in BUSY:
        with busy(count):
            raw.append({**bench.belay("rollout", *SHAPE), "busy_processes": count})
    alone = raw[0]["tokens_per_second"]
    table = ["| other busy processes | tokens/s | of the speed alone | fair share |"]
    table.append("|---|---|---|---|")
    for result in raw:
        speed, count = result["tokens_per_second"], result["busy_processes"]
        share = fair_share(threads, count)
        table.append(f"| {count} | {speed:.0f} | {speed / alone:.2f} | {share:.2f} |")
    return Section("Rollouts beside other work: 4 prompts in groups of 8, 64 + 128 tokens", table, raw)
