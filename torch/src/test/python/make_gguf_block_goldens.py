"""Makes random blocks of quantised GGUF types with the fp32 bits that the `gguf` package gives them.

Usage, from the repository's root, with gguf and numpy installed:

    python torch/src/test/python/make_gguf_block_goldens.py          # quant-blocks.json of the tests
    python torch/src/test/python/make_gguf_block_goldens.py FOLDER   # TYPE.raw and TYPE.fp32, larger

Scales stay finite (the top exponent bit of every fp16 number is clear); all other bits are random.
"""

import base64
import hashlib
import json
import pathlib
import sys

import gguf
import numpy as np
from gguf import GGMLQuantizationType as T

OUT = pathlib.Path(__file__).parents[1] / "resources" / "dev" / "belay" / "torch" / "gguf"
# Where in a block the fp16 numbers stand.
HALVES = {
    T.Q8_0: [0], T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.IQ4_NL: [0],
    T.Q2_K: [80, 82], T.Q3_K: [108], T.Q4_K: [0, 2], T.Q5_K: [0, 2], T.Q6_K: [208],
}
NEW = [T.Q5_0, T.Q5_1, T.IQ4_NL, T.Q2_K, T.Q3_K, T.Q4_K, T.Q5_K, T.Q6_K]


def random_rows(rng, kind, rows, columns):
    block, size = gguf.GGML_QUANT_SIZES[kind]
    raw = rng.integers(0, 256, (rows, columns // block * size), dtype=np.uint8)
    for at in HALVES[kind]:
        raw[:, at + 1 :: size] &= 0xBF
    return raw


def dequantised(kind, raw):
    return np.ascontiguousarray(gguf.dequantize(raw, kind).astype("<f4"))


def write_goldens():
    out = {}
    for kind in NEW:
        rng = np.random.default_rng(int(kind))
        rows, columns = 2, 512
        raw = random_rows(rng, kind, rows, columns)
        values = dequantised(kind, raw)
        out[kind.name] = {
            "rows": rows,
            "columns": columns,
            "data": base64.b64encode(raw.tobytes()).decode(),
            "first": [float(v) for v in values[0, :4]],
            "sha256": hashlib.sha256(values.tobytes()).hexdigest(),
        }
    (OUT / "quant-blocks.json").write_text(json.dumps(out, indent=1) + "\n")


def write_peers(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for kind in HALVES:
        raw = random_rows(np.random.default_rng(1000 + int(kind)), kind, 512, 2048)
        (folder / f"{kind.name}.raw").write_bytes(raw.tobytes())
        (folder / f"{kind.name}.fp32").write_bytes(dequantised(kind, raw).tobytes())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_peers(pathlib.Path(sys.argv[1]))
    else:
        write_goldens()
