"""Seconds of a step of TRL's `GRPOTrainer` on this machine, as one line of JSON.

    python bench/peers/trl_grpo.py MODEL [--prompts 8] [--group-size 8] [--max-tokens 64]
        [--steps 3] [--dtype bfloat16] [--threads 2]

The counterpart of `belay bench step`: arithmetic questions through the model's chat template,
completions of exactly MAX_TOKENS tokens, a reward that is a coin flip by the completion's hash, the
KL to the reference in the loss with coefficient 0.04, AdamW on all weights, one update a rollout.
The first step warms up. MODEL is a Hugging Face directory.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
import zlib

import datasets
import torch
import transformers
import trl


class StepTimes(transformers.TrainerCallback):
    def __init__(self):
        self.seconds = []
        self.start = None

    def on_step_begin(self, *_args, **_kwargs):
        self.start = time.perf_counter()

    def on_step_end(self, *_args, **_kwargs):
        self.seconds.append(time.perf_counter() - self.start)


def coin_flip(completions, **_kwargs):
    texts = [c if isinstance(c, str) else c[-1]["content"] for c in completions]
    return [float(zlib.crc32(text.encode()) & 1) for text in texts]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--prompts", type=int, default=8)
    parser.add_argument("--group-size", type=int, default=8)
    parser.add_argument("--max-tokens", type=int, default=64)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--dtype", choices=["bfloat16", "float32"], default="bfloat16")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    transformers.logging.set_verbosity_error()
    dtype = getattr(torch, arguments.dtype)
    tokenizer = transformers.AutoTokenizer.from_pretrained(arguments.model)
    model = transformers.AutoModelForCausalLM.from_pretrained(arguments.model, dtype=dtype)
    questions = [f"What is {17 + 3 * i} + {11 + 2 * i}?" for i in range(64)]
    prompts = [[{"role": "user", "content": question}] for question in questions]
    times = StepTimes()
    with tempfile.TemporaryDirectory() as folder:
        settings = trl.GRPOConfig(
            output_dir=folder,
            per_device_train_batch_size=arguments.prompts * arguments.group_size,
            num_generations=arguments.group_size,
            max_completion_length=arguments.max_tokens,
            generation_kwargs={"min_new_tokens": arguments.max_tokens},
            temperature=1.0,
            beta=0.04,
            learning_rate=1e-6,
            lr_scheduler_type="constant",
            max_steps=arguments.steps + 1,
            bf16=arguments.dtype == "bfloat16",
            gradient_checkpointing=False,
            use_cpu=True,
            report_to=[],
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
        )
        trl.GRPOTrainer(
            model=model,
            reward_funcs=coin_flip,
            args=settings,
            train_dataset=datasets.Dataset.from_dict({"prompt": prompts}),
            processing_class=tokenizer,
            callbacks=[times],
        ).train()

    print(
        json.dumps(
            {
                "engine": f"trl {trl.__version__}, transformers {transformers.__version__}",
                "step_seconds": round(statistics.median(times.seconds[1:]), 2),
                "all_step_seconds": [round(seconds, 2) for seconds in times.seconds[1:]],
                "prompts": arguments.prompts,
                "group_size": arguments.group_size,
                "completion_tokens": arguments.max_tokens,
                "dtype": arguments.dtype,
                "threads": arguments.threads,
                "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
