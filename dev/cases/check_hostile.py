"""Hostile and damaged input: one clear error or the right answer, in bounded time and memory.

Labels, rewards, locks, cuts, resumed runs, copies of the checkout and links have cases in
check_recipes, check_folders and check_start; here are the files of hostile/ and the other kinds.
"""
import fcntl
import gzip
import json
import os
import re
import shutil
import signal
import sys

from check_folders import killed_run, start, wait_for
from common import MODEL, SFT, read_lines, recipe, refused, run_recipe, said
from hostile_models import added, changed, model_copy, padding, sequence, split, thinner
from hostile_texts import LONG, TEMPLATES
from servers import answer, hub, own_server

SECRET = "sk-" + "S3CRET" * 6
SOON = 100  # Seconds: the limits of templates are 20 s, and the machine may be slow.


def cases(run):
    yield from recipes(run)
    yield from downloads(run)
    yield from tokenizers(run)
    yield from templates(run)
    yield from patterns(run)
    yield from gguf(run)
    yield from memory(run)
    yield from servers(run)
    yield from secrets(run)
    yield from unclear(run)
    yield from tampered(run)


def survives(code, err):
    """It ended by itself, well or with an error in words."""
    raw = "\tat " in err or "panicked" in err or "Error: " in err or "Exception: " in err
    return code in (0, 1, 2) and not raw


def generate(run, model, *args, timeout=SOON):
    args = ["generate", "--model", model, "--max-tokens", "1", "--dtype", "float32", *args]
    return run.belay(args, timeout=timeout)


# Recipes and files of the folder hostile.


def recipes(run):
    hostile = run.cases / "hostile"
    for name, word in (
        ("label-ignored", "label"), ("overlap-check-bypassed", "label"),
        ("second-reward-ignored", "nothing"), ("publish-bad-name", "publish"),
    ):
        out = run.folder("recipe") / "out"
        file = hostile / f"{name}.yaml"
        code, _, err = run.belay(["run", file, "--out", out], cwd=hostile, timeout=300)
        trained = (out / "metrics.jsonl").exists()
        yield f"{name}.yaml", refused(code, err, word) and not trained, said(code, err)
    for file in sorted(hostile.glob("yaml-*.yaml")):
        code, _, err = run.belay(["run", file, "--plan"])
        right = code == 2 and f"belay: {file.name}" in err and survives(code, err)
        yield file.name, right, said(code, err)


# Downloads.


def downloads(run):
    home = run.folder("home")
    env = {"BELAY_HOME": home, "BELAY_OFFLINE": "1", "PIP_NO_INDEX": "1"}
    code, _, err = run.belay(["model", "pull", "smollm2-135m-instruct"], env=env)
    place = re.search(r"the cache: not at (\S+)", err)
    size = re.search(r"\((\d+) bytes, SHA-256", err)
    if not place or not size:
        yield "where a download is put by hand", False, said(code, err)
        return
    os.makedirs(os.path.dirname(place[1]), exist_ok=True)
    with open(place[1], "wb") as file:
        file.truncate(int(size[1]))
    code, _, err = run.belay(["model", "pull", "smollm2-135m-instruct"], env=env)
    right = code != 0 and "SHA-256" in err and survives(code, err)
    yield "a cached download of the right size with other bytes", right, said(code, err)

    config = (run.cases / MODEL / "config.json").read_bytes()
    with hub({"config.json": config, "model.safetensors": b'{"a":1}'}) as url:
        env = {"BELAY_HOME": run.folder("home"), "HF_ENDPOINT": url}
        code, _, err = run.belay(["model", "pull", "a/b"], env=env)
    yield "a hub without checksums that sends no model", code in (1, 2), said(code, err)


# Tokenizers.


def tokenizers(run):
    hostile = run.cases / "hostile"
    for name, text in (("tokenizer-regex", "a" * 30 + "b"), ("tokenizer-growth", "a")):
        model = model_copy(run)
        shutil.copy(hostile / name / "tokenizer.json", model / "tokenizer.json")
        code, _, err = generate(run, model, "--raw", text)
        yield name, refused(code, err, "tokenizer.json"), said(code, err)

    for name, change in (
        ("a decoder that doubles 25 times", {"decoder": sequence("decoders", 25)}),
        ("50,000 added tokens", {"added_tokens": [added(i, f"<{i}>") for i in range(50_000)]}),
        ("an added token of 3 MB", {"added_tokens": [added(0, "x" * 3_000_000)]}),
        ("alternatives that overlap", {"pre_tokenizer": split("(?:a|aa)+$")}),
        ("three runs in a row", {"pre_tokenizer": split(r"\s*\s*\s*x")}),
        ("a back reference", {"pre_tokenizer": split(r"(a*)\1b")}),
        ("padding to 10^11", {"padding": padding(10**11)}),
    ):
        model = changed(run, change)
        code, _, err = generate(run, model, "--raw", "a" * 40 + " b")
        yield name, refused(code, err, "tokenizer.json"), said(code, err)

    qwen = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    model = changed(run, {"pre_tokenizer": split(qwen)})
    code, out, err = generate(run, model, "--raw", "Hello  world\n")
    yield "the published cut of Qwen 2 still runs", code == 0, said(code, err)
    prompts = run.folder("blanks") / "p.jsonl"
    prompts.write_text(json.dumps({"prompt": " " * 11_000_000}))
    code, _, err = generate(run, model, "--raw", "--input", prompts, timeout=300)
    yield "11 million blanks", refused(code, err), said(code, err)


# Chat templates.

def templates(run):
    hostile = run.cases / "hostile"
    files = {file.name: file for file in sorted(hostile.glob("jinja-*.jinja"))}
    folder = run.folder("templates")
    for number, (name, text) in enumerate(TEMPLATES.items()):
        files[name] = folder / f"{number}.jinja"
        files[name].write_text(text)
    for name, file in files.items():
        args = ["model", "render", hostile / "messages.json", "--template", file]
        code, out, err = run.belay(args, timeout=SOON)
        right = code in (0, 2) and survives(code, err) and "Java's memory" not in err
        yield f"template {name}", right, said(code, err) + f" {out[:40]}"


# Patterns on text of models.


def patterns(run):
    texts = LONG
    for domain, gold in (
        ("mathematics", {"gold": "7"}), ("choice", {"gold": "A", "choices": ["yes", "no", "may"]}),
    ):
        file = run.folder("patterns") / "v.jsonl"
        rows = [{"id": name, "domain": domain, "prompt": "p", "completion": text, **gold}
                for name, text in texts.items()]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        code, out, err = run.belay(["verify", file], timeout=SOON)
        right = code == 0 and out.count("\n") == len(texts)
        yield f"{domain}: {len(texts)} shapes of 100 kB", right, said(code, err)
    with own_server(lambda body, headers: (200, answer(texts_of(body, texts)))) as url:
        out = run.folder("judged") / "e"
        code, _, err = run.belay(
            ["eval", "--model", url, "--suite", f"builtin-safety:{len(texts)}", "--out", out]
            + ["--judge", "refusal-patterns"], timeout=300)
    lines = read_lines(out / "builtin-safety.jsonl")
    yield "judged", code == 0 and len(lines) == len(texts), said(code, err)


def texts_of(body, texts):
    shapes = list(texts.values())
    return shapes[sum(body["messages"][-1]["content"].encode()) % len(shapes)]


# GGUF, memory.


def gguf(run):
    folder = run.folder("gguf")
    for length in (100_000, 400_000):
        file = folder / f"{length}.gguf"
        run.command([sys.executable, run.cases / "hostile/bigpiece.py", str(length), file])
        code, _, err = run.belay(
            ["model", "import", file, folder / f"m{length}"], timeout=SOON)
        yield f"a token of {length} characters", refused(code, err, file.name), said(code, err)


def memory(run):
    bomb = run.folder("bomb") / "data.jsonl.gz"
    with gzip.open(bomb, "wb") as file:
        for _ in range(1_200):
            file.write(b"\0" * (1 << 20))
    file = recipe(run, SFT, data=bomb, epochs=1)
    code, _, err, _ = run_recipe(run, file, timeout=SOON)
    yield "a gzip bomb", refused(code, err, "holds more than"), said(code, err)

    for number in ("1e999999999", "1e2147483647", "1e-999999999", "1e99999999999"):
        rows = run.folder("numbers") / "rows.jsonl"
        row = '{"id":"a","domain":"math","prompt":"p","completion":"7","gold":%s}\n' % number
        rows.write_text(row)
        code, out, err = run.belay(["verify", rows], timeout=SOON)
        right = survives(code, err) and "Java's memory" not in err
        yield f"a gold of {number}", right, said(code, err) + out[-100:]
        data = run.folder("numbers") / "d.jsonl"
        data.write_text('{"prompt":"p","completion":"7"}\n{"prompt":%s}\n' % number)
        file = recipe(run, SFT, data=data, epochs=1)
        code, _, err, _ = run_recipe(run, file, timeout=SOON)
        yield f"a prompt of {number}", refused(code, err, "d.jsonl:2"), said(code, err)

    with own_server(lambda body, headers: (200, answer("a " * 1_500_000))) as url:
        out = run.folder("large") / "e"
        code, _, err = run.belay(
            ["eval", "--model", url, "--suite", "builtin-safety:40", "--judge", "patterns"]
            + ["--out", out], timeout=400)
    lines = sum(1 for _ in open(out / "builtin-safety.jsonl")) if code == 0 else 0
    yield "40 answers of 3 MB", code == 0 and lines == 40, said(code, err)


# Servers, hubs, secrets.


def servers(run):
    surrogate = (
        b'{"choices":[{"message":{"content":"\\ud800 \\u0000 \\u001b[31m \\u202e x"},'
        b'"finish_reason":"stop"}],"model":"\\udc00tiny","system_fingerprint":"\\ud83d"}'
    )
    with own_server(lambda body, headers: (200, surrogate)) as url:
        out = run.folder("surrogate") / "e"
        code, _, err = run.belay(
            ["eval", "--model", url, "--suite", "builtin-safety:4", "--judge", "patterns"]
            + ["--out", out])
    whole = code == 0 and all(
        file.read_bytes().decode("utf-8") is not None for file in out.iterdir())
    yield "half a character in every field", whole, said(code, err)

    lock = run.launcher.parent / "cli/target/launch/.lock"
    if not lock.exists():
        yield "the lock of the build", False, f"{lock} is missing"
        return
    with own_server(lambda body, headers: (200, answer("no"))) as url, run.server("delay1") as slow:
        out = run.folder("lock") / "e"
        with open(out.parent / "log", "wb") as log:
            process = start(run, "eval", "--model", slow, "--suite", "builtin-safety:60",
                            "--judge", "patterns", "--out", out, log=log)
            wait_for((out / "evaluation.json").exists, process)
            with open(lock, "r+") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    free = True
                except OSError:
                    free = False
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    yield "the lock of the build is free while a process runs", free, ""


def secrets(run):
    with hub({}, 404) as url:
        for token in ("hf_S3CRET\nhf_S3CRET", "hf_S3CRET hf", "hf_S3CRET\u00e9"):
            env = {"HF_TOKEN": token, "HF_ENDPOINT": url, "BELAY_HOME": run.folder("home")}
            code, out, err = run.belay(["model", "pull", "a/b"], env=env)
            right = refused(code, err, "HF_TOKEN") and "S3CRET" not in out + err
            yield f"HF_TOKEN {token!r}", right, said(code, err)
    code, out, err = run.belay(
        ["eval", "--model", "http://127.0.0.1:9/v1", "--suite", "builtin-safety:1"],
        env={"BELAY_API_KEY": SECRET + "\n" + SECRET})
    yield "a key with a line break", code == 2 and "S3CRET" not in out + err, said(code, err)

    for pad in (0, 200, 261, 280, 299):
        body = {"error": {"message": "x" * pad + " " + SECRET}}
        with own_server(lambda request, headers: (400, body)) as url:
            out = run.folder("leak") / "e"
            code, printed, err = run.belay(
                ["eval", "--model", url, "--suite", "builtin-safety:1", "--judge", "patterns"]
                + ["--out", out], env={"BELAY_API_KEY": SECRET})
        written = "".join(file.read_text("utf-8") for file in out.glob("*")) if out.exists() else ""
        right = survives(code, err) and "S3CRET" not in printed + err + written
        yield f"a server that repeats the key at {pad}", right, said(code, err)

    acting = "a\u202eb\u009b31m\u001b]0;owned\u0007"
    with hub({}, 403, [("X-Error-Code", "Gated\x1b[31mRepo")]) as url:
        env = {"HF_ENDPOINT": url, "BELAY_HOME": run.folder("home")}
        code, out, err = run.belay(["model", "pull", "a/b"], env=env)
        yield "escapes in the hub's code", code != 0 and plain(out + err), said(code, err)
    with own_server(lambda body, headers: (200, answer("x")), (acting, "c")) as url:
        args = ["eval", "--model", url, "--suite", "builtin-safety:1", "--judge", "patterns"]
        code, out, err = run.belay([*args, "--out", run.folder("names") / "e"])
        yield "escapes in a server's names of models", plain(out + err), said(code, err)
    body = {**answer("x"), "model": acting}
    with own_server(lambda request, headers: (200, body)) as url:
        args = ["eval", "--model", url, "--suite", "builtin-safety:2", "--judge", "patterns"]
        code, out, err = run.belay([*args, "--out", run.folder("names") / "e"])
        yield "escapes in an answer's name of the model", plain(out + err), said(code, err)
    body = {**answer("x")}
    body["choices"] = [{**body["choices"][0], "finish_reason": acting}]
    with own_server(lambda request, headers: (200, body)) as url:
        args = ["eval", "--model", url, "--suite", "builtin-safety:2", "--judge", "patterns"]
        code, out, err = run.belay([*args, "--out", run.folder("names") / "e"])
        yield "escapes in the reason of an end", plain(out + err), said(code, err)


def plain(text):
    """Nothing in it that a terminal would obey."""
    return all(c.isprintable() or c in "\n\t" for c in text)


# Errors that must say what is wrong.


def unclear(run):
    code, _, err = generate(run, run.cases / MODEL, "--raw", "")
    yield "an empty prompt", refused(code, err, "empty"), said(code, err)
    model = model_copy(run)
    (model / "chat_template.jinja").write_text("")
    code, _, err = generate(run, model, "hi")
    yield "an empty chat template", refused(code, err, "template"), said(code, err)
    out = run.folder("empty") / "e"
    code, _, err = run.belay(
        ["eval", "--model", model, "--suite", "builtin-safety:1", "--judge", "patterns"]
        + ["--out", out])
    yield "an empty chat template in eval", refused(code, err, "template"), said(code, err)
    for size in (1, 2, 3):
        model = thinner(run, size)
        for dtype in ("float32", "bfloat16"):
            code, _, err = run.belay(
                ["generate", "--model", model, "--max-tokens", "2", "--dtype", dtype, "hi"])
            right = survives(code, err) and "primitive" not in err
            yield f"intermediate_size {size}, {dtype}", right, said(code, err)


def tampered(run):
    folder = run.folder("state")
    file, out, _, _, begun = killed_run(run, folder)
    latest = out / "checkpoints/latest"
    name = latest.read_text()
    state = out / "checkpoints" / name.strip() / "state.json"
    sound = state.read_text()
    for text in ("{}", '{"step":-5}', '{"step":1e999999999}', "[]", "{"):
        state.write_text(text)
        code, _, err, _ = run_recipe(run, file, "--resume", out=out)
        yield f"state.json {text}", begun and refused(code, err, "state.json"), said(code, err)
    state.write_text(sound)
    for text in ("../../..", "/etc", "step-99999999", "", "step-\x1b[31m1"):
        latest.write_text(text + "\n")
        code, _, err, _ = run_recipe(run, file, "--resume", out=out)
        right = begun and refused(code, err, "latest") and plain(err)
        yield f"latest {text!r}", right, said(code, err)
    latest.write_text(name)
