"""What TRL's trainers make of a tiny model: losses, gradients and advantages, as one JSON file.

    python bench/peers/trl_losses.py MODEL OUT.json

Needs `pip install torch transformers trl datasets`. MODEL is a Hugging Face directory with a
tokenizer, such as `testkit/src/main/resources/dev/belay/testkit/tiny-llama`. The committed file
`train/src/test/resources/dev/belay/train/parity/trl-losses.json` is what this wrote from there;
`TrlParityTest` computes the same through Belay and compares.

SFTTrainer, GRPOTrainer and RLOOTrainer run as published, on the CPU in fp32: their own data
loading, sampling, masks, advantages and `compute_loss`. So that ratios differ from 1, completions
are sampled by the model with its last norm moved, and the loss is taken at the model as it is; so
that the KL is not 0, the reference has its last norm moved too.

A gradient is kept as its norm and 16 folds: the sums over every 16th element from 0, 1, ….
"""

import argparse
import json
import tempfile

import datasets
import torch
import transformers
import trl

FOLDS = 16
GROUP = 4
LONGEST = 8
PATTERN = [1.0, 0.0, 0.0, 1.0, 0.0, 0.5, 0.0, 1.0]
PROMPTS = ["one and two", "two and three and four"]


def common(folder):
    return dict(
        output_dir=folder, use_cpu=True, bf16=False, report_to=[], save_strategy="no",
        logging_strategy="no", disable_tqdm=True, gradient_checkpointing=False, seed=7, max_steps=1,
        remove_unused_columns=False,
    )


def load(path):
    model = transformers.AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32)
    # Many ids end a completion, so that lengths differ.
    model.generation_config.eos_token_id = list(range(48))
    return model


def moved(model, size):
    """The last norm's weights, moved by a wave; returns what they were."""
    weight = model.model.norm.weight
    before = weight.detach().clone()
    with torch.no_grad():
        weight.add_(size * torch.sin(torch.arange(weight.numel(), dtype=weight.dtype)))
    return before


def restore(model, before):
    with torch.no_grad():
        model.model.norm.weight.copy_(before)


def gradients(model):
    kept = {}
    for name, parameter in model.named_parameters():
        grad = parameter.grad.detach().double().flatten()
        folds = [grad[i::FOLDS].sum().item() for i in range(FOLDS)]
        kept[name] = {"norm": grad.norm().item(), "folds": folds}
    return kept


def result(name, model, loss, **more):
    return {"name": name, "loss": loss, **more, "gradients": gradients(model)}


def rows(generator, turns):
    """A sequence as ids and as 1 where the assistant speaks; turns are (length, speaks)."""
    ids, mask = [], []
    for length, speaks in turns:
        ids += torch.randint(3, 512, (length,), generator=generator).tolist()
        mask += [speaks] * length
    return ids, mask


def sft_data(several):
    generator = torch.Generator().manual_seed(3)
    made = []
    for i in range(6):
        turns = [(3 + i, 0), (2 + 2 * i, 1)]
        if several:
            turns += [(4, 0), (3 + i % 2, 1)] * (1 + i % 2)
        made.append(rows(generator, turns))
    return made


def sft(name, path, tokenizer, several, micro_batches):
    made = sft_data(several)
    column = "assistant_masks" if several else "completion_mask"
    data = datasets.Dataset.from_dict(
        {"input_ids": [ids for ids, _ in made], column: [mask for _, mask in made]}
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = trl.SFTConfig(
            **common(folder), per_device_train_batch_size=6 // micro_batches,
            gradient_accumulation_steps=micro_batches, max_length=None,
            **({} if several else {"completion_only_loss": True}),
        )
        trainer = trl.SFTTrainer(
            model=load(path), args=settings, train_dataset=data, processing_class=tokenizer
        )
        trainer.model.train()
        batches = list(trainer.get_train_dataloader())
        total = sum((batch["labels"][:, 1:] != -100).sum() for batch in batches)
        loss = 0.0
        for batch in batches:
            part = trainer.compute_loss(trainer.model, dict(batch), num_items_in_batch=total)
            part.backward()
            loss += part.item()
        sequences = [{"token_ids": ids, "learned": mask} for ids, mask in made]
        return result(name, trainer.model, loss, method="sft", sequences=sequences)


def patterned(seen):
    def reward(completion_ids, **_kwargs):
        seen.append([list(ids) for ids in completion_ids])
        return PATTERN[: len(completion_ids)]

    return reward


def unpadded(ids, mask):
    return [row[keep.bool()].tolist() for row, keep in zip(ids, mask)]


def columns(values, mask):
    return [row[keep.bool()].tolist() for row, keep in zip(values, mask)]


def rollout(name, path, tokenizer, trainer_class, config_class, settings, off_policy):
    seen = []
    with tempfile.TemporaryDirectory() as folder:
        arguments = config_class(
            **common(folder), per_device_train_batch_size=2 * GROUP, num_generations=GROUP,
            max_completion_length=LONGEST, temperature=1.0, num_iterations=2 if off_policy else 1,
            shuffle_dataset=False, **settings,
        )
        trainer = trainer_class(
            model=load(path), reward_funcs=patterned(seen), args=arguments,
            train_dataset=datasets.Dataset.from_dict({"prompt": PROMPTS}),
            processing_class=tokenizer,
        )
        model = trainer.model.train()
        if trainer.ref_model is not None:
            moved(trainer.ref_model, 0.2)
        before = moved(model, 0.15 if off_policy else 0.0)
        torch.manual_seed(11)
        batch = next(iter(trainer.get_train_dataloader()))
        inputs = trainer._generate_and_score_completions(batch)
        restore(model, before)
        trainer.current_gradient_accumulation_steps = 1
        mask = inputs["completion_mask"]
        kept = {
            "prompts": unpadded(inputs["prompt_ids"], inputs["prompt_mask"]),
            "completions": unpadded(inputs["completion_ids"], mask),
            "rewards": PATTERN,
            "advantages": inputs["advantages"].tolist(),
        }
        all_ids = torch.cat([inputs["prompt_ids"], inputs["completion_ids"]], dim=1)
        attention = torch.cat([inputs["prompt_mask"], mask], dim=1)

        def log_probs(of):
            with torch.no_grad():
                scored = trainer._get_per_token_logps_and_entropies(
                    of, all_ids, attention, mask.size(1)
                )
            return columns(scored[0], mask)

        if trainer.ref_model is not None:
            kept["ref_log_probs"] = log_probs(trainer.ref_model)
        if off_policy:
            moved(model, 0.15)
            kept["old_log_probs"] = log_probs(model)
            restore(model, before)
        loss = trainer.compute_loss(model, inputs)
        loss.backward()
        return result(name, model, loss.item(), method="rollout", group=GROUP, **kept)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("out")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    path = arguments.model
    tokenizer = transformers.AutoTokenizer.from_pretrained(path)

    def grpo(name, off_policy, **settings):
        return rollout(
            name, path, tokenizer, trl.GRPOTrainer, trl.GRPOConfig, settings, off_policy
        )

    def rloo(name, off_policy, **settings):
        return rollout(
            name, path, tokenizer, trl.RLOOTrainer, trl.RLOOConfig, settings, off_policy
        )

    cases = [
        sft("sft", path, tokenizer, several=False, micro_batches=1),
        sft("sft-accumulated", path, tokenizer, several=False, micro_batches=3),
        sft("sft-assistant-only", path, tokenizer, several=True, micro_batches=1),
        grpo("grpo", False, loss_type="grpo", beta=0.0),
        grpo("grpo-kl", False, loss_type="grpo", beta=0.04),
        grpo(
            "grpo-off-policy-kl", True, loss_type="grpo", beta=0.04, use_bias_correction_kl=False
        ),
        grpo("dapo-off-policy", True, loss_type="dapo", beta=0.0, epsilon=0.2, epsilon_high=0.28),
        grpo("dr-grpo-off-policy", True, loss_type="dr_grpo", beta=0.0, scale_rewards="none"),
        grpo(
            "gspo-off-policy", True, loss_type="grpo", beta=0.0,
            importance_sampling_level="sequence", epsilon=3e-4, epsilon_high=4e-4,
        ),
        rloo("rloo-kl", False, beta=0.05),
        rloo("rloo-off-policy", True, beta=0.0),
    ]
    with open(arguments.out, "w") as file:
        made_by = f"trl {trl.__version__}, transformers {transformers.__version__}"
        made_by += f", torch {torch.__version__.split('+')[0]}, fp32"
        json.dump({"made_by": made_by, "cases": cases}, file)
        file.write("\n")


if __name__ == "__main__":
    main()
