"""Greedy completions of `transformers`, and how many of another engine's are equal to them.

    python bench/peers/hf_greedy.py MODEL PROMPTS.jsonl [--max-tokens 64] [--out FILE]
        [--compare FILE]

PROMPTS has lines {"id", "messages"}; each is rendered with the model's chat template and completed
alone, in fp32. --out writes lines {"id", "prompt_token_ids", "token_ids"}; --compare reads such
lines (or those of `belay generate`) and prints, for each completion that differs, where it does and
how far apart the logits of the two tokens are there: a gap near 1e-5 is a tie that rounding decides.
"""

import argparse
import json

import torch
import transformers


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def complete(model, ids, max_tokens):
    out = model.generate(
        torch.tensor([ids]), do_sample=False, max_new_tokens=max_tokens, pad_token_id=0
    )
    return out[0, len(ids) :].tolist()


def first_difference(expected, actual):
    for position, (a, b) in enumerate(zip(expected, actual)):
        if a != b:
            return position
    return min(len(expected), len(actual))


def explain(model, prompt, expected, actual):
    position = first_difference(expected, actual)
    if position == min(len(expected), len(actual)):
        return f"lengths {len(expected)} and {len(actual)}, equal as far as both go"
    logits = model(torch.tensor([prompt + expected[:position]])).logits[0, -1]
    a, b = expected[position], actual[position]
    return f"token {position}: {a} against {b}, logits {logits[a]:.6f} and {logits[b]:.6f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("prompts")
    parser.add_argument("--max-tokens", type=int, default=64)
    parser.add_argument("--out")
    parser.add_argument("--compare")
    arguments = parser.parse_args()

    transformers.logging.set_verbosity_error()
    tokenizer = transformers.AutoTokenizer.from_pretrained(arguments.model)
    model = transformers.AutoModelForCausalLM.from_pretrained(
        arguments.model, dtype=torch.float32
    ).eval()
    others = {}
    if arguments.compare:
        others = {line["id"]: line["token_ids"] for line in read_lines(arguments.compare)}
    equal = 0
    lines = []
    with torch.inference_mode():
        for line in read_lines(arguments.prompts):
            text = tokenizer.apply_chat_template(
                line["messages"], add_generation_prompt=True, tokenize=False
            )
            prompt = tokenizer(text, add_special_tokens=False)["input_ids"]
            ids = complete(model, prompt, arguments.max_tokens)
            lines.append({"id": line["id"], "prompt_token_ids": prompt, "token_ids": ids})
            if line["id"] in others and others[line["id"]] == ids:
                equal += 1
            elif arguments.compare:
                print(line["id"], explain(model, prompt, ids, others.get(line["id"], [])))
    if arguments.compare:
        print(f"{equal} of {len(lines)} equal")
    if arguments.out:
        with open(arguments.out, "w", encoding="utf-8") as out:
            for line in lines:
                out.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
