"""A LoRA adapter that PEFT trained, for what Belay does with fine-tunes made elsewhere.

    belay data samples sums --split train --limit 0 --json > sums.jsonl
    python bench/peers/peft_sft.py MODEL sums.jsonl OUT [--steps 40] [--batch 16] [--rank 8]
        [--rate 2e-4] [--seed 17] [--threads 2]

Imitates the column `solution` after `prompt`, in the model's chat template without a system
message of its own, by torch's AdamW in fp32; only tokens of the solution and the end of its turn
are learned. Prints a line of JSON. Needs `torch`, `transformers`, `peft`.
"""

import argparse
import json
import random
import time

import peft
import torch
import transformers

IGNORED = -100


def tokens_of(tokenizer, line):
    """Ids of the conversation, and the same with what is not learned left out."""
    system = {"role": "system", "content": ""}
    user = {"role": "user", "content": line["prompt"]}
    answer = {"role": "assistant", "content": line["solution"]}
    prompt = tokenizer.apply_chat_template(
        [system, user], tokenize=False, add_generation_prompt=True
    )
    whole = tokenizer.apply_chat_template([system, user, answer], tokenize=False)
    assert whole.startswith(prompt), "the template does not continue its own prompt"
    head = tokenizer(prompt, add_special_tokens=False)["input_ids"]
    tail = tokenizer(whole[len(prompt) :].rstrip("\n"), add_special_tokens=False)["input_ids"]
    return head + tail, [IGNORED] * len(head) + tail


def batch_of(samples, pad):
    width = max(len(ids) for ids, _ in samples)

    def padded(rows, value):
        return torch.tensor([row + [value] * (width - len(row)) for row in rows])

    ids = padded([ids for ids, _ in samples], pad)
    mask = padded([[1] * len(ids) for ids, _ in samples], 0)
    return ids, mask, padded([labels for _, labels in samples], IGNORED)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    transformers.logging.set_verbosity_error()
    tokenizer = transformers.AutoTokenizer.from_pretrained(arguments.model)
    with open(arguments.data, encoding="utf-8") as file:
        samples = [tokens_of(tokenizer, json.loads(line)) for line in file if line.strip()]
    draw = random.Random(arguments.seed)
    config = peft.LoraConfig(
        r=arguments.rank,
        lora_alpha=2 * arguments.rank,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    base = transformers.AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32)
    model = peft.get_peft_model(base, config).train()
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=arguments.rate, weight_decay=0.0)
    start, losses = time.perf_counter(), []
    for _ in range(arguments.steps):
        chosen = draw.sample(samples, arguments.batch)
        ids, mask, labels = batch_of(chosen, tokenizer.eos_token_id)
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        losses.append(loss.item())
    model.save_pretrained(arguments.out)
    print(
        json.dumps(
            {
                "peft": peft.__version__,
                "adapter": arguments.out,
                "first_loss": losses[0],
                "last_loss": losses[-1],
                "seconds": round(time.perf_counter() - start, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
