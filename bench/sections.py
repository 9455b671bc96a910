"""The sections of docs/performance.md: what is measured, and how it is shown."""

import dataclasses
import statistics

# Multiplications and additions of a training step per token, SmolLM2-135M at 256 tokens: forward
# and backward of all products, the head at every token.
TRAIN_FLOP_PER_TOKEN = 0.81e9


@dataclasses.dataclass
class Section:
    title: str
    lines: list
    raw: list


def gigabytes(count):
    return f"{count / 1e9:.1f} GB"


def rollout(bench, _arguments):
    shape = ["--prompt-tokens", 64, "--max-tokens", 128]
    shared = bench.belay("rollout", "--prompts", 4, "--group-size", 8, *shape)
    apart = bench.belay("rollout", "--prompts", 32, "--group-size", 1, *shape)
    other = bench.peer(
        "hf_generate.py", bench.directory, "--batch", 32, "--prompt", 64, "--new", 128
    )
    speed = other["tokens_per_second"]
    rows = [
        ("Belay, 4 prompts in groups of 8", shared["tokens_per_second"]),
        ("Belay, 32 different prompts", apart["tokens_per_second"]),
        (other["engine"], speed),
    ]
    table = ["| | tokens/s | ratio |", "|---|---|---|"]
    table += [f"| {name} | {value:.0f} | {value / speed:.1f} |" for name, value in rows]
    title = "Rollouts: batch 32, 64 + 128 tokens, bfloat16, prompts included"
    return Section(title, table, [shared, apart, other])


def decode(bench, arguments):
    raw = []
    table = ["| batch | Belay | llama.cpp, bfloat16 | ratio |", "|---|---|---|---|"]
    for batch in (32, 8, 1):
        ours = bench.decode_speed(batch, 1, 64, 128)
        options = ["--batch", batch, "--prompt", 64, "--new", 128, "--bf16"]
        other = bench.peer("llama_cpp_decode.py", arguments.gguf, *options)
        raw += [ours, other]
        speed = ours["decode_tokens_per_second"]
        against = other["decode_tokens_per_second"]
        table.append(f"| {batch} | {speed:.0f} | {against:.0f} | {speed / against:.1f} |")
    return Section("Decoding alone: tokens/s after 64 tokens of prompt", table, raw)


def train(bench, _arguments):
    ours = bench.belay("train")
    recomputing = bench.belay("train", "--recompute")
    other = bench.peer("hf_train.py", bench.directory)
    rows = [("Belay", ours), ("Belay, `--recompute`", recomputing), (other["engine"], other)]
    table = [
        "| | tokens/s | ratio | peak memory | share of the bfloat16 limit |",
        "|---|---|---|---|---|",
    ]
    for name, result in rows:
        speed = result["tokens_per_second"]
        share = speed * TRAIN_FLOP_PER_TOKEN / (bench.limits["bfloat16_gflops"] * 1e9)
        ratio = speed / other["tokens_per_second"]
        peak = gigabytes(result["peak_bytes"])
        table.append(f"| {name} | {speed:.0f} | {ratio:.2f} | {peak} | {share:.2f} |")
    title = "Training step: 8 sequences of 256 tokens, bfloat16"
    return Section(title, table, [ours, recomputing, other])


def lora(bench, _arguments):
    full = bench.belay("train")
    ours = bench.belay("train", "--lora", 16)
    other = bench.peer("hf_train.py", bench.directory, "--lora", 16)
    rows = [("Belay, every weight", full), ("Belay, adapter", ours), ("peft, adapter", other)]
    table = ["| | tokens/s | peak memory |", "|---|---|---|"]
    for name, result in rows:
        peak = gigabytes(result["peak_bytes"])
        table.append(f"| {name} | {result['tokens_per_second']:.0f} | {peak} |")
    title = "Training an adapter: rank 16, every linear layer, 8 sequences of 256 tokens, bfloat16"
    return Section(title, table, [full, ours, other])


def step(bench, _arguments):
    ours = bench.belay("step")
    other = bench.peer("trl_grpo.py", bench.directory)
    table = ["| | seconds | ratio | peak memory |", "|---|---|---|---|"]
    for name, result in [("Belay", ours), (other["engine"], other)]:
        seconds = result["step_seconds"]
        ratio = other["step_seconds"] / seconds
        peak = gigabytes(result["peak_bytes"])
        table.append(f"| {name} | {seconds:.1f} | {ratio:.1f} | {peak} |")
    parts = ", ".join(
        f"{part} {ours[part + '_seconds']:.1f} s" for part in ("rollout", "scoring", "update")
    )
    table += ["", f"Belay's step: {parts}."]
    title = "GRPO step: 8 prompts, groups of 8, 64 tokens, KL to the reference"
    return Section(title, table, [ours, other])


def kernels(bench, _arguments):
    raw = []
    table = ["| kernel | shape | type | time | ± |", "|---|---|---|---|---|"]
    for result in bench.jmh():
        name = ".".join(result["benchmark"].split(".")[-2:]).replace("Benchmark", "")
        parameters = dict(result["params"])
        kind = parameters.pop("type").lower()
        shape = ", ".join(f"{value} {key}" for key, value in parameters.items()) or "a row"
        metric = result["primaryMetric"]
        unit = metric["scoreUnit"].split("/")[0]
        time, error = metric["score"], metric["scoreError"]
        table.append(f"| {name} | {shape} | {kind} | {time:.0f} {unit} | {error:.0f} |")
        raw.append({"kernel": name, **result["params"], "time": time, "error": error, "unit": unit})
    title = "Kernels (JMH, one thread, SmolLM2-135M's shape; ± is 99.9 % confidence)"
    return Section(title, table, raw)


def start(bench, _arguments):
    seconds = [bench.first_token_seconds() for _ in range(6)][1:]
    median = statistics.median(seconds)
    lines = [
        "`belay generate` with one prompt and one new token, from the shell, the files in the"
        f" system's cache: {median:.2f} s (median of {len(seconds)})."
    ]
    return Section("Start to first token", lines, [{"engine": "belay", "seconds": seconds}])
