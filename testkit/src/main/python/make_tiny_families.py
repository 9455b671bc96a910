"""Makes the tiny random models of further families, and what `transformers` computes with them.

Usage, from the repository's root, with torch, transformers and tokenizers installed:

    python testkit/src/main/python/make_tiny_families.py [NAME ...]

It writes what `make_tiny_models.py` writes, for models of a vocabulary of 64, bf16 weights and no
tokenizer, of which each has what its family is known for:

* tiny-mistral: every layer sees 8 tokens; heads wider than the hidden size divided by them;
* tiny-phi3: fused projections, three quarters of a head turned, longrope scaling that takes its
  long factors in sequences of more than 24 tokens;
* tiny-smollm3: three layers, of which the second has no positions;
* tiny-olmo2: norms after the branches alone, norms of all queries and of all keys together;
* tiny-granite: multipliers of embeddings, scores, branches and logits;
* tiny-yarn: a Llama with yarn scaling.

Sequences run one by one: in one batch, longrope takes the factors of the longest for all.
"""

import sys

import torch
from transformers import (
    GraniteConfig,
    LlamaConfig,
    MistralConfig,
    Olmo2Config,
    Phi3Config,
    SmolLM3Config,
)

import make_tiny_models
from make_tiny_models import forward_and_backward, fresh, make_model, write_goldens

SMALL = {
    "vocab_size": 64,
    "hidden_size": 16,
    "intermediate_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": None,
}
DEFAULT_ROPE = {"rope_type": "default", "rope_theta": 10000.0}


def one_by_one(model, sequences):
    """As `forward_and_backward` of one batch: the mean is over all completion tokens."""
    total = sum(len(tokens) - prompt for tokens, prompt in sequences)
    logits, loss, gradients = [], 0.0, None
    for tokens, prompt in sequences:
        rows, own, grads = forward_and_backward(model, [(tokens, prompt)])
        share = (len(tokens) - prompt) / total
        logits += rows
        loss += share * own
        grads = {name: share * grad for name, grad in grads.items()}
        gradients = grads if gradients is None else {
            name: gradients[name] + grad for name, grad in grads.items()
        }
    return logits, loss, gradients


def small(directory, config, seed):
    make_model(config, seed).bfloat16().save_pretrained(directory)
    (directory / "generation_config.json").unlink()
    make_tiny_models.forward_and_backward = one_by_one
    write_goldens(directory, seed + 10)
    make_tiny_models.forward_and_backward = forward_and_backward


def tiny_mistral(directory):
    config = MistralConfig(
        **SMALL, head_dim=8, sliding_window=8, rope_parameters=DEFAULT_ROPE, rms_norm_eps=1e-5
    )
    small(directory, config, 21)


def tiny_phi3(directory):
    rope = {
        "rope_type": "longrope",
        "rope_theta": 10000.0,
        "partial_rotary_factor": 0.75,
        "short_factor": [1.0, 1.25, 1.5],
        "long_factor": [1.0, 3.0, 7.5],
        "original_max_position_embeddings": 24,
    }
    config = Phi3Config(
        **{**SMALL, "hidden_size": 32},
        original_max_position_embeddings=24,
        rope_parameters=rope,
        tie_word_embeddings=True,
    )
    small(directory, config, 22)


def tiny_smollm3(directory):
    config = SmolLM3Config(
        **{**SMALL, "num_hidden_layers": 3},
        no_rope_layers=[1, 0, 1],
        rope_parameters=DEFAULT_ROPE,
        tie_word_embeddings=True,
    )
    small(directory, config, 23)


def tiny_olmo2(directory):
    config = Olmo2Config(**SMALL, rope_parameters=DEFAULT_ROPE)
    small(directory, config, 24)


def tiny_granite(directory):
    config = GraniteConfig(
        **SMALL,
        rope_parameters=DEFAULT_ROPE,
        tie_word_embeddings=True,
        embedding_multiplier=3.0,
        attention_multiplier=0.3,
        residual_multiplier=0.22,
        logits_scaling=4.0,
    )
    small(directory, config, 25)


def tiny_yarn(directory):
    rope = {
        "rope_type": "yarn",
        "rope_theta": 100.0,
        "factor": 4.0,
        "beta_fast": 4.0,
        "original_max_position_embeddings": 32,
    }
    config = LlamaConfig(
        **{**SMALL, "max_position_embeddings": 128}, head_dim=16, rope_parameters=rope
    )
    small(directory, config, 26)


MODELS = {
    "tiny-mistral": tiny_mistral,
    "tiny-phi3": tiny_phi3,
    "tiny-smollm3": tiny_smollm3,
    "tiny-olmo2": tiny_olmo2,
    "tiny-granite": tiny_granite,
    "tiny-yarn": tiny_yarn,
}


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in sys.argv[1:] or MODELS:
        MODELS[name](fresh(name))
