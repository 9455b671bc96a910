"""Writes the Parquet files that Belay's tests read, as pyarrow and datasets write them.

    VENV/bin/pip install pyarrow datasets
    VENV/bin/python bench/peers/parquet_files.py core/src/test/resources/dev/belay/core/parquet

Each holds the rows of `rows.jsonl`, but for `gsm8k`, two problems by the columns that verl gives
them, and `repeated`, a hundred megabytes of text in a few hundred bytes.
"""

import json
import pathlib
import sys

import datasets
import pyarrow as pa
import pyarrow.parquet as pq

OUT = pathlib.Path(sys.argv[1])


def row(i):
    return {
        "data_source": "own",
        "prompt": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": f"What is {i} + {i}? Grüße, 東京 😀"},
        ],
        "reward_model": {"ground_truth": str(2 * i), "style": "rule"},
        "extra_info": {"index": i, "split": "train", "none": None},
        "whole": i - 2,
        "large": 2**40 + i,
        "third": i / 3,
        "even": i % 2 == 0,
        "level": None if i == 2 else "easy",
        "tags": ["a", None, "b"][: i % 4],
        "turns": None if i == 3 else [[i], []],
    }


def table(rows):
    made = pa.Table.from_pylist(rows)
    at = made.schema.get_field_index("data_source")
    return made.set_column(at, "data_source", made["data_source"].cast(pa.large_string()))


rows = [row(i) for i in range(7)]
with open(OUT / "rows.jsonl", "w") as lines:
    for one in rows:
        lines.write(json.dumps(one, ensure_ascii=False) + "\n")
made = table(rows)
for codec in ("none", "snappy", "zstd", "gzip", "lz4", "brotli"):
    pq.write_table(made, OUT / f"{codec}.parquet", compression=codec, row_group_size=3,
                   write_statistics=False)
pq.write_table(made, OUT / "pages-v2.parquet", compression="zstd", data_page_version="2.0")
pq.write_table(made, OUT / "no-dictionary.parquet", compression="snappy", use_dictionary=False,
               version="1.0", store_schema=False)
datasets.Dataset.from_list(rows).to_parquet(OUT / "datasets.parquet")

verl = [
    {
        "data_source": "openai/gsm8k",
        "prompt": [{"role": "user", "content": question}],
        "ability": "math",
        "reward_model": {"ground_truth": gold, "style": "rule"},
        "extra_info": {"answer": answer, "index": i, "question": question, "split": "train"},
    }
    for i, (question, answer, gold) in enumerate(
        [("How many are 2 and 3?", "2+3=<<2+3=5>>5\n#### 5", "5"),
         ("Two pens at 4 each?", "2*4=<<2*4=8>>8\n#### 8", "8")])
]
datasets.Dataset.from_list(verl).to_parquet(OUT / "gsm8k.parquet")
pq.write_table(pa.table({"prompt": ["x" * 20_000] * 5_000}), OUT / "repeated.parquet",
               compression="zstd", row_group_size=5_000, write_statistics=False)
