"""Adapters of Belay and of PEFT held against each other, as one line of JSON.

    python bench/peers/peft_adapter.py make BASE OUT [--rank 8] [--rslora]
    python bench/peers/peft_adapter.py score ADAPTER PROMPTS COMPLETIONS [--merged DIR]

`make` has PEFT make an adapter with random second factors beside a Hugging Face directory. `score`
loads an adapter (Belay's or PEFT's) with PEFT in fp32 and takes the log-probs of completions that

    belay generate --model ADAPTER --raw --input PROMPTS --dtype float32 --logprobs --temperature 1

sampled; the largest deviation is what the two differ by. With `--merged` a merged model is loaded by
`transformers` alone and scored too. Needs `torch`, `transformers`, `peft`.
"""

import argparse
import json

import peft
import torch
import transformers

TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def load(path):
    return transformers.AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).eval()


def make(arguments):
    torch.manual_seed(1)
    config = peft.LoraConfig(
        r=arguments.rank,
        lora_alpha=2 * arguments.rank,
        target_modules=TARGETS,
        use_rslora=arguments.rslora,
        task_type="CAUSAL_LM",
    )
    model = peft.get_peft_model(load(arguments.base), config)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.05)
    model.save_pretrained(arguments.out)
    return {"adapter": arguments.out, "tensors": 2 * len(TARGETS) * model.config.num_hidden_layers}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


@torch.no_grad()
def log_probs(model, prompt, completion):
    logits = model(torch.tensor([prompt + completion])).logits[0].double()
    laws = torch.log_softmax(logits, dim=1)
    return [laws[len(prompt) - 1 + t, token].item() for t, token in enumerate(completion)]


def largest(model, tokenizer, prompts, completions):
    deviation, tokens = 0.0, 0
    for completion in completions:
        prompt = tokenizer(prompts[completion["id"]], add_special_tokens=False)["input_ids"]
        peer = log_probs(model, prompt, completion["token_ids"])
        for own, other in zip(completion["logprobs"], peer, strict=True):
            deviation = max(deviation, abs(own - other))
            tokens += 1
    return deviation, tokens


def score(arguments):
    with open(arguments.adapter + "/adapter_config.json", encoding="utf-8") as file:
        base = json.load(file)["base_model_name_or_path"]
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    prompts = {line["id"]: line["prompt"] for line in lines(arguments.prompts)}
    completions = lines(arguments.completions)
    model = peft.PeftModel.from_pretrained(load(base), arguments.adapter).eval()
    deviation, tokens = largest(model, tokenizer, prompts, completions)
    with model.disable_adapter():
        without, _ = largest(model, tokenizer, prompts, completions)
    result = {
        "peft": peft.__version__,
        "tokens": tokens,
        "largest_deviation": deviation,
        "largest_deviation_with_the_adapter_off": without,
    }
    if arguments.merged:
        merged, _ = largest(load(arguments.merged), tokenizer, prompts, completions)
        result["largest_deviation_of_the_merged_model"] = merged
    return result


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    maker = commands.add_parser("make")
    maker.add_argument("base")
    maker.add_argument("out")
    maker.add_argument("--rank", type=int, default=8)
    maker.add_argument("--rslora", action="store_true")
    maker.set_defaults(run=make)
    scorer = commands.add_parser("score")
    scorer.add_argument("adapter")
    scorer.add_argument("prompts")
    scorer.add_argument("completions")
    scorer.add_argument("--merged")
    scorer.set_defaults(run=score)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    print(json.dumps(arguments.run(arguments)))


if __name__ == "__main__":
    main()
