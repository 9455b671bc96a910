"""Copies of the tiny model with something hostile in them."""
import json
import shutil
import struct

from common import MODEL


def model_copy(run, name="model"):
    """The tiny model in a folder of its own, which may be changed."""
    folder = run.folder(name) / name
    shutil.copytree(run.cases / MODEL, folder)
    for file in [folder, *folder.iterdir()]:
        file.chmod(0o755)
    return folder


def changed(run, change):
    model = model_copy(run)
    file = model / "tokenizer.json"
    tokenizer = json.loads(file.read_text("utf-8"))
    tokenizer.update(change)
    file.write_text(json.dumps(tokenizer), encoding="utf-8")
    return model


def added(i, text):
    keys = ("single_word", "lstrip", "rstrip", "normalized")
    return {"id": i, "content": text, "special": True, **{key: False for key in keys}}


def sequence(children, count):
    double = {"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}
    return {"type": "Sequence", children: [double] * count}


def split(pattern):
    cut = {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
    bytes_ = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True,
              "use_regex": False}
    return {"type": "Sequence", "pretokenizers": [cut, bytes_]}


def padding(length):
    return {"strategy": {"Fixed": length}, "direction": "Right", "pad_to_multiple_of": None,
            "pad_id": 0, "pad_type_id": 0, "pad_token": "a"}


def thinner(run, size):
    """The tiny model with so many gates in each block, weights included."""
    model = model_copy(run)
    config = json.loads((model / "config.json").read_text())
    config["intermediate_size"] = size
    (model / "config.json").write_text(json.dumps(config))
    data = (model / "model.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header, body = json.loads(data[8 : 8 + length]), data[8 + length :]
    made, offset, parts = {}, 0, []
    for name, entry in header.items():
        if name == "__metadata__":
            made[name] = entry
            continue
        first, last = entry["data_offsets"]
        shape = list(entry["shape"])
        if ".mlp." in name:
            shape[1 if "down_proj" in name else 0] = size
        bytes_ = (last - first) // (entry["shape"][0] * (entry["shape"] + [1])[1])
        count = bytes_
        for side in shape:
            count *= side
        part = body[first : first + count]
        made[name] = {**entry, "shape": shape, "data_offsets": [offset, offset + len(part)]}
        offset += len(part)
        parts.append(part)
    text = json.dumps(made).encode()
    (model / "model.safetensors").write_bytes(
        struct.pack("<Q", len(text)) + text + b"".join(parts))
    return model
