"""Cases of models' files: shards, ends of turns, added tokens, templates, GGUF, proxies, dates."""
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time


def cases(run):
    yield hub_shards(run)
    yield two_ends(run)
    yield control_tokens(run)
    yield linear_scaling(run)
    yield from tools(run)
    yield added_tokens(run)
    yield end_of_turn(run)
    yield end_of_turn_user_defined(run)
    yield raw_prompt(run)
    yield prefix_space(run)
    yield from named_templates(run)
    yield proxy(run)
    yield split_gguf(run)
    yield from date(run)


class Case:
    """A copy of a case's folder to work in, with a home of its own for models."""

    def __init__(self, run, name):
        self.run = run
        self.folder = run.folder("case") / name
        shutil.copytree(run.cases / "models" / name, self.folder)
        for path, _, files in os.walk(self.folder):
            os.chmod(path, 0o755)
            for file in files:
                os.chmod(os.path.join(path, file), 0o644)
        self.env = {"BELAY_HOME": run.folder("home")}

    def belay(self, *args, **env):
        return self.run.belay(args, cwd=self.folder, env={**self.env, **env})

    def json(self, file):
        path = self.folder / file
        return json.loads(path.read_text("utf-8")) if path.is_file() else {}

    def generate(self, *args):
        """The lines that are printed, and what went wrong if nothing is."""
        code, out, err = self.belay("generate", "--dtype", "float32", *args)
        try:
            return [json.loads(line) for line in out.splitlines()], said(code, err)
        except ValueError:
            return [], said(code, out + err)

    def ids(self, *args):
        """The ids that render prints."""
        code, out, err = self.belay("model", "render", "--tokens", *args)
        return [int(line.split("\t")[0]) for line in out.splitlines()], said(code, err)


def said(code, err):
    return "" if code == 0 else f"exit {code}: {err.strip()[-250:]}"


@contextlib.contextmanager
def hub(run, *repositories):
    """The cases' stand-in for the hub on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = run.cases / "models" / "01-hub-shard-names" / "hub.py"
    process = subprocess.Popen(
        [sys.executable, script, str(port), *repositories],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def hub_shards(run):
    case = Case(run, "01-hub-shard-names")
    with hub(run, f"acme/seven={case.folder / 'repository'}") as url:
        code, _, err = case.belay("model", "pull", "acme/seven", HF_ENDPOINT=url)
    info, out, wrong = case.belay("model", "info", "acme/seven")
    is_right = code == 0 and info == 0 and "llama" in out
    return "01 shards are those that the index names", is_right, said(code, err) or said(info, wrong)


def two_ends(run):
    case = Case(run, "02-two-end-tokens")
    code, _, err = case.belay("run", "recipe.yaml", "--out", "OUT")
    lines, wrong = case.generate(
        "--model", "two-end-tokens", "--max-tokens", "12", "--input", "prompts.jsonl"
    )
    ids = lines[0]["token_ids"] if lines else []
    name = "02 the end that is learned is the one that the template writes"
    return name, ids[-1:] == [2], said(code, err) or wrong or str(ids)


def control_tokens(run):
    case = Case(run, "03-gguf-control-tokens-typed-normal")
    found = []
    for file in ("control-normal", "right"):
        case.belay("model", "import", file + ".gguf", file)
        found.append(case.ids("--model", file, "messages.json")[0])
    name = "03 control tokens that are typed normal are one token each"
    return name, len(found[0]) == 9 and found[0] == found[1], str(found)


def linear_scaling(run):
    case = Case(run, "04-gguf-linear-scaling-without-type")
    found = []
    for file in ("factor-without-type", "same-with-type"):
        case.belay("model", "import", file + ".gguf", file)
        config = case.json(f"{file}/config.json")
        found.append(config.get("rope_scaling") or config.get("rope_parameters") or {})
    kind = found[0].get("rope_type") or found[0].get("type")
    is_right = kind == "linear" and found[0].get("factor") == 4.0 and found[0] == found[1]
    return "04 a factor without a type is linear", is_right, str(found)


def tools(run):
    case = Case(run, "05-tools-dropped")
    arguments = ("--model", "model", "--max-tokens", "6", "--logprobs", "--input")
    _, wrong = case.generate(*arguments, "prompts.jsonl")
    is_right = wrong.startswith("exit 2") and "max_tokens" in wrong and "temperature" in wrong
    yield "05 unknown keys of a line are refused", is_right, wrong or "accepted"
    lines = (case.folder / "prompts.jsonl").read_text("utf-8").splitlines()
    kept = [json.loads(line) for line in lines]
    for line in kept:
        line.pop("max_tokens", None)
        line.pop("temperature", None)
    text = "".join(json.dumps(line) + "\n" for line in kept)
    (case.folder / "kept.jsonl").write_text(text, encoding="utf-8")
    found, wrong = case.generate(*arguments, "kept.jsonl")
    is_right = len(found) == 2 and found[0]["logprobs"] != found[1]["logprobs"]
    yield "05 tools and calls of them are seen", is_right, wrong or str(found)[:250]
    code, _, err = case.belay("run", "recipe.yaml", "--out", "A")
    is_right = code == 2 and "tools" in err and "tool_calls" in err
    yield "05 tools that are not learned are refused", is_right, said(code, err) or "accepted"


def added_tokens(run):
    case = Case(run, "06-added-tokens-in-tokenizer-config")
    ids, wrong = case.ids("--model", "model", "messages.json")
    name = "06 markers of tokenizer_config.json are one token each"
    return name, ids == [1, 331, 201, 42, 75, 2, 201], wrong or str(ids)


def end_of_turn(run):
    case = Case(run, "07-end-of-turn-not-in-eos")
    lines, wrong = case.generate("--model", "model", "--max-tokens", "16", "--input", "prompts.jsonl")
    line = lines[0] if lines else {}
    ids = line.get("token_ids", [])
    is_right = ids[-1:] == [2] and ids.count(2) == 1 and line.get("finish_reason") == "eos"
    return "07 generation stops at the template's end of turn", is_right, wrong or str(line)


def end_of_turn_user_defined(run):
    case = Case(run, "08-gguf-end-of-turn-user-defined")
    found = []
    for file in ("end-userdefined", "end-control"):
        case.belay("model", "import", file + ".gguf", file)
        found.append(case.json(f"{file}/generation_config.json").get("eos_token_id"))
    return "08 an end of turn is one by its text", found == [[0, 2], [0, 2]], str(found)


def raw_prompt(run):
    case = Case(run, "09-raw-prompt-without-bos")
    arguments = ("--model", "model", "--max-tokens", "4", "--logprobs", "--raw")
    found, wrong = case.generate(*arguments, "the quick")
    file = case.folder / "model" / "tokenizer.json"
    tokenizer = json.loads(file.read_text("utf-8"))
    tokenizer["post_processor"] = None
    file.write_text(json.dumps(tokenizer), encoding="utf-8")
    begun, wrong_too = case.generate(*arguments, "<|im_start|>the quick")
    bare, _ = case.generate(*arguments, "the quick")
    numbers = [lines[0]["logprobs"] if lines else None for lines in (found, begun, bare)]
    is_right = numbers[0] is not None and numbers[0] == numbers[1] and numbers[0] != numbers[2]
    return "09 a raw prompt begins as its tokenizer says", is_right, wrong or wrong_too or str(numbers)


def prefix_space(run):
    case = Case(run, "10-sentencepiece-prefix-space")
    code, _, err = case.belay("run", "recipe.yaml", "--out", "OUT")
    lines, wrong = case.generate(
        "--model", "prefix-space", "--max-tokens", "12", "--input", "prompts.jsonl"
    )
    ids = lines[0]["token_ids"] if lines else []
    name = "10 a completion's ids are those of the whole chat"
    return name, ids == [298, 261, 305, 311, 262, 2], said(code, err) or wrong or str(ids)


def named_templates(run):
    case = Case(run, "11-named-chat-templates")
    for model in ("model", "model-transformers5"):
        code, out, err = case.belay("model", "render", "--model", model, "tools.json")
        is_right = code == 0 and out.startswith('TOOLS=[{"type": "function"')
        yield f"11 tools choose the template for them, {model}", is_right, said(code, err) or out
    code, out, err = case.belay(
        "model", "render", "--model", "model", "--chat-template", "default", "tools.json"
    )
    yield "11 a template is chosen by name", out.startswith("DEFAULT"), said(code, err) or out
    code, out, err = case.belay(
        "model", "render", "--model", "model", "--chat-template", "rag", "tools.json"
    )
    is_right = code == 2 and '"rag"; it has default, tool_use' in err
    yield "11 a name that there is not is said", is_right, said(code, err) or out


def proxy(run):
    case = Case(run, "06-added-tokens-in-tokenizer-config")
    with hub(run, f"acme/tiny={case.folder / 'model'}") as url:
        code, out, err = case.belay(
            "model",
            "pull",
            "acme/tiny",
            HF_ENDPOINT="http://hub.invalid",
            HTTP_PROXY=url,
            http_proxy=url,
            NO_PROXY=None,
            no_proxy=None,
        )
    return "12 a download goes through the proxy", code == 0, said(code, err) or out


def split_gguf(run):
    case = Case(run, "13-split-gguf")
    code, _, err = case.belay("model", "import", "part-00001-of-00002.gguf", "D")
    is_right = code == 2 and "part 1 of 2" in err and "merge" in err
    return "13 a part of a GGUF is said to be one", is_right, said(code, err) or "imported"


def date(run):
    case = Case(run, "14-date-in-template")
    code, _, err = case.belay("run", "recipe.yaml", "--out", "OUT")
    hashes = []
    for stage in ("before", "after"):
        suites = case.json(f"OUT/eval/{stage}/evaluation.json").get("suites", {})
        hashes.append({name: suite["prompts_sha256"] for name, suite in suites.items()})
    is_right = code == 0 and hashes[0] == hashes[1] != {}
    yield "14 one time for a run", is_right, said(code, err) or str(hashes)
    code, out, err = case.belay("compare-evals", "OUT/eval/before", "OUT/eval/after")
    yield "14 and its evaluations compare", code == 0, said(code, err) or out[-200:]
    kept = case.json("OUT/provenance.json").get("template_time")
    yield "14 and the run keeps it", bool(re.match(r"\d{4}-\d\d-\d\dT", str(kept))), str(kept)
