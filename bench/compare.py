"""Measures Belay and its peers on this machine and writes docs/performance.md.

    python bench/compare.py --python PYTHON [--model smollm2-135m-instruct] [--gguf FILE]
        [--only rollout,load,decode,train,step,growth,kernels,start,memory] [--out docs/performance.md]

PYTHON is an interpreter with torch, transformers and trl; FILE is the model as GGUF, for which
PYTHON needs llama-cpp-python and gguf too (without it, decoding is not compared). Nothing else
should be running. Each pair is measured one right after the other, since speeds differ between
machines, and between hours on one: read the ratios. With --only, the page keeps its other sections;
each says when it was measured, and what the machine could do at that time.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import textwrap

import growth
import load
import measure
import memory
import sections

SECTIONS = {
    "rollout": sections.rollout,
    "load": load.load,
    "decode": sections.decode,
    "train": sections.train,
    "lora": sections.lora,
    "step": sections.step,
    "growth": growth.growth,
    "kernels": sections.kernels,
    "start": sections.start,
    "memory": memory.memory,
}


HEAD = """# Performance

Written by `python bench/compare.py`, which says what it needs. Each section was measured in one go,
with nothing else running but where it says so; read the ratios, since speeds differ between
machines, and between hours on one.

"""
MARK = "<!-- {} -->"


def wrapped(line):
    """Prose in lines of at most 100 columns; tables and pictures as they are."""
    if line.startswith(("|", "!")) or not line:
        return [line]
    return textwrap.wrap(line, 100, break_long_words=False, break_on_hyphens=False)


def markdown(name, section, limits):
    measured = (
        f"Measured on {datetime.date.today()}: {limits['processor']}"
        f" ({', '.join(limits['features'])}), {limits['threads']} threads, Java {limits['java']},"
        f" rollouts by {limits['rollout_kernel_bfloat16']}; bfloat16 products"
        f" {limits['bfloat16_gflops']:.0f} GFLOP/s at 2048 rows,"
        f" {limits['bfloat16_gflops_32_rows']:.0f} at 32, memory read"
        f" {limits['memory_gigabytes_per_second']:.0f} GB/s (`belay doctor`)."
    )
    text = [part for line in [*section.lines, "", measured, ""] for part in wrapped(line)]
    lines = [MARK.format(name), f"## {section.title}", "", *text]
    lines += ["<details><summary>Raw figures</summary>", "", "```json"]
    lines += [*[json.dumps(result) for result in section.raw], "```", "</details>", ""]
    return "\n".join(lines) + "\n"


def written_before(page):
    """The sections of a page, by name."""
    if not page.exists():
        return {}
    parts = re.split(r"<!-- (\w+) -->\n", page.read_text(encoding="utf-8"))
    return {name: MARK.format(name) + "\n" + text for name, text in zip(parts[1::2], parts[2::2])}


def write(page, texts):
    temporary = page.with_suffix(".tmp")
    ordered = [texts[name] for name in SECTIONS if name in texts]
    temporary.write_text(HEAD + "".join(ordered), encoding="utf-8")
    os.replace(temporary, page)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", required=True)
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--gguf", type=pathlib.Path)
    parser.add_argument("--only", default=",".join(SECTIONS))
    parser.add_argument("--out", type=pathlib.Path, default=measure.ROOT / "docs/performance.md")
    arguments = parser.parse_args()
    wanted = arguments.only.split(",")
    unknown = [name for name in wanted if name not in SECTIONS]
    if unknown:
        parser.error(f"--only: unknown {', '.join(unknown)}; known are {', '.join(SECTIONS)}")
    if arguments.gguf is None:
        wanted = [name for name in wanted if name != "decode"]

    bench = measure.Bench(arguments.python, arguments.model)
    for name in wanted:
        section = SECTIONS[name](bench, arguments)
        texts = written_before(arguments.out)
        texts[name] = markdown(name, section, bench.limits)
        write(arguments.out, texts)  # At once, so that what was measured is not lost.
    print(arguments.out)


if __name__ == "__main__":
    main()
