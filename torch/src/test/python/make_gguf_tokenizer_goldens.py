"""Makes small SentencePiece vocabularies as GGUF files, and the token ids that peers give.

Usage, from the repository's root, with gguf, numpy, regex, sentencepiece, tokenizers and
transformers installed:

    python torch/src/test/python/make_gguf_tokenizer_goldens.py
    python torch/src/test/python/make_gguf_tokenizer_goldens.py --words TOKENIZER_JSON OUT_JSON
    python torch/src/test/python/make_gguf_tokenizer_goldens.py --peer TOKENIZER_JSON OUT_FOLDER

The first trains two models (Gemma's way: no prefix, runs of spaces and tags defined by the user;
Llama 2's way: a space before the text) and writes pieces-NAME.gguf, as llama.cpp's converter would,
and pieces.json: ids of 1,000 mixed strings by the `tokenizers` library, set up as `transformers`
converts such models; it says how many are also SentencePiece's own. The second writes such strings
with their ids by a model's own tokenizer.json. The third does, too, and writes that tokenizer as a
GGUF file as the converter would: for tokenizer.json files of Llama 2, Llama 3, Qwen and such.
"""

import io
import json
import pathlib
import sys

import gguf
import numpy as np
import regex

from make_gguf_goldens import OUT, SAMPLES

SPACE = "\u2581"
RUNS = [c * n for c in (" ", "\n", "\t", "-", "=", "0", "ha", "a") for n in (2, 3, 5, 8, 15, 16, 17, 31, 33)]
ODD = ["\u2581", " \u2581\u2581 ", "<0x0A>", "<0x41>", "e\u0301e\u0301", "a" + " " * 7 + "b", "\r\n", "x\u0000y"]
TAGS = ["<table>", "</table>", "<h1>", "[multimodal]"]
SPECIAL = [
    "<s>", "</s>", "<unk>", "<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>", "<|begin_of_text|>", "<|eot_id|>",
    "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<think>", "</think>", "<tool_call>", "<unused7>", "<mask>",
]
CONTROL = ["<start_of_turn>", "<end_of_turn>"]
TYPES = {"normal": 1, "unknown": 2, "control": 3, "user": 4, "unused": 5, "byte": 6}


def mixed_strings(count):
    """Accents, scripts, emoji, code, digits, runs, control characters and special tokens, mixed."""
    rng = np.random.default_rng(11)
    pieces = [p for s in SAMPLES for p in regex.findall(r"\S+|\s+", s)] + 3 * (ODD + TAGS + SPECIAL) + RUNS[::3]
    whole = SAMPLES + RUNS + ODD + TAGS + SPECIAL
    longer = ["".join(pieces[i] for i in rng.integers(0, len(pieces), rng.integers(2, 8))) for _ in range(count)]
    return (whole + longer)[:count]


def train(prefix):
    """A byte-pair model of the samples; its ModelProto."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    user = [] if prefix else ["\n", "\n\n", "\n\n\n", "\t", "\t\t"] + [SPACE * n for n in range(2, 17)] + TAGS
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([s for s in SAMPLES * 4 if "\0" not in s and s.strip()]), model_writer=out, vocab_size=720, model_type="bpe",
        byte_fallback=True, character_coverage=0.98, normalization_rule_name="identity", add_dummy_prefix=prefix,
        remove_extra_whitespaces=False, split_digits=True, allow_whitespace_only_pieces=True,
        user_defined_symbols=user, control_symbols=[] if prefix else CONTROL, hard_vocab_limit=False,
        minloglevel=2,
    )
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(out.getvalue())
    return proto


def new_writer(path, model, pre):
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_tokenizer_model(model)
    writer.add_tokenizer_pre(pre)
    return writer


def close(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_pieces(path, proto, prefix):
    """As the converter: pieces that users defined with plain spaces and a score of their own."""
    user = TYPES["user"]
    writer = new_writer(path, "llama", "default")
    pieces = proto.pieces
    writer.add_token_list([p.piece.replace(SPACE, " ") if p.type == user else p.piece for p in pieces])
    writer.add_token_scores([-1000.0 if p.type == user else p.score for p in pieces])
    writer.add_token_types([p.type for p in pieces])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_space_prefix(prefix)
    close(writer)


def converted(proto, prefix):
    """The `tokenizers` model that `transformers` makes of a SentencePiece model."""
    from tokenizers import AddedToken, Tokenizer, models, normalizers
    from transformers.convert_slow_tokenizer import generate_merges

    vocab = {p.piece: i for i, p in enumerate(proto.pieces)}
    skipped = {p.piece for p in proto.pieces if p.type in (TYPES["control"], TYPES["unknown"], TYPES["byte"])}
    merges = generate_merges(vocab, [(p.piece, p.score) for p in proto.pieces], skipped)
    model = models.BPE(vocab, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    tokenizer = Tokenizer(model)
    steps = [normalizers.Prepend(SPACE)] if prefix else []
    tokenizer.normalizer = normalizers.Sequence(steps + [normalizers.Replace(" ", SPACE)])
    for p in proto.pieces:
        if p.type in (TYPES["unknown"], TYPES["control"], TYPES["user"]):
            special = p.type != TYPES["user"]
            added = AddedToken(p.piece, normalized=False, special=special)
            tokenizer.add_special_tokens([added]) if special else tokenizer.add_tokens([added])
    return tokenizer


def equal_to_sentencepiece(proto, strings, ids):
    """How many plain strings (no special token, no marked space) SentencePiece encodes alike."""
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=proto.SerializeToString())
    added = [p.piece for p in proto.pieces if p.type in (2, 3)] + [SPACE]
    plain = [i for i, s in enumerate(strings) if not any(a in s for a in added)]
    different = [strings[i] for i in plain if processor.encode(strings[i]) != ids[i]]
    return len(plain), different


def write_small():
    strings = mixed_strings(1000)
    golden = {"samples": strings, "ids": {}}
    for name, prefix in (("gemma", False), ("llama2", True)):
        proto = train(prefix)
        write_pieces(OUT / f"pieces-{name}.gguf", proto, prefix)
        tokenizer = converted(proto, prefix)
        ids = [tokenizer.encode(s, add_special_tokens=False).ids for s in strings]
        golden["ids"][name] = ids
        plain, different = equal_to_sentencepiece(proto, strings, ids)
        print(f"{name}: {len(proto.pieces)} pieces; of {plain} plain strings {plain - len(different)} as SentencePiece", different[:5])
    (OUT / "pieces.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


def write_words(tokenizer_json, out):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_json))
    strings = mixed_strings(1200)
    ids = [tokenizer.encode(s, add_special_tokens=False).ids for s in strings]
    pathlib.Path(out).write_text(json.dumps({"samples": strings, "ids": ids}, separators=(",", ":")) + "\n")


def pair(merge):
    return tuple(merge) if isinstance(merge, list) else tuple(merge.split(" "))


def tables(reference):
    """Tokens and types by id, holes filled as the converter fills them."""
    model, added = reference["model"], {a["id"]: a for a in reference["added_tokens"]}
    by_id = {i: t for t, i in model["vocab"].items()}
    tokens, types = [], []
    for i in range(max([*by_id, *added]) + 1):
        token = added[i]["content"] if i in added else by_id.get(i, f"[PAD{i}]")
        kind = "normal" if i in by_id else "unused"
        if i in added:
            kind = "control" if added[i]["special"] else "user"
        elif model["byte_fallback"] and regex.fullmatch("<0x[0-9A-F]{2}>", token):
            kind = "byte"
        tokens.append(token)
        types.append(TYPES[kind])
    return tokens, types


def piece_scores(tokens, types, merges):
    """Scores that fall with the rank of the first merge that makes a piece, ties where it ties."""
    ranks = {}
    for rank, (left, right) in enumerate(merges):
        ranks.setdefault(left + right, rank)
    scores = [-float(ranks.get(t, len(merges))) for t in tokens]
    for i, token in enumerate(tokens):
        if types[i] == TYPES["normal"] and set(token) == {SPACE} and len(token) > 1:
            scores[i] = -1e9  # As in Llama 2's own model: last, and all alike.
    return scores


def write_peer(tokenizer_json, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    reference = json.loads(pathlib.Path(tokenizer_json).read_text())
    model = reference["model"]
    tokens, types = tables(reference)
    merges = [pair(m) for m in model["merges"]]
    pieces = model["byte_fallback"]
    pre = "default" if pieces else "llama-bpe" if model.get("ignore_merges") else "qwen2"
    writer = new_writer(folder / "vocabulary.gguf", "llama" if pieces else "gpt2", pre)
    writer.add_token_list([t.replace(SPACE, " ") if k == TYPES["user"] else t for t, k in zip(tokens, types)])
    writer.add_token_types(types)
    if pieces:
        writer.add_token_scores(piece_scores(tokens, types, merges))
        writer.add_add_space_prefix("Prepend" in json.dumps(reference["normalizer"]))
        if model["unk_token"]:
            writer.add_unk_token_id(model["vocab"][model["unk_token"]])
    else:
        writer.add_token_merges([" ".join(m) for m in merges])
    close(writer)
    write_words(tokenizer_json, folder / "words.json")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--words"]:
        write_words(*sys.argv[2:4])
    elif sys.argv[1:2] == ["--peer"]:
        write_peer(*sys.argv[2:4])
    else:
        write_small()
