"""What a folder means: nothing mixed, nothing lost, whatever a server, a person or a kill does."""
import contextlib
import json
import os
import shutil
import signal
import subprocess
import time

from common import MODEL, SFT, read_lines, recipe, refused, run_recipe, said

SUITE = "builtin-safety:60"


def cases(run):
    yield from servers(run)
    yield from two_processes(run)
    yield from torn(run)
    yield from other_inputs(run)
    yield from exit_codes(run)
    yield from interrupts(run)
    yield from small(run)


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
            and (mode == "nullone" or odd[0] in printed)  # A trace that was cut off is no oddity.
        )
        yield f"server {mode}", right, said(code, err) + f" {len(odd)} odd of {len(lines)}"
    for mode in (
        "parts", "lonesurrogate", "nousage", "nullusage", "wrongtype", "ratelimit", "reset", "chunked",
        "latin1", "slow", "plain",
    ):
        out = run.folder(mode) / "e"
        with run.server(mode) as url:
            code, _, err = evaluate(run, url, out, suite="builtin-safety:20")
        lines = read_lines(out / "builtin-safety.jsonl")
        right = code == 0 and len(lines) == 20 and all(line["completion"] for line in lines)
        yield f"server {mode}", right, said(code, err)
    for mode, words in (
        ("err200all", "Provider returned error"), ("strict", "Unsupported"), ("html200", "JSON"),
    ):
        out = run.folder(mode) / "e"
        with run.server(mode) as url:
            code, _, err = evaluate(run, url, out, "--patience", "3")
        right = code not in (0, 124) and words in err and "\tat " not in err
        yield f"server {mode}", right, said(code, err)


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
    with run.server("delay1") as url, open(out.parent / "log", "wb") as log:
        first = start(run, "eval", "--model", url, "--suite", suite, "--judge", "patterns",
                      "--out", out, log=log)
        wait_for(lambda: partial_lines(out) >= 32, first)
        code, _, err = evaluate(run, url, out, "--resume", suite=suite)
        right = refused(code, err, "another process")
        yield "a second process in the folder", right, said(code, err)
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
        right = refused(code, err, "builtin-safety.jsonl:41")
        yield "a finished file with a prompt twice", right, said(code, err)


def killed_run(run, folder, epochs=200):
    """A run of own files, killed after its first checkpoint."""
    model = folder / "model"
    shutil.copytree(run.cases / MODEL, model)
    for file in [model, *model.iterdir()]:
        file.chmod(0o755)
    data = folder / "data.jsonl"
    data.write_text("".join(
        json.dumps({"prompt": f"What is {i} plus 1?", "completion": str(i + 1)}) + "\n"
        for i in range(8)))
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
    other = ["--set", "train.optimizer.learning_rate=0.002"]
    code, _, err, _ = run_recipe(run, file, "--resume", *other, out=out)
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
            judge = [] if "--judge" in more else ["--judge", "patterns"]
            code, _, err = run.belay([*args, *judge, *more])
            right = refused(code, err, "another evaluation")
            yield f"resume of an evaluation with {name}", right, said(code, err)


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
    right = "did not hold" in out and "bad input" in out
    yield "the help lists exit codes", right, out[-200:]


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
                run,
                ["eval", "--model", url, "--suite", SUITE, "--judge", "patterns", "--out", out],
                lambda: (out / "evaluation.json").exists(), folder, sign)
        right = code in codes and seconds < 15 and "--resume" in text
        detail = f"{code} {seconds:.0f} s {text[-200:]}"
        yield f"{sign.name} while belay eval measures", right, detail
        for name, measure, ready in (
            ("measures", "capability: [ 'arithmetic:2000' ], capability_max_tokens: 64",
             lambda out: (out / "eval/before/evaluation.json").exists()),
            ("trains", "", lambda out: (out / "checkpoints/latest").exists()),
        ):
            folder = run.folder("ctrl-c")
            data = run.cases / "runs/data/plain.jsonl"
            text = SFT + "evaluate: {{ {measure} }}\n"
            file = recipe(run, text, data=data, epochs=4000, measure=measure)
            out = folder / "out"
            code, seconds, text = interrupted(
                run, ["run", file, "--out", out], lambda: ready(out), folder, sign)
            right = code in codes and seconds < 15 and "--resume" in text
            detail = f"{code} {seconds:.0f} s {text[-200:]}"
            yield f"{sign.name} while belay run {name}", right, detail
    steps = len(read_lines(out / "metrics.jsonl"))
    state = out / "checkpoints" / (out / "checkpoints/latest").read_text().strip() / "state.json"
    saved = json.loads(state.read_text())["step"]
    right = saved in (steps, steps - 1)
    yield "the state after the last step is saved", right, f"{saved} of {steps}"


def small(run):
    folder = run.folder("small")
    victim = folder / "victim"
    victim.write_text("mine")
    with run.server("plain") as url:
        linked = folder / "linked"
        linked.mkdir()
        for name in ("evaluation.json", "builtin-safety.jsonl", "summary.json"):
            (linked / f".{name}.partial").symlink_to(victim)
        code, _, err = evaluate(run, url, linked, suite="builtin-safety:4")
        right = victim.read_text() == "mine" and code in (0, 2)
        yield "links at half-written files", right, said(code, err)
        locked = folder / "locked"
        locked.mkdir()
        (locked / ".lock").symlink_to(folder / "made")
        code, _, err = evaluate(run, url, locked, suite="builtin-safety:4")
        yield "a link as the lock", not (folder / "made").exists(), said(code, err)
    place = folder / "model"
    shutil.copytree(run.cases / MODEL, place)
    place.chmod(0o755)
    (place / "sub").mkdir()
    (place / "sub" / "summary.json").write_text("mine")
    (place / "sub" / "evals").mkdir()
    code, _, err = run.belay(
        ["eval", "--model", "..", "--suite", "builtin-safety:2", "--judge", "patterns"],
        cwd=place / "sub",
    )
    right = (place / "sub/summary.json").read_text() == "mine"
    yield "eval --model .. beside evals/", right, said(code, err)
