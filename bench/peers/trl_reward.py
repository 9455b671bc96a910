"""What TRL's RewardTrainer computes on a tiny model: rewards, loss and gradients, as JSON.

    pip install torch transformers trl datasets
    python bench/peers/trl_reward.py MODEL > reward-parity.json

MODEL is the directory of the test kit's tiny Llama. Pairs, head, margin and centring are fixed
here; RewardParityTest, which has the output among its resources, computes the same with Belay. Everything is fp32 on one thread.
Of each gradient the file has the norm and the inner product with cos(1), cos(2), and so on.
"""

import json
import sys
import tempfile

import datasets
import torch
import transformers
import trl

MARGINS = [0.25, 0.25, 0.25]
CENTRE = 0.05
PADDING = 3  # ends no sequence below
PAIRS = [
    ([5, 6, 7], [8, 9, 10, 2], [30, 31, 2]),
    ([15, 16], [17, 18, 19, 20, 21, 2], [40, 2]),
    ([100, 101, 102, 103], [200, 201], [300, 301, 302, 303, 304]),
]


def parameters(model):
    for name, parameter in model.named_parameters():
        gradient = parameter.grad.double().flatten()
        wave = torch.cos(torch.arange(1, gradient.numel() + 1, dtype=torch.float64))
        yield name, {"norm": gradient.norm().item(), "wave": (gradient @ wave).item()}


def main():
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    directory = sys.argv[1]
    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        directory, num_labels=1, dtype=torch.float32
    )
    width = model.config.hidden_size
    with torch.no_grad():
        model.score.weight[0] = torch.sin(torch.arange(1, width + 1, dtype=torch.float64)) / 4
    tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(PADDING)
    rows = [
        {"chosen_ids": p + c, "rejected_ids": p + r, "margin": m}
        for (p, c, r), m in zip(PAIRS, MARGINS)
    ]
    arguments = trl.RewardConfig(
        output_dir=tempfile.mkdtemp(),
        center_rewards_coefficient=CENTRE,
        per_device_train_batch_size=len(PAIRS),
        max_length=None,
        bf16=False,
        use_cpu=True,
        report_to=[],
    )
    trainer = trl.RewardTrainer(
        model,
        args=arguments,
        train_dataset=datasets.Dataset.from_list(rows),
        processing_class=tokenizer,
    )
    batch = trainer.data_collator(rows)
    loss, outputs = trainer.compute_loss(model, batch, return_outputs=True)
    loss.backward()
    result = {
        "versions": {"trl": trl.__version__, "transformers": transformers.__version__},
        "pairs": [{"prompt": p, "chosen": c, "rejected": r} for p, c, r in PAIRS],
        "margin": MARGINS[0],
        "centre": CENTRE,
        "rewards": outputs.logits.squeeze(-1).tolist(),
        "loss": loss.item(),
        "gradients": dict(parameters(model)),
    }
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
