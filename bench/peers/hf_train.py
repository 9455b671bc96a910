"""Speed of a `transformers` training step on this machine, as one line of JSON.

    python bench/peers/hf_train.py MODEL [--sequences 8] [--tokens 256] [--steps 5]
        [--dtype bfloat16] [--threads 2] [--lora RANK]

The counterpart of `belay bench train`: random tokens, cross-entropy of
every next token, backward pass, torch's AdamW on the model's own weights, after two steps that
warm up. MODEL is a Hugging Face directory. With `--lora` an adapter of `peft` is trained
alone, at every linear layer.
"""

import argparse
import json
import resource
import statistics
import time

import torch
import transformers

WARM_UP_STEPS = 2


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--sequences", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=256)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--dtype", choices=["bfloat16", "float32"], default="bfloat16")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--lora", type=int, default=0, metavar="RANK")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    transformers.logging.set_verbosity_error()
    model = transformers.AutoModelForCausalLM.from_pretrained(
        arguments.model, dtype=getattr(torch, arguments.dtype)
    ).train()
    if arguments.lora:
        import peft

        model = peft.get_peft_model(
            model,
            peft.LoraConfig(
                r=arguments.lora,
                lora_alpha=2 * arguments.lora,
                target_modules="all-linear",
                task_type="CAUSAL_LM",
            ),
        )
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-5, weight_decay=0.0)
    generator = torch.Generator().manual_seed(1)
    shape = (arguments.sequences, arguments.tokens)
    ids = torch.randint(0, model.config.vocab_size, shape, generator=generator)

    seconds = []
    for _ in range(WARM_UP_STEPS + arguments.steps):
        start = time.perf_counter()
        model(input_ids=ids, labels=ids).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        seconds.append(time.perf_counter() - start)

    median = statistics.median(seconds[WARM_UP_STEPS:])
    print(
        json.dumps(
            {
                "engine": "transformers " + transformers.__version__,
                "tokens_per_second": round(ids.numel() / median, 1),
                "sequences": arguments.sequences,
                "tokens": arguments.tokens,
                "dtype": arguments.dtype,
                "lora_rank": arguments.lora,
                "threads": arguments.threads,
                "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
