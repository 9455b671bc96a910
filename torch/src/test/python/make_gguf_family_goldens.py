"""Makes a tiny random GGUF model of each family, and what `transformers` says of its tensors.

Usage, from the repository's root, with gguf, numpy, regex, torch and transformers installed:

    python torch/src/test/python/make_gguf_family_goldens.py [NAME ...]
    python torch/src/test/python/make_gguf_family_goldens.py --check NAME DIRECTORY

The first writes, of all families or those named, tiny-NAME.gguf and tiny-NAME.json (configuration, digests of the tensors that the
`gguf` package dequantises in Hugging Face's names and order, token ids and the logits that
`transformers` computes from these tensors). The second loads DIRECTORY, which an importer made of
tiny-NAME.gguf, with `transformers` and compares every tensor and logit.
"""

import json
import math
import sys

import gguf
import numpy as np
import torch
import transformers
from gguf import GGMLQuantizationType as T

from make_gguf_goldens import OUT, converted, digest, restored, vocabulary

SEED = 20260102
TOKEN_IDS = [1, 300, 77, 5, 210, 4, 99, 301, 12, 150, 33, 2]
LAYER = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}
GEMMA_LAYER = LAYER | {
    "post_attention_layernorm": "post_attention_norm", "pre_feedforward_layernorm": "ffn_norm",
    "post_feedforward_layernorm": "post_ffw_norm",
}
PHI_LAYER = LAYER | {"self_attn.qkv_proj": "attn_qkv", "mlp.gate_up_proj": "ffn_up"}
LAYERS = {"gemma3": GEMMA_LAYER, "olmo2": GEMMA_LAYER, "phi3": PHI_LAYER}
# Families whose rows of queries and keys the converter reorders, since it takes them for Llamas.
PAIRED = ["llama3", "mistral", "smollm3", "granite"]
ARCHITECTURES = {"llama3": "llama", "mistral": "llama"}
KINDS = [T.Q8_0, T.Q5_0, T.Q5_1, T.Q4_0, T.F16, T.Q4_1, T.BF16]
COMMON = dict(
    hidden_size=32, intermediate_size=64, num_attention_heads=4, num_key_value_heads=2,
    max_position_embeddings=256, bos_token_id=1, eos_token_id=2, pad_token_id=0,
)


def configs(size):
    rope = dict(rope_type="default")
    llama3 = dict(
        rope_type="llama3", rope_theta=500000.0, factor=32.0, low_freq_factor=1.0, high_freq_factor=4.0,
        original_max_position_embeddings=8192,
    )
    return {
        "llama3": transformers.LlamaConfig(
            **COMMON, vocab_size=size, num_hidden_layers=2, head_dim=16, rms_norm_eps=1e-5, rope_parameters=llama3,
            tie_word_embeddings=True,
        ),
        "qwen2": transformers.Qwen2Config(
            **COMMON, vocab_size=size, num_hidden_layers=2, rms_norm_eps=1e-6,
            rope_parameters=rope | {"rope_theta": 1000000.0}, tie_word_embeddings=True,
        ),
        "qwen3": transformers.Qwen3Config(
            **COMMON, vocab_size=size, num_hidden_layers=2, head_dim=16, rms_norm_eps=1e-6,
            rope_parameters=rope | {"rope_theta": 1000000.0}, tie_word_embeddings=False,
        ),
        "gemma3": transformers.Gemma3TextConfig(
            **COMMON, vocab_size=size, num_hidden_layers=7, head_dim=16, rms_norm_eps=1e-6, sliding_window=4,
            query_pre_attn_scalar=16, tie_word_embeddings=True,
            rope_parameters={
                "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0},
                "sliding_attention": rope | {"rope_theta": 10000.0},
            },
        ),
        "mistral": transformers.MistralConfig(
            **COMMON, vocab_size=size, num_hidden_layers=2, head_dim=16, rms_norm_eps=1e-5, sliding_window=5,
            rope_parameters=rope | {"rope_theta": 10000.0}, tie_word_embeddings=False,
        ),
        "phi3": transformers.Phi3Config(
            **COMMON, vocab_size=size, num_hidden_layers=2, rms_norm_eps=1e-5, tie_word_embeddings=True,
            original_max_position_embeddings=10, rope_parameters={
                "rope_type": "longrope", "rope_theta": 10000.0, "partial_rotary_factor": 0.75,
                "short_factor": [1.0, 1.25, 1.5], "long_factor": [1.0, 3.25, 7.5],
                "original_max_position_embeddings": 10,
            },
        ),
        "smollm3": transformers.SmolLM3Config(
            **COMMON, vocab_size=size, num_hidden_layers=5, rms_norm_eps=1e-6, tie_word_embeddings=True,
            rope_parameters={
                "rope_type": "yarn", "rope_theta": 100.0, "factor": 4.0, "beta_fast": 4.0,
                "original_max_position_embeddings": 64,
            },
        ),
        "olmo2": transformers.Olmo2Config(
            **COMMON, vocab_size=size, num_hidden_layers=2, rms_norm_eps=1e-6, tie_word_embeddings=False,
            rope_parameters=rope | {"rope_theta": 500000.0},
        ),
        "granite": transformers.GraniteConfig(
            **COMMON, vocab_size=size, num_hidden_layers=2, rms_norm_eps=1e-5, tie_word_embeddings=True,
            rope_parameters=rope | {"rope_theta": 10000.0}, embedding_multiplier=3.0, attention_multiplier=0.3,
            residual_multiplier=0.22, logits_scaling=4.0,
        ),
    }


def stored_name(name, family):
    if name == "model.embed_tokens.weight":
        return "token_embd.weight"
    if name == "model.norm.weight":
        return "output_norm.weight"
    if name == "lm_head.weight":
        return "output.weight"
    _, _, layer, *module, suffix = name.split(".")
    return f"blk.{layer}.{LAYERS.get(family, LAYER)['.'.join(module)]}.{suffix}"


def llama3_divisors(rope, head_dim):
    """As llama.cpp's converter computes them, in fp32."""
    freqs = 1.0 / (rope["rope_theta"] ** (torch.arange(0, head_dim, 2, dtype=torch.float32) / head_dim))
    context = rope["original_max_position_embeddings"]
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    divisors = []
    for freq in freqs:
        wavelength = 2 * math.pi / freq
        if wavelength < context / high:
            divisors.append(1)
        elif wavelength > context / low:
            divisors.append(rope["factor"])
        else:
            smooth = (context / wavelength - low) / (high - low)
            divisors.append(1 / ((1 - smooth) / rope["factor"] + smooth))
    return torch.tensor(divisors, dtype=torch.float32).numpy()


def write_metadata(writer, name, config):
    writer.add_name("Tiny random " + name)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    if name in ("llama3", "qwen3", "gemma3", "mistral"):
        writer.add_key_length(config.head_dim)
        writer.add_value_length(config.head_dim)
    rope = config.rope_parameters.get("full_attention", config.rope_parameters)
    writer.add_rope_freq_base(rope["rope_theta"])
    if name == "gemma3":
        writer.add_sliding_window(config.sliding_window)
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])
    if name == "mistral":
        writer.add_sliding_window(config.sliding_window)
    if name == "phi3":
        original = config.original_max_position_embeddings
        writer.add_rope_dimension_count(int(0.75 * config.hidden_size) // config.num_attention_heads)
        writer.add_rope_scaling_orig_ctx_len(original)
        writer.add_sliding_window(0)
        scale = config.max_position_embeddings / original
        writer.add_rope_scaling_attn_factors(math.sqrt(1 + math.log(scale) / math.log(original)))
    if name == "smollm3":
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(rope["factor"])
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
        writer.add_rope_scaling_yarn_beta_fast(rope["beta_fast"])
    if name == "granite":
        writer.add_attention_scale(config.attention_multiplier)
        writer.add_embedding_scale(config.embedding_multiplier)
        writer.add_residual_scale(config.residual_multiplier)
        writer.add_logit_scale(config.logits_scaling)
    tokens, types, merges = vocabulary()
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe" if name == "llama3" else "qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)


def write_tensors(writer, name, config, weights):
    """Writes what llama.cpp's converter would, and returns what comes back, in fp32."""
    back = {}
    heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}
    for i, (key, tensor) in enumerate(weights.items()):
        values = tensor.numpy().astype(np.float32)
        rotary = heads.get(key.split(".")[-2], 0) if name in PAIRED and values.ndim == 2 else 0
        stored = converted(values, rotary) if rotary else values
        plus_one = name == "gemma3" and key.endswith("norm.weight")
        stored = stored + np.float32(1) if plus_one else stored
        kind = KINDS[i % len(KINDS)] if values.ndim == 2 else T.F32
        data = gguf.quantize(np.ascontiguousarray(stored), kind)
        writer.add_tensor(stored_name(key, name), data, raw_dtype=kind)
        values = gguf.dequantize(data, kind).astype(np.float32).reshape(tensor.shape)
        values = restored(values, rotary) if rotary else values
        back[key] = np.ascontiguousarray(values - np.float32(1) if plus_one else values)
    if name == "llama3":
        writer.add_tensor("rope_freqs.weight", llama3_divisors(config.rope_parameters, config.head_dim))
    if name == "phi3":
        for length in ("long", "short"):
            factors = np.array(config.rope_parameters[length + "_factor"], dtype=np.float32)
            writer.add_tensor(f"rope_factors_{length}.weight", factors)
    return back


def logits(model):
    with torch.no_grad():
        return model(torch.tensor([TOKEN_IDS])).logits[0].float()


def random_model(config):
    torch.manual_seed(SEED)
    model = transformers.AutoModelForCausalLM.from_config(config, dtype=torch.float32).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
    return model


def write_family(name, config):
    model = random_model(config)
    tied = config.tie_word_embeddings
    weights = {k: v for k, v in model.state_dict().items() if not (tied and k == "lm_head.weight")}
    writer = gguf.GGUFWriter(OUT / f"tiny-{name}.gguf", ARCHITECTURES.get(name, name))
    write_metadata(writer, name, config)
    back = write_tensors(writer, name, config, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    model.load_state_dict({k: torch.from_numpy(v) for k, v in back.items()}, strict=not tied)
    model.tie_weights()
    golden = {
        "config": {k: v for k, v in config.to_dict().items() if k in KEYS},
        "tensors": {k: {"shape": list(v.shape), "fp32": digest(v)} for k, v in back.items()},
        "token_ids": TOKEN_IDS,
        "logits": [[round(float(v), 5) for v in row[:48]] for row in logits(model)],
    }
    (OUT / f"tiny-{name}.json").write_text(json.dumps(golden, indent=1) + "\n")


KEYS = [
    "model_type", "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
    "num_key_value_heads", "head_dim", "hidden_act", "hidden_activation", "max_position_embeddings", "rms_norm_eps",
    "rope_parameters", "tie_word_embeddings", "sliding_window", "layer_types", "query_pre_attn_scalar",
    "attention_bias", "mlp_bias", "use_sliding_window", "no_rope_layers", "original_max_position_embeddings",
    "embedding_multiplier", "attention_multiplier", "residual_multiplier", "logits_scaling", "final_logit_softcapping", "attn_logit_softcapping",
]


def says(found, golden):
    """Whether a setting is the golden's; a file may say more of rotary scaling than it had to."""
    if isinstance(golden, dict) and isinstance(found, dict):
        return all(says(found.get(k), v) for k, v in golden.items())
    return found == golden


def check(name, directory):
    golden = json.loads((OUT / f"tiny-{name}.json").read_text())
    model = transformers.AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).eval()
    found = {k: v for k, v in model.config.to_dict().items() if k in KEYS}
    wrong = {k: (v, found.get(k)) for k, v in golden["config"].items() if not says(found.get(k), v)}
    assert not wrong, f"{name}: configuration: {wrong}"
    state = model.state_dict()
    for key, tensor in golden["tensors"].items():
        assert digest(state[key].numpy()) == tensor["fp32"], f"{name}: {key}"
    expected = torch.tensor(golden["logits"])
    gap = (logits(model)[:, : expected.shape[1]] - expected).abs().max().item()
    assert gap < 2e-5, f"{name}: logits differ by {gap}"
    print(f"{name}: {len(golden['tensors'])} tensors and the configuration are equal, logits within {gap:.1e}")


if __name__ == "__main__":
    transformers.logging.set_verbosity_error()
    if sys.argv[1:2] == ["--check"]:
        check(*sys.argv[2:4])
    else:
        for family, settings in configs(len(vocabulary()[0])).items():
            if family in sys.argv[1:] or not sys.argv[1:]:
                write_family(family, settings)
