"""Speed of `transformers` generate on this machine, as one line of JSON.

    python bench/peers/hf_generate.py MODEL [--batch 32] [--prompt 64] [--new 128]
        [--dtype bfloat16] [--threads 2] [--repeats 3]

The counterpart of `belay bench rollout`: prompts of random token ids, all
different, sampled at temperature 1 without truncation, exactly NEW tokens each. The time includes
the prompts. MODEL is a Hugging Face directory.
"""

import argparse
import json
import statistics
import time

import torch
import transformers


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return "unknown"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--prompt", type=int, default=64)
    parser.add_argument("--new", type=int, default=128)
    parser.add_argument("--dtype", choices=["bfloat16", "float32"], default="bfloat16")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    transformers.logging.set_verbosity_error()
    model = transformers.AutoModelForCausalLM.from_pretrained(
        arguments.model, dtype=getattr(torch, arguments.dtype)
    ).eval()
    generator = torch.Generator().manual_seed(1)
    shape = (arguments.batch, arguments.prompt)
    ids = torch.randint(3, model.config.vocab_size, shape, generator=generator)

    def generate(tokens):
        start = time.perf_counter()
        out = model.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            do_sample=True,
            temperature=1.0,
            top_k=0,
            top_p=1.0,
            min_new_tokens=tokens,
            max_new_tokens=tokens,
            pad_token_id=0,
        )
        assert out.shape[1] == arguments.prompt + tokens
        return arguments.batch * tokens / (time.perf_counter() - start)

    with torch.inference_mode():
        generate(4)
        speeds = [generate(arguments.new) for _ in range(arguments.repeats)]
    print(
        json.dumps(
            {
                "engine": f"transformers {transformers.__version__}, torch {torch.__version__}",
                "tokens_per_second": round(statistics.median(speeds), 1),
                "all_tokens_per_second": [round(speed, 1) for speed in speeds],
                "batch": arguments.batch,
                "prompt_tokens": arguments.prompt,
                "new_tokens": arguments.new,
                "dtype": arguments.dtype,
                "threads": arguments.threads,
                "processor": processor(),
            }
        )
    )


if __name__ == "__main__":
    main()
