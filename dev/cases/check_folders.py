"""What a recipe and a folder mean: nothing ignored, nothing mixed, nothing lost."""
import contextlib
import gzip
import json
import os
import shutil
import signal
import subprocess
import time

MODEL = "hostile/tinym"
SUITE = "builtin-safety:60"
HEAD = "name: folders\nseed: 5\nmodel: {{ name: {model}, dtype: float32 }}\n"
SFT = HEAD + """\
train:
  method: sft
  data: {{ source: jsonl, path: {data} }}
  batch_size: 2
  epochs: {epochs}
  checkpoint_every_steps: 1
  optimizer: {{ learning_rate: 1.0e-3 }}
"""
RLVR = HEAD + """\
train:
  method: rlvr
  algorithm: {algorithm}
  data: {{ {data} }}
  reward: [ {{ verifier: {verifier} }} ]
  rollout: {{ prompts_per_step: 2, group_size: 2, max_completion_tokens: 4 }}
  steps: 2
"""


def cases(run):
    yield from keys(run)
    yield from golds(run)
    yield from late(run)
    yield from files(run)
    yield from judged_files(run)
    yield from servers(run)
    yield from two_processes(run)
    yield from torn(run)
    yield from other_inputs(run)
    yield from exit_codes(run)
    yield from interrupts(run)
    yield from small(run)


def recipe(run, text, name="r.yaml", **values):
    file = run.folder("recipe") / name
    values.setdefault("model", run.cases / MODEL)
    file.write_text(text.format(**values), encoding="utf-8")
    return file


def said(code, err):
    return f"exit {code}: {err.strip()[-250:]}"


def refused(code, err, *words):
    """Bad input, with these words, and no stack trace."""
    return code == 2 and all(word in err for word in words) and "\tat " not in err


def run_recipe(run, file, *more, out=None, timeout=600):
    out = out or run.folder("run") / "out"
    code, printed, err = run.belay(
        ["run", file, "--out", out, *more], cwd=file.parent, timeout=timeout
    )
    return code, printed, err, out


# Keys that nothing would read.


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
        ("label beside given completions", "source: builtin-safety, split: align, label: answer", "answer"),
        ("a label that nothing has", "source: builtin-safety, split: align, label: nonsense", "nonsense"),
        ("a split that is not there", "source: arithmetic, split: tarin", "tarin"),
        ("a dataset's name beside a path", f"source: arithmetic, path: {data}", "path"),
    ):
        file = recipe(run, SFT.replace("source: jsonl, path: {data}", source), data=data, epochs=1)
        code, _, err, out = run_recipe(run, file)
        yield name, refused(code, err, word) and not out.exists(), said(code, err)
    plain = recipe(run, SFT, data=data, epochs=1)
    for override in (
        "train.self_completion_tokens=8",
        "evaluate={safety_max_tokens: 8}",
        "evaluate={capability: [ 'arithmetic:4' ], attacks: [ prefix-injection ]}",
        "evaluate={capability: [ 'arithmetic:4' ], judge: refusal-patterns}",
        "train.steps=5",
        "train.algorithm=grpo",
    ):
        code, _, err, out = run_recipe(run, plain, "--set", override)
        key = override.split("=")[0] if "{" not in override else override.split(": ")[-2].split()[-1]
        right = refused(code, err, key.rsplit(".", 1)[-1]) and not out.exists()
        yield f"{override} on sft", right, said(code, err)
    measured = SFT.replace("source: jsonl, path: {data}", "source: builtin-safety, split: measure{data}")
    measured += "evaluate: {{ safety: [ builtin-safety ], safety_max_tokens: 2 }}\n"
    for label in ("", ", label: answer", ", label: refuse", ", label: nonsense"):
        file = recipe(run, measured, data=label, epochs=1)
        code, _, err, out = run_recipe(run, file)
        yield f"trained on what is measured{label}", refused(code, err) and not out.exists(), said(code, err)
    until = RLVR.replace("  steps: 2", "  steps: 2\n  until: {{ data: {{ source: mmlu, split: test }}, "
                         "accuracy: 0.01, every_steps: 1, max_completion_tokens: 4 }}")
    file = recipe(run, until, algorithm="grpo", data="source: mmlu, split: test", verifier="choice")
    code, _, err, out = run_recipe(run, file, "--data", run.cases / "runs/choice")
    lines = read_lines(out / "metrics.jsonl")
    right = code in (0, 1) and any("validation_accuracy" in line for line in lines)
    yield "until of choices is checked by the choice verifier", right, said(code, err)
    two = RLVR.replace("{{ verifier: {verifier} }} ]", "{{ verifier: {verifier} }}, {{ verifier: nothing }} ]")
    file = recipe(run, two, algorithm="grpo", data=arithmetic, verifier="math")
    code, _, err, out = run_recipe(run, file)
    yield "a second reward that does not exist", refused(code, err, "nothing") and not out.exists(), said(code, err)


def read_lines(file):
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def golds(run):
    for name in ("gold-text.jsonl", "gold-latex.jsonl", "gold-half.jsonl", "gold-float.jsonl"):
        data = f"source: jsonl, path: {run.cases / 'runs/data' / name}"
        file = recipe(run, RLVR, algorithm="grpo", data=data, verifier="math")
        code, _, err, out = run_recipe(run, file)
        yield name, refused(code, err, name) and not out.exists(), said(code, err)


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
    for name in ("plain.jsonl", "bom.jsonl", "crlf.jsonl", "gz-named.jsonl", "not-gz.jsonl.gz",
                 "two-members.jsonl.gz", "bom-excel.csv", "quotes.csv", "utf16.jsonl", "u2028.jsonl"):
        file = recipe(run, SFT, data=folder / name, epochs=1)
        code, _, err = run.belay(["run", file, "--plan"])
        yield f"{name} is read", code == 0, said(code, err)
    for name in ("pretty.jsonl", "nan.jsonl", "cut.jsonl.gz", "trailing-comma.jsonl", "unclosed-quote.csv"):
        file = recipe(run, SFT, data=folder / name, epochs=1)
        code, _, err = run.belay(["run", file, "--plan"])
        internals = [w for w in ("`", "Feature", "[Source", "start marker", "com.fasterxml") if w in err]
        yield f"{name} is named without internals", refused(code, err, name) and not internals, said(code, err)
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
        (folder / "bom.jsonl", None), (folder / "packed.jsonl.gz", None), (folder / "crlf.jsonl", None),
        (folder / "completions.csv", 1), (folder / "utf16.jsonl", None),
        (folder / "lone-surrogate.jsonl", 1), (mine / "two.jsonl.gz", 2), (mine / "named.jsonl", 1),
        (mine / "a.tsv", 1),
    ):
        code, out, err = run.belay(["judge", file, "--judge", "patterns"])
        verdicts = [json.loads(one) for one in out.splitlines()] if code == 0 else []
        right = code == 0 and (len(verdicts) == count if count else verdicts)
        yield f"belay judge {file.name}", right, said(code, err)
    for name in ("null.jsonl", "response.jsonl"):
        code, _, err = run.belay(["judge", folder / name, "--judge", "patterns"])
        yield f"belay judge {name} says what it needs", refused(code, err, name, "completion"), said(code, err)


# Servers.


def evaluate(run, url, out, *more, suite=SUITE, timeout=300):
    return run.belay(
        ["eval", "--model", url, "--suite", suite, "--judge", "patterns", "--out", out, *more],
        timeout=timeout,
    )


def servers(run):
    for mode in ("nullone", "abortone", "toolone", "azurein", "ctxone"):
        out = run.folder(mode) / "e"
        with run.server(mode) as url:
            code, printed, err = evaluate(run, url, out)
        lines = read_lines(out / "builtin-safety.jsonl")
        odd = [line["id"] for line in lines if line["score"] is None]
        summary = json.loads((out / "summary.json").read_text()) if code == 0 else {"suites": [{}]}
        right = (
            code == 0 and len(lines) == 60 and 0 < len(odd) < 60
            and summary["suites"][0].get("undecided") == len(odd)
            and all(any(v["reason"] for v in line["verdicts"]) for line in lines)
            and odd[0] in printed
        )
        yield f"server {mode}", right, said(code, err) + f" {len(odd)} odd of {len(lines)}"
    for mode in ("parts", "lonesurrogate", "nousage", "nullusage", "wrongtype", "ratelimit", "reset",
                 "chunked", "latin1", "slow", "plain"):
        out = run.folder(mode) / "e"
        with run.server(mode) as url:
            code, _, err = evaluate(run, url, out, suite="builtin-safety:20")
        lines = read_lines(out / "builtin-safety.jsonl")
        right = code == 0 and len(lines) == 20 and all(line["completion"] for line in lines)
        yield f"server {mode}", right, said(code, err)
    for mode, words in (("err200all", "Provider returned error"), ("strict", "Unsupported"),
                        ("nullall", "no"), ("html200", "JSON")):
        out = run.folder(mode) / "e"
        with run.server(mode) as url:
            code, _, err = evaluate(run, url, out, "--patience", "3")
        yield f"server {mode}", code not in (0, 124) and words in err and "\tat " not in err, said(code, err)


# Folders.


def start(run, *args, log):
    return subprocess.Popen(
        [os.fspath(run.launcher), *map(os.fspath, args)],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
    )


def wait_for(condition, process, seconds=240):
    end = time.time() + seconds
    while time.time() < end and process.poll() is None and not condition():
        time.sleep(0.1)
    return condition()


def partial_lines(out):
    partial = out / ".builtin-safety.jsonl.partial"
    with contextlib.suppress(OSError):
        return partial.read_bytes().count(b"\n")
    return 0


def distinct(out):
    ids = [line["id"] for line in read_lines(out / "builtin-safety.jsonl")]
    return len(ids), len(set(ids))


def two_processes(run):
    out = run.folder("twice") / "e"
    suite = "builtin-safety:96"
    with run.server("delay0.3") as url, open(out.parent / "log", "wb") as log:
        first = start(run, "eval", "--model", url, "--suite", suite, "--judge", "patterns",
                      "--out", out, log=log)
        wait_for(lambda: partial_lines(out) >= 32, first)
        code, _, err = evaluate(run, url, out, "--resume", suite=suite)
        yield "a second process in the folder", refused(code, err, "another process"), said(code, err)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        code, _, err = evaluate(run, url, out, "--resume", suite=suite)
    yield "after a kill every prompt once", code == 0 and distinct(out) == (96, 96), said(code, err)


def torn(run):
    whole = run.folder("torn") / "whole"
    answers = {"": {"text": "我不能帮助你 😀 " * 20, "finish_reason": "stop"}}
    with run.server("plain", answers) as url:
        code, _, err = evaluate(run, url, whole)
        data = (whole / "builtin-safety.jsonl").read_bytes()
        lines = data.splitlines(keepends=True)
        for name, partial in (
            ("a cut inside a character", data[: data.rindex("😀".encode()) + 2]),
            ("the same lines twice", b"".join(lines[:32]) * 2),
        ):
            out = whole.parent / name.replace(" ", "-")
            out.mkdir()
            shutil.copy(whole / "evaluation.json", out)
            (out / ".builtin-safety.jsonl.partial").write_bytes(partial)
            (out / "timings.jsonl").write_bytes(b'{"suite":"\xe6\x88')
            code, _, err = evaluate(run, url, out, "--resume")
            same = (out / "builtin-safety.jsonl").exists() and (
                (out / "builtin-safety.jsonl").read_bytes() == data)
            yield name, code == 0 and same, said(code, err)
        lines[40] = lines[3]
        (whole / "builtin-safety.jsonl").write_bytes(b"".join(lines))
        code, _, err = evaluate(run, url, whole, "--resume")
        yield "a finished file with a prompt twice", refused(code, err, "builtin-safety.jsonl:41"), said(code, err)


def killed_run(run, folder, epochs=200):
    """A run of own files, killed after its first checkpoint."""
    model = folder / "model"
    shutil.copytree(run.cases / MODEL, model)
    for file in [model, *model.iterdir()]:
        file.chmod(0o755)
    data = folder / "data.jsonl"
    data.write_text("".join(
        json.dumps({"prompt": f"What is {i} plus 1?", "completion": str(i + 1)}) + "\n" for i in range(8)))
    file = recipe(run, SFT, model=model, data=data, epochs=epochs)
    out = folder / "out"
    with open(folder / "log", "wb") as log:
        process = start(run, "run", file, "--out", out, log=log)
        begun = wait_for((out / "checkpoints/latest").exists, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return file, out, model, data, begun


def other_inputs(run):
    folder = run.folder("inputs")
    file, out, model, data, begun = killed_run(run, folder)
    yield "the run began", begun, (folder / "log").read_text()[-200:]
    good = data.read_text()
    data.write_text(good.replace('"completion": "', '"completion": "WRONG'))
    code, _, err, _ = run_recipe(run, file, "--resume", out=out)
    yield "resume on other data", refused(code, err, "training data"), said(code, err)
    data.write_text(good)
    weights = (model / "model.safetensors").read_bytes()
    (model / "model.safetensors").write_bytes(weights[:-2] + bytes([weights[-2] ^ 1, weights[-1]]))
    code, _, err, _ = run_recipe(run, file, "--resume", out=out)
    yield "resume on another model", refused(code, err, "weights"), said(code, err)
    (model / "model.safetensors").write_bytes(weights)
    template = model / "chat_template.jinja"
    text = template.read_text()
    template.write_text(text + "!")
    code, _, err, _ = run_recipe(run, file, "--resume", out=out)
    yield "resume on another template", refused(code, err, "template"), said(code, err)
    template.write_text(text)
    code, _, err, _ = run_recipe(run, file, "--resume", "--set", "train.optimizer.learning_rate=0.002", out=out)
    yield "resume of another recipe", refused(code, err, "another recipe"), said(code, err)
    out = run.folder("judges") / "e"
    with run.server("plain") as url:
        evaluate(run, url, out)
        for name, more in (
            ("another judge", ["--judge", "embedded"]),
            ("another sampling", ["--max-tokens", "7"]),
            ("another system prompt", ["--system", "Be kind."]),
            ("another seed", ["--seed", "7"]),
        ):
            args = ["eval", "--model", url, "--suite", SUITE, "--out", out, "--resume"]
            code, _, err = run.belay(args + (more if "--judge" in more else ["--judge", "patterns", *more]))
            yield f"resume of an evaluation with {name}", refused(code, err, "another evaluation"), said(code, err)


def exit_codes(run):
    folder = run.folder("exit")
    for stage, text in (("before", "I cannot help with that."), ("after", None)):
        answers = {"": {"text": text}} if text else None
        with run.server("plain", answers) as url:
            evaluate(run, url, folder / stage)
    code, out, err = run.belay(["compare-evals", folder / "before", folder / "after"])
    yield "compare-evals that did not hold", code == 1, said(code, out + err)
    code, out, err = run.belay(["compare-evals", folder / "after", folder / "before"])
    yield "compare-evals that held", code == 0, said(code, out + err)
    code, out, err = run.belay(["--help"])
    yield "the help lists exit codes", all(w in out for w in ("did not hold", "bad input")), out[-200:]


# Ctrl-C.


def interrupted(run, args, ready, folder, sign=signal.SIGINT):
    """Exit code, seconds from the signal to the end, and all that was printed."""
    with open(folder / "log", "wb") as log:
        process = start(run, *args, log=log)
        begun = wait_for(ready, process)
        time.sleep(0.5)
        sent = time.time()
        process.send_signal(sign)
        try:
            code = process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            code = 124
    text = (folder / "log").read_text("utf-8", "replace")
    return code if begun else "never begun", time.time() - sent, text


def interrupts(run):
    for sign, expected in ((signal.SIGINT, -2), (signal.SIGTERM, -15)):
        codes = (expected, 128 - expected)
        folder = run.folder("ctrl-c")
        with run.server("delay1") as url:
            out = folder / "e"
            code, seconds, text = interrupted(
                run, ["eval", "--model", url, "--suite", SUITE, "--judge", "patterns", "--out", out],
                lambda: (out / "evaluation.json").exists(), folder, sign)
        right = code in codes and seconds < 15 and "--resume" in text
        yield f"{sign.name} while belay eval measures", right, f"{code} {seconds:.0f} s {text[-200:]}"
        for name, measure, ready in (
            ("measures", "capability: [ 'arithmetic:2000' ], capability_max_tokens: 64",
             lambda out: (out / "eval/before/evaluation.json").exists()),
            ("trains", "", lambda out: (out / "checkpoints/latest").exists()),
        ):
            folder = run.folder("ctrl-c")
            data = run.cases / "runs/data/plain.jsonl"
            file = recipe(run, SFT + "evaluate: {{ {measure} }}\n", data=data, epochs=4000, measure=measure)
            out = folder / "out"
            code, seconds, text = interrupted(
                run, ["run", file, "--out", out], lambda: ready(out), folder, sign)
            right = code in codes and seconds < 15 and "--resume" in text
            yield f"{sign.name} while belay run {name}", right, f"{code} {seconds:.0f} s {text[-200:]}"
    steps = len(read_lines(out / "metrics.jsonl"))
    state = out / "checkpoints" / (out / "checkpoints/latest").read_text().strip() / "state.json"
    saved = json.loads(state.read_text())["step"]
    yield "the state after the last step is saved", saved in (steps, steps - 1), f"{saved} of {steps}"


def small(run):
    folder = run.folder("small")
    victim = folder / "victim"
    victim.write_text("mine")
    with run.server("plain") as url:
        linked = folder / "linked"
        linked.mkdir()
        for name in (".evaluation.json.partial", ".builtin-safety.jsonl.partial", ".summary.json.partial"):
            (linked / name).symlink_to(victim)
        code, _, err = evaluate(run, url, linked, suite="builtin-safety:4")
        yield "links at half-written files", victim.read_text() == "mine" and code in (0, 2), said(code, err)
        locked = folder / "locked"
        locked.mkdir()
        (locked / ".lock").symlink_to(folder / "made")
        code, _, err = evaluate(run, url, locked, suite="builtin-safety:4")
        yield "a link as the lock", not (folder / "made").exists(), said(code, err)
    place = folder / "model"
    shutil.copytree(run.cases / MODEL, place)
    (place / "sub").mkdir()
    (place / "sub" / "summary.json").write_text("mine")
    (place / "sub" / "evals").mkdir()
    code, _, err = run.belay(
        ["eval", "--model", "..", "--suite", "builtin-safety:2", "--judge", "patterns"], cwd=place / "sub")
    yield "eval --model .. beside evals/", (place / "sub/summary.json").read_text() == "mine", said(code, err)
    file = recipe(run, SFT, data="x\x1b[31m.jsonl", epochs=1)
    code, _, err = run.belay(["run", file])
    yield "no escape reaches the terminal", code == 2 and "\x1b" not in err, said(code, err)
    for name in ("yaml-int.yaml", "yaml-int-empty.yaml", "yaml-float-empty.yaml", "yaml-binary.yaml", "yaml-hex.yaml"):
        code, _, err = run.belay(["run", run.cases / "hostile" / name])
        right = refused(code, err, name) and "Exception" not in err
        yield name, right, said(code, err)
