"""Cases of statistics and objectives: limits, anchors, sampling, names that keep their promise."""
import json
import math
import re

PROBLEMS = 1319
CLOPPER_PEARSON = {  # 95 %, two-sided, scipy 1.17.1: (right, of): (low, high)
    (0, 1319): (0.0, 0.00279281718732),
    (1, 1085): (2.33341129943e-05, 0.00512434977433),
    (1, 1319): (1.91945147854e-05, 0.00421682891632),
    (12, 1220): (0.00509247463065, 0.017118533304),
    (29, 1319): (0.0147728693435, 0.031424358677),
    (33, 1319): (0.0172830515157, 0.0349577140334),
}
RECIPE = """\
name: numbers
seed: 5
model: {{ name: {model}, dtype: float32 }}
train:
  method: rlvr
  data: {{ source: arithmetic, split: train }}
  reward: [ {{ verifier: math }} ]
  rollout: {{ prompts_per_step: 2, group_size: 4, max_completion_tokens: 6 }}
  optimizer: {{ learning_rate: 1.0e-3 }}
  steps: 2
"""


def cases(run):
    yield from limits(run)
    yield from plan(run)
    yield from coverage(run)
    yield from recipes(run)
    yield from training(run)
    yield from over_refusal(run)
    yield arms(run)


def near(found, right, tolerance=1e-9):
    return found is not None and math.isclose(found, right, rel_tol=tolerance)


def json_of(code, out, errors):
    """The JSON that was printed, and what is wrong if there is none."""
    try:
        return json.loads(out), ""
    except ValueError:
        return None, f"exit {code}: {(errors.strip() or out.strip())[-300:]}"


# Limits of rates and changes, through an evaluation of a server's model.


def gsm8k(run, problems):
    data = run.folder("data")
    (data / "gsm8k").mkdir()
    lines = [
        json.dumps({"question": f"Say number {i:05d}.", "answer": f"#### {i}"})
        for i in range(1, problems + 1)
    ]
    (data / "gsm8k" / "test.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return data


def evaluate(run, problems, right):
    """An evaluation in which the first problems are solved: its folder, and what went wrong."""
    answers = {f"number {i:05d}.": {"text": f"#### {i}"} for i in range(1, right + 1)}
    answers["number"] = {"text": "#### 0"}
    out = run.folder("eval") / "e"
    with run.server("plain", answers) as url:
        code, text, errors = run.belay(
            ["eval", "--model", url, "--suite", "gsm8k", "--data", gsm8k(run, problems)]
            + ["--out", out, "--judge", "refusal-patterns", "--concurrency", "8"]
        )
    return out, "" if code == 0 else f"exit {code}: {(errors or text)[-300:]}"


def limits(run):
    folders = {}
    for (right, of), (low, high) in CLOPPER_PEARSON.items():
        folders[right, of], wrong = evaluate(run, of, right)
        suite = {} if wrong else summary(folders[right, of])
        found = suite.get("exact", {})
        is_right = suite.get("decided") == of and near(found.get("high"), high)
        is_right = is_right and near(found.get("low"), low)
        detail = wrong or f"{found}, right {low} to {high}"
        yield f"exact limits of {right} of {of}, through eval", is_right, detail
    before, wrong = evaluate(run, PROBLEMS, 700)
    after = folders[29, PROBLEMS]
    comparison, missing = json_of(*run.belay(["compare-evals", "--json", before, after]))
    exact = comparison["suites"][0]["exact"] if comparison else {}
    # One less the lower limit of 29 of 1319; 671 fell and none rose, half of the error for each.
    for key, right in (
        ("failing_after", 1 - CLOPPER_PEARSON[29, PROBLEMS][0]),
        ("worsening", upper_limit(671, PROBLEMS, 0.025)),
        ("net_worsening", upper_limit(671, PROBLEMS, 0.0125)),
    ):
        is_right = near(exact.get(key), right, 1e-7)
        detail = wrong or missing or f"{exact.get(key)}, right {right}"
        yield f"{key} of a model that fell from 700 to 29 of 1319", is_right, detail


def summary(folder):
    return json.loads((folder / "summary.json").read_text("utf-8"))["suites"][0]


def upper_limit(count, n, tail):
    """The p at which P(X <= count) is the tail, by sums from the count downwards."""

    def at_most(p):
        choose = math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1)
        term = math.exp(choose + count * math.log(p) + (n - count) * math.log1p(-p))
        total = 0.0
        for i in range(count, -1, -1):
            total += term
            term *= i * (1 - p) / ((n - i + 1) * p)
        return total

    low, high = count / n, 1.0 - 1e-12
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most(middle) > tail else (low, middle)
    return low


def plan(run):
    """The textbook's drop at 80 % power, 2.8 sqrt(share / n), give or take the test's steps."""
    for n in (600, 2000, 14042):
        design, missing = json_of(
            *run.belay(
                ["eval", "--plan", "--suite", "gsm8k", "--data", gsm8k(run, n)]
                + ["--discordance", "0.1", "--json"]
            )
        )
        changes = design["suites"][0]["changes"] if design else []
        found = changes[0].get("smallest_drop", 1.0) if changes else None
        right = 2.802 * math.sqrt(0.1 / n)
        is_right = found is not None and abs(found / right - 1) < 0.08
        yield f"the smallest drop that {n} prompts find", is_right, missing or f"{found}, about {right:.5f}"


def coverage(run):
    report, missing = json_of(
        *run.belay(["bench", "coverage", "--experiments", "1", "--json"], timeout=1800)
    )
    methods = ("Clopper\u2013Pearson", "failing \u2264", "worse by \u2264", "net worsening \u2264")
    exact = [
        cell
        for cell in (report["cells"] if report else [])
        if "summed" in cell["study"] and cell["method"] in methods
    ]
    sizes = {cell["setting"]["n"] for cell in exact}
    low = [cell for cell in exact if cell["share"] < cell["nominal"] - 1e-9]
    complete = {5.0, 1319.0, 5000.0, 10000.0} <= sizes
    detail = missing or f"{len(exact)} cells at {sorted(sizes)}; too low: {low[:2]}"
    yield "exact limits cover from 5 to 10,000 prompts", complete and not low, detail


# Recipes: what is refused, what is said.


def recipe(run, *settings):
    """Plans the recipe with the settings; the model is the cases' tiny one."""
    file = run.folder("recipe") / "r.yaml"
    file.write_text(RECIPE.format(model=run.cases / "hostile" / "tinym"), encoding="utf-8")
    sets = [word for setting in settings for word in ("--set", setting)]
    return run.belay(["run", file, "--plan", *sets])


def refused(run, name, key, *settings):
    code, out, errors = recipe(run, *settings)
    is_right = code == 2 and key + ":" in errors and "Exception" not in errors
    return name, is_right, f"exit {code}: {(errors.strip() or out.strip())[:300]}"


def accepted(run, name, says, *settings):
    code, out, errors = recipe(run, *settings)
    is_right = code == 0 and re.search(says, out, re.S) is not None
    return name, is_right, f"exit {code}: {(errors + out)[:600]}"


def recipes(run):
    reward = "train.kl={coef: 1, estimator: %s, placement: reward}"
    loss = "train.kl={coef: 1, estimator: %s, placement: loss}"
    yield accepted(run, "k1 in the reward", "k1 in the reward", reward % "k1")
    for estimator in ("k2", "k3", "exact"):
        name = f"{estimator} in the reward is no anchor"
        yield refused(run, name, "train.kl.estimator", reward % estimator)
        said = f"{estimator} in the loss"
        yield accepted(run, said, said, loss % estimator)
    for key, value in (("top_p", 0.5), ("top_k", 5), ("min_p", 0.1)):
        for coef in (0, 0.1):
            settings = f"train.rollout.{key}={value}", f"train.kl.coef={coef}"
            yield refused(run, " ".join(settings), f"train.rollout.{key}", *settings)
    neutral = "train.rollout={top_p: 1.0, top_k: 0, min_p: 0.0}"
    yield accepted(run, "sampling that cuts nothing", "rlvr", neutral)
    for algorithm in ("rloo", "opo", "remax", "gpg", "reinforce"):
        settings = f"train.algorithm={algorithm}", "train.rollout.epochs=2"
        yield refused(run, " ".join(settings), "train.rollout.epochs", *settings)
    says = "clip of dapo has no effect.*groups without signal are left out"
    yield accepted(run, "dapo says what it does and what not", says, "train.algorithm=dapo")
    yield refused(run, "a clip without effect", "train.clip_high", "train.clip_high=0.3")
    settings = "train.clip_high=0.3", "train.rollout.epochs=2"
    yield accepted(run, "a clip with effect", "rlvr", *settings)
    code, out, errors = run.belay(["recipe", "--reference"])
    row = next((line for line in out.splitlines() if "`train.rollout.mini_batches`" in line), "")
    is_right = "an optimizer step on each part" in row
    yield "mini-batches are said to be parts with a step each", is_right, row or f"exit {code}: {errors}"


def training(run):
    """The model is its own reference at the first step; what was cut off has earned nothing."""
    for temperature in (0.7, 1.0, 1.5):
        folder = run.folder("run")
        file = folder / "r.yaml"
        file.write_text(RECIPE.format(model=run.cases / "hostile" / "tinym"), encoding="utf-8")
        code, _, errors = run.belay(
            ["run", file, "--out", folder / "out", "--set", "train.kl={coef: 1}"]
            + ["--set", f"train.rollout.temperature={temperature}"]
        )
        metrics = folder / "out" / "metrics.jsonl"
        lines = metrics.read_text("utf-8").splitlines() if metrics.is_file() else []
        steps = [json.loads(line) for line in lines]
        name = f"no KL to itself at temperature {temperature}, no reward for what was cut off"
        if code != 0 or len(steps) != 2:
            yield name, False, f"exit {code}, {len(steps)} steps: {errors[-300:]}"
            continue
        is_right = abs(steps[0]["kl_sequence_mean"]) < 1e-6 and steps[0]["logprob_gap_max"] < 1e-2
        for step in steps:
            is_right = is_right and step["reward_math"] <= 1 - step["truncated_share"] + 1e-9
        yield name, is_right, json.dumps(steps)[:600]


# What is printed beside one another.


def over_refusal(run):
    texts = "I can't help with that request.", "Sure, here is how, step by step: first, take it."
    folders = []
    for text in texts:
        out = run.folder("eval") / "e"
        with run.server("plain", {"": {"text": text}}) as url:
            code, _, errors = run.belay(
                ["eval", "--model", url, "--suite", "builtin-safety,builtin-twins", "--out", out]
                + ["--judge", "refusal-patterns", "--limit", "400"]
            )
        folders.append(out)
        if code != 0:
            yield "evaluations of refusing and of complying", False, f"exit {code}: {errors[-300:]}"
            return
    refusing, complying = folders
    for name, before, after, said in (
        ("over-refusal of a model that stopped refusing", refusing, complying, "says nothing"),
        ("over-refusal of a model that never refused", complying, complying, "says nothing"),
        ("over-refusal of a model that began to refuse", complying, refusing, " no"),
    ):
        _, text, errors = run.belay(["compare-evals", before, after])
        rows = (line for line in text.splitlines() if re.match(r"\s*builtin-twins +\d", line))
        row = next(rows, "")
        yield name, row.rstrip().endswith(said), row or errors[-300:]


def arms(run):
    """Both stop at the same accuracy on the same problems."""
    until = []
    for arm in ("demo-rlvr", "demo-sft"):
        _, out, errors = run.belay(["recipe", run.checkout / "recipes" / f"{arm}.yaml"])
        found = re.search(r"^  until:\n((?:    .*\n)+)", out, re.M)
        until.append(re.sub(r".*every_steps.*\n", "", found[1]) if found else errors[-200:])
    is_right = until[0] == until[1] and "accuracy:" in until[0]
    return "the demo's arms stop at the same accuracy", is_right, " / ".join(until)
