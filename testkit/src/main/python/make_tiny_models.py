"""Makes the tiny random models of the test kit and what `transformers` computes with them.

Usage, from the repository's root, with torch, transformers and tokenizers installed:

    python testkit/src/main/python/make_tiny_models.py [NAME ...]

It writes Hugging Face directories beside the test kit's resources, all of them or those named:

* tiny-llama: tied head, bf16 weights, tokenizer and ChatML template;
* tiny-llama-untied: separate head, fp32 weights, hidden size 48, config.json as transformers 4
  wrote it, no tokenizer;
* tiny-llama3: rotary frequencies scaled as Llama 3.1 does, some pairs fast, some slow, one between;
  it and the following have bf16 weights, a vocabulary of 96, hidden size 32 and no tokenizer;
* tiny-qwen2: biases, own head;
* tiny-qwen3: normalised queries and keys, heads wider than the hidden size divided by them;
* tiny-gemma3: four layers, of which all but the third see 8 tokens; another rotary base there;
  scores divided by something else than the root of a head's size.

Each gets goldens.json (token ids, losses, greedy continuations) and goldens.safetensors (logits
[T, V] of every sequence and the gradient of the loss for every parameter, in fp32 and in bf16).
The loss is the mean cross-entropy of all completion tokens of all sequences. Everything is seeded;
another version of torch may change last digits.
"""

import json
import pathlib
import shutil
import sys

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    AutoModelForCausalLM,
    Gemma3TextConfig,
    LlamaConfig,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen3Config,
)

RESOURCES = pathlib.Path(__file__).parents[1] / "resources" / "dev" / "belay" / "testkit"
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
LENGTHS = [(7, 3), (19, 8), (33, 12)]  # tokens in all, of which prompt
NEW_TOKENS = 24

TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

TEXT = """
You are a helpful assistant. What is the sum of twelve and thirty? The sum is 42.
system user assistant. The user asks a question and the assistant answers it in a few words.
A short rope holds the climber while the other one moves; both check the knot before they start.
How many apples are left when Tom gives seven of his twenty apples to Anna? There are 13 left.
I cannot help with that. I can explain how to stay safe, and where to find someone to talk to.
Water boils at one hundred degrees, and the train to the coast leaves at a quarter past nine.
The first number is larger than the second; the difference between them is 5, so the answer is 5.
def add(a, b): return a + b  # the result of the function is the sum of its two arguments
Please write three sentences about the sea. The sea is wide. The sea is deep. It is never still.
"""


def make_tokenizer(directory):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=512,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TEXT.strip().split("\n"), trainer)
    assert tokenizer.get_vocab_size() == 512, tokenizer.get_vocab_size()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<|im_start|>",
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        unk_token="<|endoftext|>",
    )
    fast.chat_template = TEMPLATE
    fast.save_pretrained(directory)


def make_model(config, seed):
    """Weights of a size that makes attention and logits far from flat, norms away from 1."""
    model = AutoModelForCausalLM.from_config(config).float()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if "norm" in name and isinstance(config, Gemma3TextConfig):
                # Branches that outweigh the embedding: tied, it would predict its own token.
                weight.copy_(("post_" in name) + 0.1 * noise)
            elif "norm" in name:
                weight.copy_(1 + 0.1 * noise)
            else:
                weight.copy_(0.25 * noise)
    return model


def forward_and_backward(model, sequences):
    """One right-padded batch: logits without padding, mean loss of completions, gradients."""
    width = max(len(ids) for ids, _ in sequences)
    ids = torch.zeros(len(sequences), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, (tokens, _) in enumerate(sequences):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
    logits = model(input_ids=ids, attention_mask=mask).logits
    losses = []
    for row, (tokens, prompt) in enumerate(sequences):
        predictions = logits[row, prompt - 1 : len(tokens) - 1].float()
        losses.append(
            torch.nn.functional.cross_entropy(
                predictions, torch.tensor(tokens[prompt:]), reduction="none"
            )
        )
    loss = torch.cat(losses).mean()
    model.zero_grad()
    loss.backward()
    rows = [logits[row, : len(tokens)].detach() for row, (tokens, _) in enumerate(sequences)]
    return rows, loss.item(), {name: w.grad.clone() for name, w in model.named_parameters()}


def greedy(model, prompt):
    """The likeliest tokens, one after another, through any end-of-sequence token."""
    tokens = list(prompt)
    for _ in range(NEW_TOKENS):
        with torch.no_grad():
            tokens.append(int(model(torch.tensor([tokens])).logits[0, -1].argmax()))
    return tokens[len(prompt) :]


def write_goldens(directory, seed):
    """What transformers makes of the directory as it stands.

    Each type is loaded anew: casting a model to bf16 would round the rotary frequencies too, and
    casting it back would keep them rounded.
    """
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32)
    model16 = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.bfloat16)
    generator = torch.Generator().manual_seed(seed)
    vocabulary = model.config.vocab_size
    sequences = [
        (torch.randint(len(SPECIAL), vocabulary, (length,), generator=generator).tolist(), prompt)
        for length, prompt in LENGTHS
    ]
    logits, loss, gradients = forward_and_backward(model, sequences)
    continuations = [greedy(model, tokens[:prompt]) for tokens, prompt in sequences]
    logits16, loss16, gradients16 = forward_and_backward(model16, sequences)
    tensors = {}
    for row in range(len(sequences)):
        tensors[f"logits.{row}"] = logits[row].contiguous()
        tensors[f"logits_bf16.{row}"] = logits16[row].contiguous()
    for name in gradients:
        tensors[f"grad.{name}"] = gradients[name]
        tensors[f"grad_bf16.{name}"] = gradients16[name]
    save_file(tensors, directory / "goldens.safetensors")
    content = {
        "sequences": [
            {"token_ids": tokens, "prompt_length": prompt, "greedy": continuation}
            for (tokens, prompt), continuation in zip(sequences, continuations)
        ],
        "loss": loss,
        "loss_bf16": loss16,
    }
    (directory / "goldens.json").write_text(json.dumps(content) + "\n")


def edit_json(path, change):
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content, indent=2) + "\n")


def fresh(name):
    directory = RESOURCES / name
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return directory


def tiny_llama(directory):
    config = LlamaConfig(
        vocab_size=512,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
        max_position_embeddings=512,
        rms_norm_eps=1e-5,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    )
    model = make_model(config, 1).bfloat16()
    model.generation_config.eos_token_id = [2, 0]
    model.save_pretrained(directory)
    make_tokenizer(directory)
    write_goldens(directory, 11)


def tiny_llama_untied(directory):
    config = LlamaConfig(
        vocab_size=320,
        hidden_size=48,
        intermediate_size=80,
        num_hidden_layers=2,
        num_attention_heads=3,
        num_key_value_heads=1,
        max_position_embeddings=512,
        rms_norm_eps=1e-6,
        rope_parameters={"rope_type": "default", "rope_theta": 100000.0},
        tie_word_embeddings=False,
        bos_token_id=1,
        eos_token_id=2,
    )
    model = make_model(config, 2)
    model.save_pretrained(directory)
    (directory / "generation_config.json").unlink()

    def as_version_4(content):
        content["rope_theta"] = content.pop("rope_parameters")["rope_theta"]
        content["torch_dtype"] = content.pop("dtype")
        content["rope_scaling"] = None
        content["transformers_version"] = "4.40.0"
        del content["head_dim"]

    edit_json(directory / "config.json", as_version_4)
    write_goldens(directory, 12)


SMALL = {
    "vocab_size": 96,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": None,
}


def small(directory, config, seed):
    """A model of bf16 weights without tokenizer, and its goldens."""
    make_model(config, seed).bfloat16().save_pretrained(directory)
    (directory / "generation_config.json").unlink()
    write_goldens(directory, seed + 10)


def tiny_llama3(directory):
    rope = {
        "rope_type": "llama3",
        "rope_theta": 10000.0,
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 32,
    }
    config = LlamaConfig(**SMALL, head_dim=16, rope_parameters=rope, tie_word_embeddings=True)
    small(directory, config, 3)


def tiny_qwen2(directory):
    config = Qwen2Config(
        **SMALL,
        rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        tie_word_embeddings=False,
    )
    small(directory, config, 4)


def tiny_qwen3(directory):
    config = Qwen3Config(
        **SMALL,
        head_dim=16,
        rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        tie_word_embeddings=True,
    )
    small(directory, config, 5)


def tiny_gemma3(directory):
    changes = {"num_hidden_layers": 4, "intermediate_size": 40, "num_key_value_heads": 1}
    config = Gemma3TextConfig(
        **{**SMALL, **changes},
        head_dim=8,
        query_pre_attn_scalar=12,
        sliding_window=8,
        layer_types=["sliding_attention", "sliding_attention", "full_attention"]
        + ["sliding_attention"],
        rope_parameters={
            "full_attention": {"rope_type": "default", "rope_theta": 1000000.0},
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
        },
    )
    small(directory, config, 6)


MODELS = {
    "tiny-llama": tiny_llama,
    "tiny-llama-untied": tiny_llama_untied,
    "tiny-llama3": tiny_llama3,
    "tiny-qwen2": tiny_qwen2,
    "tiny-qwen3": tiny_qwen3,
    "tiny-gemma3": tiny_gemma3,
}


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in sys.argv[1:] or MODELS:
        MODELS[name](fresh(name))
