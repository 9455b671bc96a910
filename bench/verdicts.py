#!/usr/bin/env python3
"""Keeps what a table of the results was computed from, without a word that a model wrote.

    python3 bench/verdicts.py pack runs/results --to docs/verdicts/demo.tar.xz
    python3 bench/verdicts.py unpack docs/verdicts/demo.tar.xz --to runs/results

`pack` takes the finished runs of a folder, or the cells of a sweep: each prompt's verdicts before
and after, the recipe and the metrics; prompts and completions stay behind, for the models answer
harmful requests. `unpack` makes folders that `belay pool`, `belay sweep` and `bench/tables.py` read
like the runs, so that a table can be computed anew, or go on with further seeds, without training
the others again. The same runs give the same bytes. Python's standard library only.
"""

import argparse
import io
import json
import pathlib
import sys
import tarfile

FILES = ("recipe.resolved.yaml", "result.json", "drift.json", "metrics.jsonl", "provenance.json")
EVALUATIONS = ("eval/before", "eval/after")
CELL = ("recipe.yaml", "attempts.jsonl")  # Of a sweep, beside the run of each.
EMPTY = {"prompt": "", "completion": "", "token_ids": []}  # What a model wrote, or was asked.


def stripped(record):
    """A record of a completion without texts; the file that it came from by its name alone."""
    kept = {key: EMPTY.get(key, value) for key, value in record.items()}
    if "origin" in kept:
        kept["origin"] = kept["origin"].rsplit("/", 1)[-1]
    for verdict in kept.get("verdicts", []):
        verdict["reason"] = ""
    return kept


def content(file):
    if file.suffix != ".jsonl" or file.parent.parent.name != "eval":
        return file.read_bytes()
    records = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line)
    compact = (json.dumps(stripped(r), ensure_ascii=False, separators=(",", ":")) for r in records)
    return "".join(line + "\n" for line in compact).encode()


def runs_of(folder):
    """The finished runs below a folder, those of a sweep's cells too."""
    found = (result.parent for result in folder.rglob("result.json"))
    return sorted(run for run in found if (run / "recipe.resolved.yaml").is_file())


def files_of(run):
    if run.name == "run":
        yield from (run.parent / name for name in CELL if (run.parent / name).is_file())
    yield from (run / name for name in FILES if (run / name).is_file())
    for name in EVALUATIONS:
        yield from sorted(f for f in (run / name).glob("*.json*") if f.name != "timings.jsonl")


def pack(folder, archive):
    runs = runs_of(folder)
    if not runs:
        raise SystemExit(f"{folder}: no finished run is in it")
    archive.parent.mkdir(parents=True, exist_ok=True)
    unfinished = archive.with_name(archive.name + ".new")
    with tarfile.open(unfinished, "w:xz", preset=9) as tar:
        for file in (file for run in runs for file in files_of(run)):
            data = content(file)
            entry = tarfile.TarInfo(str(file.relative_to(folder)))
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    unfinished.replace(archive)
    print(f"{archive}: {len(runs)} runs, {archive.stat().st_size / 1e3:.0f} kB")


def unpack(archive, folder):
    """Runs that are finished there already are left as they are."""
    there = [run.relative_to(folder) for run in runs_of(folder)]
    with tarfile.open(archive) as tar:
        new = [e for e in tar if not any(pathlib.Path(e.name).is_relative_to(r) for r in there)]
        tar.extractall(folder, members=new, filter="data")
    count = sum(e.name.endswith("/result.json") for e in new)
    print(f"{folder}: {count} runs more, {len(there)} were there")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("what", choices=["pack", "unpack"])
    parser.add_argument("source", type=pathlib.Path, help="a folder of runs, or an archive")
    parser.add_argument("--to", type=pathlib.Path, required=True, help="the other")
    arguments = parser.parse_args()
    if not arguments.source.exists():
        sys.exit(f"{arguments.source} is not there")
    {"pack": pack, "unpack": unpack}[arguments.what](arguments.source, arguments.to)


if __name__ == "__main__":
    main()
