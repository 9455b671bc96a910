"""Writes what torch's autograd makes of each loss through a small head, for LossParityTest.

Run: python make_loss_goldens.py (torch 2.x, fp64); the output is committed beside the tests.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

OUT = pathlib.Path(__file__).parent.parent / "resources/dev/belay/torch/loss/losses.json"
N, H, V, TEMPERATURE = 6, 5, 37, 0.8
ROWS, TARGETS = [0, 1, 3, 4], [36, 2, 11, 2]
ADVANTAGES = [1.5, 1.5, -0.7, -0.7]
LENGTHS = [2, 2]
CLIP_LOW, CLIP_HIGH, BETA, ENTROPY = 0.2, 0.28, 0.3, 0.2


def law(hidden, head):
    return F.log_softmax(hidden[ROWS] @ head.T / TEMPERATURE, dim=-1)


def seq_mean_token_mean(per_token):
    return torch.stack([part.mean() for part in per_token.split(LENGTHS)]).mean()


def clipped(chosen, old):
    advantages = torch.tensor(ADVANTAGES, dtype=torch.float64)
    ratio = torch.exp(chosen - old)
    bounded = torch.clamp(ratio, 1 - CLIP_LOW, 1 + CLIP_HIGH)
    return -torch.min(ratio * advantages, bounded * advantages)


def losses(log_p, old, log_q):
    targets = torch.tensor(TARGETS)
    chosen = log_p.gather(1, targets[:, None])[:, 0]
    ref = log_q.gather(1, targets[:, None])[:, 0]
    delta = chosen - ref
    policy = clipped(chosen, old)
    kl = (log_p.exp() * (log_p - log_q)).sum(-1)
    entropy = -(log_p.exp() * log_p).sum(-1)
    k3 = torch.exp(-delta) - 1 + delta
    return {
        "sft": F.nll_loss(log_p, targets),
        "clipped": seq_mean_token_mean(policy),
        "clipped_k3": seq_mean_token_mean(policy + BETA * k3),
        "clipped_exact": seq_mean_token_mean(policy + BETA * kl),
        "clipped_entropy": seq_mean_token_mean(policy - ENTROPY * entropy),
    }


def main():
    generator = torch.Generator().manual_seed(3)

    def normal(*shape):  # values that fp32 holds exactly
        return torch.randn(*shape, generator=generator, dtype=torch.float32).double()

    hidden, head = normal(N, H).requires_grad_(), normal(V, H).requires_grad_()
    ref_hidden, ref_head = normal(N, H), normal(V, H)
    log_q = law(ref_hidden, ref_head)
    with torch.no_grad():
        chosen = law(hidden, head).gather(1, torch.tensor(TARGETS)[:, None])[:, 0]
        old = (chosen + torch.tensor([0.1, -0.5, 0.4, -0.1])).float().double()
    cases = {}
    for name in losses(law(hidden, head), old, log_q):
        hidden.grad = head.grad = None
        loss = losses(law(hidden, head), old, log_q)[name]
        loss.backward()
        cases[name] = {
            "loss": loss.item(),
            "hidden": hidden.grad.tolist(),
            "head": head.grad.tolist(),
        }
    golden = {
        "temperature": TEMPERATURE,
        "rows": ROWS,
        "targets": TARGETS,
        "advantages": ADVANTAGES,
        "old": old.tolist(),
        "ref": log_q.gather(1, torch.tensor(TARGETS)[:, None])[:, 0].tolist(),
        "hidden": hidden.tolist(),
        "head": head.tolist(),
        "ref_hidden": ref_hidden.tolist(),
        "ref_head": ref_head.tolist(),
        "cases": cases,
    }
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


main()
