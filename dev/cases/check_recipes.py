"""What a recipe means: no key ignored, no error late, every file read alike."""
import gzip
import json

from common import MODEL, RLVR, SFT, read_lines, recipe, refused, run_recipe, said


ALIGN = "source: builtin-safety, split: align"


def cases(run):
    yield from keys(run)
    yield from golds(run)
    yield from late(run)
    yield from files(run)
    yield from judged_files(run)
    yield from broken_yaml(run)


def keys(run):
    algorithms = ["grpo", "dr-grpo", "gspo", "rloo", "opo", "reinforce", "reinforce++-baseline"]
    arithmetic = "source: arithmetic, split: train"
    for algorithm in algorithms:
        for key in ("label: nonsense", "completions: self"):
            file = recipe(
                run, RLVR, algorithm=algorithm, data=f"{arithmetic}, {key}", verifier="math"
            )
            code, _, err, out = run_recipe(run, file)
            right = refused(code, err, key.split(":")[0]) and not out.exists()
            yield f"{algorithm}: {key}", right, said(code, err)
    data = run.cases / "runs/data/plain.jsonl"
    for key in ("split: train", "label: answer", "label: nonsense"):
        file = recipe(run, SFT.replace("{data} }}", "{data}, " + key + " }}"), data=data, epochs=1)
        code, _, err, out = run_recipe(run, file)
        right = refused(code, err, key.split(":")[0]) and not out.exists()
        yield f"{key} beside path", right, said(code, err)
    for name, source, word in (
        ("label beside given completions", ALIGN + ", label: answer", "answer"),
        ("a label that nothing has", ALIGN + ", label: nonsense", "nonsense"),
        ("a split that is not there", "source: arithmetic, split: tarin", "tarin"),
        ("a dataset's name beside a path", f"source: arithmetic, path: {data}", "path"),
    ):
        file = recipe(run, SFT.replace("source: jsonl, path: {data}", source), data=data, epochs=1)
        code, _, err, out = run_recipe(run, file)
        yield name, refused(code, err, word) and not out.exists(), said(code, err)
    plain = recipe(run, SFT, data=data, epochs=1)
    for key, override in (
        ("self_completion_tokens", "train.self_completion_tokens=8"),
        ("safety_max_tokens", "evaluate={safety_max_tokens: 8}"),
        ("attacks", "evaluate={capability: [ 'arithmetic:4' ], attacks: [ prefix-injection ]}"),
        ("judge", "evaluate={capability: [ 'arithmetic:4' ], judge: refusal-patterns}"),
        ("steps", "train.steps=5"),
        ("algorithm", "train.algorithm=grpo"),
    ):
        code, _, err, out = run_recipe(run, plain, "--set", override)
        right = refused(code, err, f"{key}: ") and not out.exists()
        yield f"{override} on sft", right, said(code, err)
    measured = SFT.replace("jsonl, path: {data}", "builtin-safety, split: measure{data}")
    measured += "evaluate: {{ safety: [ builtin-safety ], safety_max_tokens: 2 }}\n"
    for label in ("", ", label: answer", ", label: refuse", ", label: nonsense"):
        file = recipe(run, measured, data=label, epochs=1)
        code, _, err, out = run_recipe(run, file)
        right = refused(code, err) and not out.exists()
        yield f"trained on what is measured{label}", right, said(code, err)
    until = RLVR + (
        "  until: {{ data: {{ source: mmlu, split: test }}, accuracy: 0.01, every_steps: 1,"
        " max_completion_tokens: 4 }}\n"
    )
    file = recipe(run, until, algorithm="grpo", data="source: mmlu, split: test", verifier="choice")
    code, _, err, out = run_recipe(run, file, "--data", run.cases / "runs/choice")
    lines = read_lines(out / "metrics.jsonl")
    right = code in (0, 1) and any("validation_accuracy" in line for line in lines)
    yield "until of choices is checked by the choice verifier", right, said(code, err)
    two = RLVR.replace("{verifier} }} ]", "{verifier} }}, {{ verifier: nothing }} ]")
    file = recipe(run, two, algorithm="grpo", data=arithmetic, verifier="math")
    code, _, err, out = run_recipe(run, file)
    right = refused(code, err, "nothing") and not out.exists()
    yield "a second reward that does not exist", right, said(code, err)


def golds(run):
    """Words and expressions are references that completions can meet; `true` is none."""
    for name, read in (
        ("gold-text.jsonl", True),
        ("gold-latex.jsonl", True),
        ("gold-half.jsonl", True),
        ("gold-float.jsonl", False),
    ):
        data = f"source: jsonl, path: {run.cases / 'runs/data' / name}"
        file = recipe(run, RLVR, algorithm="grpo", data=data, verifier="math")
        code, _, err, out = run_recipe(run, file, *(["--plan"] if read else []))
        right = code == 0 if read else refused(code, err, name)
        yield name, right and not out.exists(), said(code, err)


def late(run):
    """Errors that came after hours of measuring."""
    arithmetic = "source: arithmetic, split: train, limit: 8"
    measure = "evaluate={capability: [ 'arithmetic:4' ], capability_max_tokens: 4}"
    file = recipe(run, RLVR, algorithm="grpo", data=arithmetic, verifier="math")
    for override, word in (
        ("train.reward=[{verifier: maths}]", "maths"),
        ("train.algorithm=grop", "grop"),
        ("publish=../../evil", "publish"),
        ("publish=my model", "publish"),
        ("publish=smollm2-135m-instruct", "publish"),
        ("train.until={data: {source: arithmetic, split: none}, accuracy: 0.5}", "none"),
    ):
        code, printed, err, out = run_recipe(run, file, "--set", measure, "--set", override)
        right = refused(code, err, word) and not out.exists() and "measuring" not in err
        yield f"before anything is measured: {override}", right, said(code, err)


# Files that programs save.


def files(run):
    folder = run.cases / "runs/data"
    for name in (
        "plain.jsonl", "bom.jsonl", "crlf.jsonl", "gz-named.jsonl", "not-gz.jsonl.gz",
        "two-members.jsonl.gz", "bom-excel.csv", "quotes.csv", "utf16.jsonl", "u2028.jsonl",
    ):
        file = recipe(run, SFT, data=folder / name, epochs=1)
        code, _, err = run.belay(["run", file, "--plan"])
        yield f"{name} is read", code == 0, said(code, err)
    for name in (
        "pretty.jsonl", "nan.jsonl", "cut.jsonl.gz", "trailing-comma.jsonl", "unclosed-quote.csv",
    ):
        file = recipe(run, SFT, data=folder / name, epochs=1)
        code, _, err = run.belay(["run", file, "--plan"])
        internals = ("`", "Feature", "[Source", "start marker", "com.fasterxml")
        right = refused(code, err, name) and not any(word in err for word in internals)
        yield f"{name} is named without internals", right, said(code, err)
    saved = run.folder("saved")
    text = SFT.format(model=run.cases / MODEL, data=folder / "plain.jsonl", epochs=1)
    for name, data in (("bom", b"\xef\xbb\xbf" + text.encode()), ("utf16", text.encode("utf-16"))):
        file = saved / f"{name}.yaml"
        file.write_bytes(data)
        code, _, err = run.belay(["run", file, "--plan"])
        yield f"a recipe saved as {name}", code == 0, said(code, err)


def judged_files(run):
    folder = run.cases / "runs/judge"
    mine = run.folder("judge")
    line = b'{"id":"1","prompt":"p","completion":"I can\'t help with that."}\n'
    (mine / "two.jsonl.gz").write_bytes(gzip.compress(line) + gzip.compress(line))
    (mine / "named.jsonl").write_bytes(gzip.compress(line))
    (mine / "a.tsv").write_bytes(b"id\tprompt\tcompletion\n1\tp\tI can't help with that.\n")
    for file, count in (
        (folder / "bom.jsonl", None), (folder / "packed.jsonl.gz", None),
        (folder / "crlf.jsonl", None), (folder / "completions.csv", 1), (folder / "utf16.jsonl", None),
        (folder / "lone-surrogate.jsonl", 1), (mine / "two.jsonl.gz", 2), (mine / "named.jsonl", 1),
        (mine / "a.tsv", 1),
    ):
        code, out, err = run.belay(["judge", file, "--judge", "patterns"])
        verdicts = [json.loads(one) for one in out.splitlines()] if code == 0 else []
        right = code == 0 and (len(verdicts) == count if count else verdicts)
        yield f"belay judge {file.name}", right, said(code, err)
    for name in ("null.jsonl", "response.jsonl"):
        code, _, err = run.belay(["judge", folder / name, "--judge", "patterns"])
        right = refused(code, err, name, "completion")
        yield f"belay judge {name} says what it needs", right, said(code, err)


def broken_yaml(run):
    file = recipe(run, SFT, data="x\x1b[31m.jsonl", epochs=1)
    code, _, err = run.belay(["run", file])
    yield "no escape reaches the terminal", code == 2 and "\x1b" not in err, said(code, err)
    for name in (
        "yaml-int.yaml", "yaml-int-empty.yaml", "yaml-float-empty.yaml", "yaml-binary.yaml",
        "yaml-hex.yaml",
    ):
        code, _, err = run.belay(["run", run.cases / "hostile" / name])
        right = refused(code, err, name) and "Exception" not in err
        yield name, right, said(code, err)
