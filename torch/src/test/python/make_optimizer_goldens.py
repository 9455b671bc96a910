"""Writes what torch.optim.AdamW makes of fixed gradients, for AdamWTest.

Run: python make_optimizer_goldens.py (torch 2.x); the output is committed beside the tests.
"""

import json
import pathlib

import torch

OUT = pathlib.Path(__file__).parent.parent / "resources/dev/belay/torch/optim/adamw.json"
ROWS, COLUMNS, VECTOR, STEPS = 5, 7, 19, 6
CASES = [
    {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.0, "clip_norm": 0.0},
    {"beta1": 0.9, "beta2": 0.95, "eps": 1e-8, "weight_decay": 0.1, "clip_norm": 1.0},
    {"beta1": 0.0, "beta2": 0.5, "eps": 1e-3, "weight_decay": 0.01, "clip_norm": 0.5},
]


def run(case, generator):
    matrix = torch.nn.Parameter(torch.randn(ROWS, COLUMNS, generator=generator))
    vector = torch.nn.Parameter(torch.randn(VECTOR, generator=generator))
    start = [p.detach().flatten().tolist() for p in (matrix, vector)]
    optimizer = torch.optim.AdamW(
        [
            {"params": [matrix], "weight_decay": case["weight_decay"]},
            {"params": [vector], "weight_decay": 0.0},
        ],
        betas=(case["beta1"], case["beta2"]),
        eps=case["eps"],
        foreach=False,
    )
    steps = []
    for step in range(STEPS):
        rate = 1e-2 / (step + 1)
        for group in optimizer.param_groups:
            group["lr"] = rate
        for p in (matrix, vector):
            p.grad = torch.randn(p.shape, generator=generator) * 10.0 ** (step - 3)
        gradients = [p.grad.flatten().tolist() for p in (matrix, vector)]
        norm = torch.nn.utils.clip_grad_norm_(
            (matrix, vector), case["clip_norm"] or float("inf"), foreach=False
        )
        optimizer.step()
        steps.append(
            {
                "rate": rate,
                "gradients": gradients,
                "norm": norm.item(),
                "weights": [p.detach().flatten().tolist() for p in (matrix, vector)],
            }
        )
    return {**case, "start": start, "steps": steps}


def main():
    generator = torch.Generator().manual_seed(20)
    cases = [run(case, generator) for case in CASES]
    golden = {"rows": ROWS, "columns": COLUMNS, "cases": cases}
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


main()
