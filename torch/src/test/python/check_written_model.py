"""Loads a model directory with `transformers` and compares its logits with those of a file.

Usage: python check_written_model.py DIRECTORY LOGITS.json

The file is a list of {"token_ids": [T], "logits": [T][V]}. Both the model's fp32 logits and those
that it gives token by token with its cache must agree within 2e-5 of a logit's size, at least of 1.
"""

import json
import pathlib
import sys

import torch
from transformers import AutoModelForCausalLM


def step_by_step(model, ids):
    cache = None
    rows = []
    for token in ids:
        out = model(torch.tensor([[token]]), past_key_values=cache, use_cache=True)
        cache = out.past_key_values
        rows.append(out.logits[0, -1])
    return torch.stack(rows)


def main(directory, file):
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).eval()
    worst = 0.0
    with torch.no_grad():
        for sequence in json.loads(pathlib.Path(file).read_text()):
            expected = torch.tensor(sequence["logits"])
            ways = [model(torch.tensor([sequence["token_ids"]])).logits[0]]
            if model.config.rope_parameters.get("rope_type") != "longrope":
                # There a cache that has grown too long is for `generate` to compute anew.
                ways.append(step_by_step(model, sequence["token_ids"]))
            for found in ways:
                gap = (found - expected).abs() / expected.abs().clamp(min=1)
                worst = max(worst, gap.max().item())
    assert worst < 2e-5, f"{directory}: logits differ by {worst}"
    print(f"{type(model).__name__}: logits within {worst:.1e}")


if __name__ == "__main__":
    main(*sys.argv[1:])
