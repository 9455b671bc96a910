"""Measures Belay and its peers on this machine in one go and writes docs/performance.md.

    python bench/compare.py --python PYTHON [--model smollm2-135m-instruct] [--only rollout,train]
        [--out docs/performance.md]

PYTHON is an interpreter with torch, transformers and trl. Nothing else should be running. Each pair
is measured one right after the other, since speeds differ between machines, and between hours on
one: read the ratios.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Multiplications and additions of a training step per token, SmolLM2-135M at 256 tokens: forward
# and backward of all products, the head at every token.
TRAIN_FLOP_PER_TOKEN = 0.81e9


def run(command):
    print("+ " + " ".join(map(str, command)), file=sys.stderr, flush=True)
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def last_json(text):
    return json.loads(text.strip().splitlines()[-1])


def belay(*arguments):
    return last_json(run([ROOT / "belay", "bench", *arguments]))


def peer(python, script, *arguments):
    return last_json(run([python, ROOT / "bench" / "peers" / script, *arguments]))


def gigabytes(count):
    return f"{count / 1e9:.1f} GB"


def rollout(python, model, directory, sections):
    shape = ["--prompt-tokens", 64, "--max-tokens", 128]
    shared = belay("rollout", "--model", model, "--prompts", 4, "--group-size", 8, *shape)
    apart = belay("rollout", "--model", model, "--prompts", 32, "--group-size", 1, *shape)
    other = peer(python, "hf_generate.py", directory, "--batch", 32, "--prompt", 64, "--new", 128)
    speed = other["tokens_per_second"]
    rows = [
        ("Belay, 4 prompts in groups of 8", shared["tokens_per_second"]),
        ("Belay, 32 different prompts", apart["tokens_per_second"]),
        (other["engine"], speed),
    ]
    table = ["| | tokens/s | ratio |", "|---|---|---|"]
    table += [f"| {name} | {value:.0f} | {value / speed:.1f} |" for name, value in rows]
    sections.append(
        ("Rollouts: batch 32, 64 + 128 tokens, bfloat16, prompts included", table, [shared, apart, other])
    )


def train(python, model, directory, limits, sections):
    ours = belay("train", "--model", model)
    recomputing = belay("train", "--model", model, "--recompute")
    other = peer(python, "hf_train.py", directory)
    rows = [("Belay", ours), ("Belay, `--recompute`", recomputing), (other["engine"], other)]
    table = [
        "| | tokens/s | ratio | peak memory | share of the bfloat16 limit |",
        "|---|---|---|---|---|",
    ]
    for name, result in rows:
        speed = result["tokens_per_second"]
        share = speed * TRAIN_FLOP_PER_TOKEN / (limits["bfloat16_gflops"] * 1e9)
        ratio = speed / other["tokens_per_second"]
        table.append(
            f"| {name} | {speed:.0f} | {ratio:.2f} | {gigabytes(result['peak_bytes'])} | {share:.2f} |"
        )
    sections.append(
        ("Training step: 8 sequences of 256 tokens, bfloat16", table, [ours, recomputing, other])
    )


def step(python, model, directory, sections):
    ours = belay("step", "--model", model)
    other = peer(python, "trl_grpo.py", directory)
    table = ["| | seconds | ratio | peak memory |", "|---|---|---|---|"]
    for name, result in [("Belay", ours), (other["engine"], other)]:
        seconds = result["step_seconds"]
        ratio = other["step_seconds"] / seconds
        table.append(f"| {name} | {seconds:.1f} | {ratio:.1f} | {gigabytes(result['peak_bytes'])} |")
    parts = ", ".join(
        f"{part} {ours[part + '_seconds']:.1f} s" for part in ("rollout", "scoring", "update")
    )
    table += ["", f"Belay's step: {parts}."]
    sections.append(
        ("GRPO step: 8 prompts, groups of 8, 64 tokens, KL to the reference", table, [ours, other])
    )


def markdown(limits, sections, arguments):
    lines = [
        "# Performance",
        "",
        f"Measured on {datetime.date.today()} by `{arguments}`, in one go, nothing else running.",
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
    for title, table, results in sections:
        lines += [f"## {title}", "", *table, "", "<details><summary>Raw figures</summary>", ""]
        lines += ["```json", *[json.dumps(result) for result in results], "```", "</details>", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", required=True)
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--only", default="rollout,train,step")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "docs" / "performance.md")
    arguments = parser.parse_args()
    wanted = arguments.only.split(",")

    limits = json.loads(run([ROOT / "belay", "doctor", "--json"]))
    info = json.loads(run([ROOT / "belay", "model", "info", "--json", arguments.model]))
    directory = info["directory"]
    sections = []
    if "rollout" in wanted:
        rollout(arguments.python, arguments.model, directory, sections)
    if "train" in wanted:
        train(arguments.python, arguments.model, directory, limits, sections)
    if "step" in wanted:
        step(arguments.python, arguments.model, directory, sections)
    command = f"python bench/compare.py --python PYTHON --model {arguments.model}"
    text = markdown(limits, sections, command)
    temporary = arguments.out.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, arguments.out)
    print(arguments.out)


if __name__ == "__main__":
    main()
