"""Measures Belay and its peers on this machine in one go and writes docs/performance.md.

    python bench/compare.py --python PYTHON [--model smollm2-135m-instruct] [--gguf FILE]
        [--only rollout,decode,train,step,growth,kernels] [--out docs/performance.md]

PYTHON is an interpreter with torch, transformers and trl; FILE is the model as GGUF, for which
PYTHON needs llama-cpp-python and gguf too (without it, decoding is not compared). Nothing else
should be running. Each pair is measured one right after the other, since speeds differ between
machines, and between hours on one: read the ratios.
"""

import argparse
import datetime
import json
import os
import pathlib

import growth
import measure
import sections

SECTIONS = {
    "rollout": sections.rollout,
    "decode": sections.decode,
    "train": sections.train,
    "step": sections.step,
    "growth": growth.growth,
    "kernels": sections.kernels,
}


def markdown(limits, written, command):
    lines = [
        "# Performance",
        "",
        f"Measured on {datetime.date.today()} by `{command}`, in one go, nothing else running.",
        "",
        f"- Processor: {limits['processor']} ({', '.join(limits['features'])}),"
        f" {limits['threads']} threads; Java {limits['java']}",
        f"- Rollout kernel: {limits['rollout_kernel_bfloat16']}",
        f"- Limits measured in the same run (`belay doctor`): bfloat16 products"
        f" {limits['bfloat16_gflops']:.0f} GFLOP/s at 2048 rows,"
        f" {limits['bfloat16_gflops_32_rows']:.0f} at 32; memory read"
        f" {limits['memory_gigabytes_per_second']:.0f} GB/s",
        "",
    ]
    for section in written:
        lines += [f"## {section.title}", "", *section.lines, ""]
        lines += ["<details><summary>Raw figures</summary>", "", "```json"]
        lines += [*[json.dumps(result) for result in section.raw], "```", "</details>", ""]
    return "\n".join(lines)


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
    written = [SECTIONS[name](bench, arguments) for name in wanted]
    command = f"python bench/compare.py --python PYTHON --model {arguments.model}"
    command += " --gguf FILE" if arguments.gguf else ""
    temporary = arguments.out.with_suffix(".tmp")
    temporary.write_text(markdown(bench.limits, written, command), encoding="utf-8")
    os.replace(temporary, arguments.out)
    print(arguments.out)


if __name__ == "__main__":
    main()
