#!/usr/bin/env python3
"""Makes a smaller model of a Llama-like one, a start for training it anew: some of its layers.

    python3 bench/thin.py "$(belay model pull smollm2-135m-instruct)" models/smollm2-15-layers \\
        --layers 15

The layers that are kept are spread evenly from the first to the last. What is left has to learn to
speak again: of it docs/results.md, "By scale", makes a model that refuses, and measures it. Python's
standard library only.
"""

import argparse
import json
import pathlib
import re
import shutil
import struct

LAYER = re.compile(r"^(model\.layers\.)(\d+)(\..*)$")


def spread(count, of):
    """Which of `of` layers stay: `count` of them, evenly, the first and the last among them."""
    if not 2 <= count <= of:
        raise SystemExit(f"--layers {count}: the model has {of}; give 2 to {of}")
    return [round(i * (of - 1) / (count - 1)) for i in range(count)]


def thin_weights(source, target, kept):
    """Copies the tensors of these layers, numbered from 0, and all that belong to no layer."""
    places = {old: new for new, old in enumerate(kept)}
    with source.open("rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        begin = 8 + length
        new, copied, end = {}, [], 0
        for name, entry in header.items():
            layer = LAYER.match(name)
            if name == "__metadata__" or (layer and int(layer[2]) not in places):
                continue
            start, stop = entry["data_offsets"]
            label = f"{layer[1]}{places[int(layer[2])]}{layer[3]}" if layer else name
            new[label] = {**entry, "data_offsets": [end, end + stop - start]}
            copied.append((begin + start, stop - start))
            end += stop - start
        text = json.dumps(new).encode()
        text += b" " * (-len(text) % 8)
        with target.open("wb") as out:
            out.write(struct.pack("<Q", len(text)) + text)
            for start, size in copied:
                file.seek(start)
                out.write(file.read(size))
    return end


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("model", type=pathlib.Path, help="a Hugging Face directory of one file")
    parser.add_argument("out", type=pathlib.Path, help="a directory that is not there yet")
    parser.add_argument("--layers", type=int, required=True, help="how many stay")
    asked = parser.parse_args()
    config = json.loads((asked.model / "config.json").read_text(encoding="utf-8"))
    kept = spread(asked.layers, config["num_hidden_layers"])
    asked.out.mkdir(parents=True)
    size = thin_weights(asked.model / "model.safetensors", asked.out / "model.safetensors", kept)
    config["num_hidden_layers"] = len(kept)
    text = json.dumps(config, indent=2) + "\n"
    (asked.out / "config.json").write_text(text, encoding="utf-8")
    for file in asked.model.iterdir():
        if file.name not in ("config.json", "model.safetensors", "provenance.json"):
            shutil.copy(file, asked.out)
    print(f"layers {', '.join(map(str, kept))}: {size / 1e6:.0f} MB in {asked.out}")


if __name__ == "__main__":
    main()
