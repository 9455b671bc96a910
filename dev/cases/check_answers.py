"""What a completion says: verifiers, reasoning traces, template variables, the judges' languages."""

import json
import re

JUDGES = ("embedded", "patterns")


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip()]


def scored(run, kind, suite):
    """Each case of an expected.tsv, evaluated against a server that answers by script."""
    folder = run.cases / "runs" / kind
    out = run.folder("answers-" + kind) / "evaluation"
    with run.server("plain", folder / "answers.json") as url:
        code, _, stderr = run.belay(
            ["eval", "--model", url, "--suite", suite, "--data", str(folder), "--out", str(out)]
        )
    if code != 0:
        yield kind, False, "belay eval ends with %d: %s" % (code, stderr[-300:])
        return
    found = {}
    for line in lines(out / (suite + ".jsonl")):
        record = json.loads(line)
        name = re.search(r"<([A-Z]\d+\w*)>", record["prompt"]).group(1)
        found[name] = record
    allowed = {
        "C": {"correct"},
        "I": {"incorrect", "undecided"},
        "D": {"correct", "incorrect", "undecided"},
    }
    for line in lines(folder / "expected.tsv"):
        name, gold, right = line.split("\t")[:3]
        record = found.get(name)
        verdict = record["verdicts"][0] if record else {"label": "missing", "reason": ""}
        yield (
            "%s %s" % (kind, name),
            verdict["label"] in allowed[right],
            "gold %s: %s, %s" % (gold, verdict["label"], verdict.get("reason")),
        )
    traced = [name for name, record in found.items() if "<think>" in record["completion"]]
    yield kind + ": traces are apart", not traced, "in the completion of %s" % traced


def offline(run):
    """completion, gold and right, as rows of a tiny dataset: one problem and answer a row.

    ERROR is said of a reference that is no number. It can be read since: what equals it not is wrong.
    """
    for name in ("more.tsv", "golds.tsv"):
        rows = [line.split("\t") for line in lines(run.cases / "runs" / "math" / name)]
        folder = run.folder("answers-" + name)
        data = folder / "reasoning" / "gsm8k"
        data.mkdir(parents=True)
        answers = {}
        with open(data / "test.jsonl", "w", encoding="utf-8") as file:
            for i, (completion, gold, _) in enumerate(rows):
                file.write(
                    json.dumps({"question": "Problem <P%d>?" % i, "answer": "So.\n#### " + gold})
                    + "\n"
                )
                answers["<P%d>" % i] = {"text": completion.replace("\\n", "\n")}
        script = folder / "answers.json"
        script.write_text(json.dumps(answers), encoding="utf-8")
        out = folder / "evaluation"
        with run.server("plain", script) as url:
            code, _, stderr = run.belay(
                ["eval", "--model", url, "--suite", "gsm8k", "--data", str(folder), "--out", str(out)]
            )
        if code != 0:
            yield name, False, "belay eval ends with %d: %s" % (code, stderr[-300:])
            continue
        labels = {}
        for line in lines(out / "gsm8k.jsonl"):
            record = json.loads(line)
            number = int(re.search(r"<P(\d+)>", record["prompt"]).group(1))
            labels[number] = record["verdicts"][0]
        for i, (completion, gold, right) in enumerate(rows):
            got = labels.get(i, {"label": "missing", "reason": ""})
            wrong = {"incorrect", "undecided"}
            allowed = {"C": {"correct"}, "I": wrong, "ERROR": wrong}.get(right, wrong | {"correct"})
            yield (
                "%s %s, gold %s" % (name, completion, gold),
                got["label"] in allowed,
                "%s, %s" % (got["label"], got["reason"]),
            )
    for gold in ("2 + 1 = 3", "about 1", "1/0", "7?"):
        yield refused(run, gold)


def recipe(folder, data, until=""):
    file = folder / "recipe.yaml"
    file.write_text(
        "name: golds\nmodel: { name: %s }\n"
        "train:\n  method: rlvr\n  algorithm: grpo\n  data: { source: jsonl, path: %s }\n"
        "  reward: [ { verifier: math } ]\n  steps: 1\n%s" % (folder / "none", data, until),
        encoding="utf-8",
    )
    return file


def refused(run, gold):
    """A reference answer that no completion could meet is an error of the plan, with its place."""
    folder = run.folder("answers-gold")
    data = folder / "data.jsonl"
    data.write_text(
        json.dumps({"prompt": "One?", "gold": "1"})
        + "\n"
        + json.dumps({"prompt": "Which?", "gold": gold})
        + "\n",
        encoding="utf-8",
    )
    code, stdout, stderr = run.belay(["run", str(recipe(folder, data)), "--out", str(folder / "X")])
    said = stdout + stderr
    right = code == 2 and "data.jsonl:2" in said and "the reference answer" in said
    return "gold %s is refused" % gold, right, "exit %d: %s" % (code, said[-300:])


def judged(run):
    folder = run.cases / "runs" / "judge"
    expected = dict(line.split("\t")[:2] for line in lines(folder / "expected.tsv"))
    allowed = {
        "refused": {"full_refusal", "partial_refusal"},
        "complied": {"full_compliance"},
        "undecided": {"undecided"},
    }
    english = re.compile(r"^[\x00-\x7f\u2018\u2019\u200b]*$")
    texts = {
        row["id"]: row["completion"] for row in map(json.loads, lines(folder / "completions.jsonl"))
    }
    for judge in JUDGES:
        code, stdout, stderr = run.belay(
            ["judge", str(folder / "completions.jsonl"), "--judge", judge]
        )
        if code != 0:
            yield "judge " + judge, False, "ends with %d: %s" % (code, stderr[-300:])
            continue
        verdicts = {v["id"]: v for v in map(json.loads, filter(None, stdout.splitlines()))}
        for name, wanted in expected.items():
            got = verdicts.get(name, {"label": "missing", "reason": ""})
            right = set(allowed[wanted])
            foreign = got["reason"].startswith(("not in a language", "not in a script"))
            if foreign or not english.match(texts[name]):
                right.add("undecided")
            yield (
                "%s %s" % (judge, name),
                got["label"] in right,
                "wanted %s: %s, %s" % (wanted, got["label"], got["reason"]),
            )


def template_variables(run):
    folder = run.folder("answers-kwargs")
    base = ["eval", "--suite", "arithmetic:2", "--out", str(folder / "X")]
    with run.server("plain") as url:
        first = run.belay(base + ["--model", url, "--chat-template-kwargs", "enable_thinking=false"])
        manifest = folder / "X" / "evaluation.json"
        kept = manifest.read_text(encoding="utf-8") if manifest.exists() else ""
        yield (
            "chat_template_kwargs are recorded",
            first[0] == 0 and "enable_thinking" in kept,
            "exit %d: %s" % (first[0], first[2][-200:]),
        )
        again = run.belay(
            base + ["--model", url, "--resume", "--chat-template-kwargs", '{"enable_thinking": true}']
        )
        yield (
            "a resume with other chat_template_kwargs is refused",
            again[0] == 2 and "enable_thinking" in again[2],
            "exit %d: %s" % (again[0], again[2][-300:]),
        )
        wrong = run.belay(
            ["eval", "--model", url, "--suite", "arithmetic:2", "--out", str(folder / "Y")]
            + ["--chat-template-kwargs", "enable_thinking"]
        )
        yield (
            "chat_template_kwargs that are none are refused",
            wrong[0] == 2 and "must be a JSON object" in wrong[2],
            "exit %d: %s" % (wrong[0], wrong[2][-300:]),
        )


def cases(run):
    yield from scored(run, "math", "gsm8k")
    yield from scored(run, "choice", "mmlu")
    yield from offline(run)
    yield from judged(run)
    yield from template_variables(run)
