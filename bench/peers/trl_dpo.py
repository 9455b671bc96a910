"""What TRL's DPOTrainer computes on a tiny model: losses, rewards and gradients, as JSON.

    pip install torch transformers trl datasets
    python bench/peers/trl_dpo.py MODEL > dpo-parity.json

MODEL is the directory of the test kit's tiny Llama: the reference. The policy is the same model,
each weight in column i of its tensor moved by SHIFT * sin(i), i from 1. Pairs and losses are fixed
here; DpoParityTest, which has the output among its resources, computes the same with Belay.
Everything is fp32 on one thread. Of each gradient the file has the norm and the inner product with
cos(1), cos(2), and so on.

TRL has no conservative loss. It is linear in the labels: with a share E of them wrong it is
(1 - E) times the loss of the pairs and E times that of the pairs the other way round, and so is its
gradient; both are TRL's.
"""

import json
import sys
import tempfile

import datasets
import torch
import transformers
import trl

SHIFT = 0.02
PADDING = 3  # ends no sequence below
PAIRS = [
    ([5, 6, 7], [8, 9, 10, 2], [30, 31, 2]),
    ([15, 16], [17, 18, 19, 20, 21, 2], [40, 2]),
    ([100, 101, 102, 103], [200, 201], [300, 301, 302, 303, 304]),
]
CASES = [
    {"name": "sigmoid", "loss": "sigmoid", "beta": 0.5, "smoothing": 0.0},
    {"name": "conservative", "loss": "sigmoid", "beta": 0.5, "smoothing": 0.2},
    {"name": "sigmoid, mean", "loss": "sigmoid_norm", "beta": 2.0, "smoothing": 0.0},
    {"name": "ipo, mean", "loss": "ipo", "beta": 0.5, "smoothing": 0.0},
]


def load(directory):
    return transformers.AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32)


def policy(directory):
    model = load(directory)
    with torch.no_grad():
        for parameter in model.parameters():
            column = torch.arange(1, parameter.shape[-1] + 1, dtype=torch.float64)
            parameter += (SHIFT * torch.sin(column)).float()
    return model


def gradients(directory, tokenizer, pairs, loss, beta):
    """Loss, gradients by name, and the metrics that TRL logs."""
    rows = [{"prompt_ids": p, "chosen_ids": c, "rejected_ids": r} for p, c, r in pairs]
    texts = [{"prompt": "one", "chosen": " two", "rejected": " six"}]
    model = policy(directory)
    trainer = trl.DPOTrainer(
        model,
        ref_model=load(directory),
        args=trl.DPOConfig(
            output_dir=tempfile.mkdtemp(),
            loss_type=[loss],
            beta=beta,
            per_device_train_batch_size=len(rows),
            max_length=None,
            gradient_checkpointing=False,
            bf16=False,
            use_cpu=True,
            report_to=[],
        ),
        train_dataset=datasets.Dataset.from_list(texts),
        processing_class=tokenizer,
    )
    model.train()  # TRL files its metrics by the mode; the model has no dropout
    value = trainer.compute_loss(model, trainer.data_collator(rows))
    value.backward()
    metrics = {key: values[-1] for key, values in trainer._metrics["train"].items() if values}
    grads = {name: p.grad.double().flatten() for name, p in model.named_parameters()}
    return value.item(), grads, metrics


def summary(gradient):
    wave = torch.cos(torch.arange(1, gradient.numel() + 1, dtype=torch.float64))
    return {"norm": gradient.norm().item(), "wave": (gradient @ wave).item()}


def case(directory, tokenizer, spec):
    loss, grads, metrics = gradients(directory, tokenizer, PAIRS, spec["loss"], spec["beta"])
    share = spec["smoothing"]
    if share > 0:
        swapped = [(p, r, c) for p, c, r in PAIRS]
        other, others, _ = gradients(directory, tokenizer, swapped, spec["loss"], spec["beta"])
        loss = (1 - share) * loss + share * other
        grads = {name: (1 - share) * g + share * others[name] for name, g in grads.items()}
    wanted = ["rewards/chosen", "rewards/rejected", "rewards/accuracies"]
    wanted += ["logps/chosen", "logps/rejected"]
    return {
        **spec,
        "value": loss,
        "metrics": {key: metrics[key] for key in wanted},
        "gradients": {name: summary(g) for name, g in grads.items()},
    }


def main():
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    directory = sys.argv[1]
    tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(PADDING)
    result = {
        "versions": {"trl": trl.__version__, "transformers": transformers.__version__},
        "shift": SHIFT,
        "pairs": [{"prompt": p, "chosen": c, "rejected": r} for p, c, r in PAIRS],
        "cases": [case(directory, tokenizer, spec) for spec in CASES],
    }
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
