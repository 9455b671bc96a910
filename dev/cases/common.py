"""What checks of recipes and folders share: recipes of the tiny model, and words for errors."""
import json

MODEL = "hostile/tinym"
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


def read_lines(file):
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
