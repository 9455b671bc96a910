"""Makes the GGUF files of the tests and what the `gguf` package and a reference tokenizer say of them.

Usage, from the repository's root, with gguf, numpy, regex and torch installed:

    python torch/src/test/python/make_gguf_goldens.py [REAL.gguf]

It writes, beside the tests' resources:

* blocks.json: random blocks of every supported type, with the fp32 bits that `gguf` dequantises
  them to, and the bf16 bits that torch rounds those to;
* tiny.gguf, tiny.json: a tiny random Llama model in mixed types, its query and key rows in the
  order that llama.cpp's converter stores them, and digests of the tensors in Hugging Face's order;
* words.json: token ids by a reference byte-pair encoder written below, for every known
  `tokenizer.ggml.pre`, on the tiny model's vocabulary;
* with REAL.gguf, real-words.json: the same on that file's own vocabulary.
"""

import base64
import collections
import hashlib
import json
import pathlib
import sys

import gguf
import numpy as np
import regex
import torch
from gguf import GGMLQuantizationType as T

OUT = pathlib.Path(__file__).parents[1] / "resources" / "dev" / "belay" / "torch" / "gguf"
RNG = np.random.default_rng(20260101)

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CASE_BLIND = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|%s"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
UPPER, LOWER = r"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}", r"\p{Ll}\p{Lm}\p{Lo}\p{M}"
CONTRACTION = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
BY_CASE = (
    rf"[^\r\n\p{{L}}\p{{N}}]?[{UPPER}]*[{LOWER}]+{CONTRACTION}"
    rf"|[^\r\n\p{{L}}\p{{N}}]?[{UPPER}]+[{LOWER}]*{CONTRACTION}"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
# What each name means to llama.cpp: patterns applied one after another, each cutting the pieces of
# the one before; and whether whole words of the vocabulary are taken before any merge.
PRE = {
    "smollm": ([r"\p{N}", GPT2], False),
    "gpt-2": ([GPT2], False),
    "qwen2": ([CASE_BLIND % r"\p{N}"], False),
    "llama-bpe": ([CASE_BLIND % r"\p{N}{1,3}"], True),
    "gpt-4o": ([BY_CASE], False),
    "dbrx": ([CASE_BLIND % r"\p{N}{1,3}"], False),
    "default": ([r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", r"[0-9][0-9][0-9]"], False),
}


def byte_alphabet():
    """GPT-2's map from bytes to printable characters."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {b: chr(b) for b in printable}
    spare = 256
    for b in range(256):
        if b not in table:
            table[b] = chr(spare)
            spare += 1
    return table


BYTES = byte_alphabet()


def cut(patterns, text):
    pieces = [text]
    for pattern in patterns:
        compiled = regex.compile(pattern)
        after = []
        for piece in pieces:
            at = 0
            for match in compiled.finditer(piece):
                if match.start() > at:
                    after.append(piece[at : match.start()])
                if match.end() > match.start():
                    after.append(match.group())
                at = match.end()
            if at < len(piece):
                after.append(piece[at:])
        pieces = after
    return pieces


class Reference:
    """The textbook byte-pair encoder: merge the pair of lowest rank until none is left."""

    def __init__(self, tokens, types, merges, pre):
        self.ids = {t: i for i, t in enumerate(tokens) if types[i] != 5}
        self.ranks = {tuple(m.split(" ")): i for i, m in enumerate(merges)}
        self.patterns, self.whole = PRE[pre]
        added = sorted((t for i, t in enumerate(tokens) if types[i] in (2, 3, 4)), key=len)
        self.added = regex.compile("|".join(regex.escape(t) for t in reversed(added)))

    def word(self, word):
        symbols = [BYTES[b] for b in word.encode("utf-8")]
        if self.whole and "".join(symbols) in self.ids:
            return [self.ids["".join(symbols)]]
        while len(symbols) > 1:
            ranked = [(self.ranks.get(p, 1 << 30), i) for i, p in enumerate(zip(symbols, symbols[1:]))]
            rank, i = min(ranked)
            if rank == 1 << 30:
                break
            symbols[i : i + 2] = [symbols[i] + symbols[i + 1]]
        return [self.ids[s] for s in symbols]

    def encode(self, text):
        ids, at = [], 0
        for match in self.added.finditer(text):
            ids += self.plain(text[at : match.start()]) + [self.ids[match.group()]]
            at = match.end()
        return ids + self.plain(text[at:])

    def plain(self, text):
        return [i for piece in cut(self.patterns, text) for i in self.word(piece)]


SAMPLES = [
    "Hello world", "  two  spaces ", "tabs\t\tand\nlines\r\n\r\nend", "don't WE'LL I'M they'Re x'd",
    "1 12 123 1234 12345 3.14159 1,000,000", "year2024x 7th ½ ²³ ⅷ ٣٤٥ १२३ 一二三 ①②",
    "naïve café Ångström", "Привет, мир! Как дела?", "你好，世界。今天天气很好", "こんにちは世界 カタカナ",
    "안녕하세요 세계", "مرحبا بالعالم", "שלום עולם", "नमस्ते दुनिया", "สวัสดีชาวโลก", "e\u0301 vs \u00e9",
    "🙂 👩‍👩‍👧‍👦 🇩🇪 ❤️", "a\u00a0b\u2003c\u3000d\u200be", "$5+€6=<x|y>~^`@#", "!!! ... ??? ---- ====",
    "def f(x):\n    return x**2  # sq\n", "if (a && b) { c[i] += 1; }\n\n\n", "<div class=\"x\">&amp;</div>",
    "https://a.b/c?d=e&f=%20", "\n", " ", "   ", "", "\n\n  \n", "a\n b\n  c", "trailing   ",
    "<|im_start|>user\nhi<|im_end|>\n", "x<|endoftext|>y<|im_end|>", "<|im_start|", "<|im_start|><|im_start|>",
    "'s 't 'RE ' s''s", "UPPER lower MiXeD", "a_b-c.d/e\\f", "0x1F 1e-5 -42 +7", "C'est l'été", "\u0000\u0001\u007f",
    "\ufeffbom", "𝒳𝓎𝓏 𐍈", "Å\u030a", "ﬁ ﬂ Ⅻ", "\t1\t22\t333", " 1 22 333 4444", "a1b22c333",
]


def mixed_samples(count):
    """Random mixtures of the samples' pieces, the same on every machine."""
    rng = np.random.default_rng(7)
    pieces = [p for s in SAMPLES for p in regex.findall(r"\S+|\s+", s)]
    return ["".join(pieces[i] for i in rng.integers(0, len(pieces), rng.integers(1, 9))) for _ in range(count)]


def ids_by_pre(tokens, types, merges, samples, names):
    return {name: [Reference(tokens, types, merges, name).encode(s) for s in samples] for name in names}


def train_merges(count):
    """Byte-pair merges learnt from the samples themselves."""
    words = collections.Counter()
    for sample in SAMPLES:
        for word in cut([GPT2], sample):
            words[tuple(BYTES[b] for b in word.encode("utf-8"))] += 1
    merges = []
    for _ in range(count):
        pairs = collections.Counter()
        for word, n in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += n
        best = max(pairs, key=lambda p: (pairs[p], p))
        merges.append(best)
        changed = collections.Counter()
        for word, n in words.items():
            symbols, i = [], 0
            while i < len(word):
                joined = i + 1 < len(word) and (word[i], word[i + 1]) == best
                symbols.append(word[i] + word[i + 1] if joined else word[i])
                i += 2 if joined else 1
            changed[tuple(symbols)] += n
        words = changed
    return merges


def vocabulary():
    merges = train_merges(160)
    tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<tool>"] + [BYTES[b] for b in range(256)]
    tokens += [a + b for a, b in merges]
    whole = "".join(BYTES[b] for b in " wordless".encode())  # in the vocabulary, but no merge makes it
    tokens += [whole, "[PAD%d]" % (len(tokens) + 1)]
    types = [3, 3, 3, 4] + [1] * (len(tokens) - 5) + [5]
    return tokens, types, [" ".join(m) for m in merges]


def hexes(array):
    return array.tobytes().hex()


def write_blocks():
    out = {}
    for t in (T.F32, T.F16, T.BF16, T.Q8_0, T.Q4_0, T.Q4_1):
        block, size = gguf.GGML_QUANT_SIZES[t]
        columns, rows = 64, 4
        raw = RNG.integers(0, 256, (rows, columns // block * size), dtype=np.uint8)
        tame(t, raw, size)
        floats = gguf.dequantize(raw.view(np.float32) if t == T.F32 else raw.view(np.float16) if t == T.F16 else raw, t)
        floats = np.ascontiguousarray(floats.astype(np.float32)).reshape(rows, columns)
        bf16 = torch.from_numpy(floats).to(torch.bfloat16).view(torch.int16).numpy()
        out[t.name] = {
            "rows": rows, "columns": columns, "data": base64.b64encode(raw.tobytes()).decode(),
            "fp32": hexes(floats.view("<u4")), "bf16": hexes(bf16.view("<u2")),
        }
    (OUT / "blocks.json").write_text(json.dumps(out, indent=1) + "\n")


def tame(t, raw, size):
    """Clears the top exponent bit of scales and values, so that no sum is infinite or no number."""
    if t in (T.F32, T.F16, T.BF16):
        width = {T.F32: 4, T.F16: 2, T.BF16: 2}[t]
        raw[:, width - 1 :: width] &= 0xBF
    else:
        raw[:, 1::size] &= 0xBF
        if t == T.Q4_1:
            raw[:, 3::size] &= 0xBF


HIDDEN, INNER, LAYERS, HEADS, KV_HEADS = 64, 96, 2, 4, 2


def hf_weights(vocabulary_size):
    def random(*shape):
        return (RNG.standard_normal(shape) * 0.2).astype(np.float32)

    head = HIDDEN // HEADS
    weights = {"model.embed_tokens.weight": random(vocabulary_size, HIDDEN)}
    for i in range(LAYERS):
        p = f"model.layers.{i}."
        weights[p + "input_layernorm.weight"] = 1 + random(HIDDEN)
        weights[p + "self_attn.q_proj.weight"] = random(HEADS * head, HIDDEN)
        weights[p + "self_attn.k_proj.weight"] = random(KV_HEADS * head, HIDDEN)
        weights[p + "self_attn.v_proj.weight"] = random(KV_HEADS * head, HIDDEN)
        weights[p + "self_attn.o_proj.weight"] = random(HIDDEN, HEADS * head)
        weights[p + "post_attention_layernorm.weight"] = 1 + random(HIDDEN)
        weights[p + "mlp.gate_proj.weight"] = random(INNER, HIDDEN)
        weights[p + "mlp.up_proj.weight"] = random(INNER, HIDDEN)
        weights[p + "mlp.down_proj.weight"] = random(HIDDEN, INNER)
    weights["model.norm.weight"] = 1 + random(HIDDEN)
    return weights


NAMES = {
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm", "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
}
TYPES = {  # by layer and kind; norms are F32 as everywhere
    (0, "attn_q"): T.F32, (0, "attn_k"): T.F16, (0, "attn_v"): T.BF16, (0, "attn_output"): T.Q4_0,
    (0, "ffn_gate"): T.Q4_1, (0, "ffn_up"): T.Q4_1, (0, "ffn_down"): T.Q8_0,
    (1, "attn_q"): T.Q4_1, (1, "attn_k"): T.Q8_0, (1, "attn_v"): T.Q4_0, (1, "attn_output"): T.F32,
    (1, "ffn_gate"): T.F16, (1, "ffn_up"): T.BF16, (1, "ffn_down"): T.Q4_1,
}


def converted(rows, heads):
    """The order of rows in which llama.cpp's converter stores query and key weights."""
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:])
    return halves.swapaxes(1, 2).reshape(rows.shape)


def restored(rows, heads):
    pairs = rows.reshape(heads, rows.shape[0] // heads // 2, 2, *rows.shape[1:])
    return pairs.swapaxes(1, 2).reshape(rows.shape)


def stored_as(name):
    """GGUF's name, type and number of rotary heads of a Hugging Face tensor."""
    if name == "model.embed_tokens.weight":
        return "token_embd.weight", T.Q8_0, 0
    if name == "model.norm.weight":
        return "output_norm.weight", T.F32, 0
    layer, kind = name.split(".")[2], NAMES[".".join(name.split(".")[3:-1])]
    heads = {"attn_q": HEADS, "attn_k": KV_HEADS}.get(kind, 0)
    return f"blk.{layer}.{kind}.weight", TYPES.get((int(layer), kind), T.F32), heads


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def write_tiny(tokens, types, merges):
    writer = gguf.GGUFWriter(OUT / "tiny.gguf", "llama")
    writer.add_name("Tiny random Llama")
    writer.add_block_count(LAYERS)
    writer.add_context_length(256)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_eot_token_id(0)
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(2)
    writer.add_add_bos_token(False)
    writer.add_chat_template("{% for m in messages %}{{ m['content'] }}{% endfor %}")
    tensors = {}
    for name, values in hf_weights(len(tokens)).items():
        stored, kind, heads = stored_as(name)
        rows = converted(values, heads) if heads else values
        data = gguf.quantize(rows, kind)
        writer.add_tensor(stored, data, raw_dtype=kind)
        back = gguf.dequantize(data, kind).astype(np.float32).reshape(values.shape)
        back = restored(back, heads) if heads else back
        if kind == T.F32:
            assert (back == values).all()
        bf16 = torch.from_numpy(np.ascontiguousarray(back)).to(torch.bfloat16).view(torch.int16).numpy()
        tensors[name] = {"shape": list(values.shape), "fp32": digest(back), "bf16": digest(bf16)}
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    (OUT / "tiny.json").write_text(json.dumps(tensors, indent=1) + "\n")


def write_words(path, tokens, types, merges, samples, names):
    out = {"samples": samples, "ids": ids_by_pre(tokens, types, merges, samples, names)}
    path.write_text(json.dumps(out, separators=(",", ":")) + "\n")


def write_real_words(file):
    fields = gguf.GGUFReader(file).fields
    tokens, types, merges, pre = (
        fields["tokenizer.ggml." + k].contents() for k in ("tokens", "token_type", "merges", "pre")
    )
    write_words(OUT / "real-words.json", tokens, types, merges, SAMPLES + mixed_samples(1000), [pre])


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    write_blocks()
    vocab = vocabulary()
    write_tiny(*vocab)
    write_words(OUT / "words.json", *vocab, SAMPLES + [" wordless wordless"] + mixed_samples(60), list(PRE))
    if len(sys.argv) > 1:
        write_real_words(sys.argv[1])
