"""The arms of each experiment of the results: recipes with overrides, on the same suites.

Experiments share their runs: an arm of two experiments is trained once, by the one that is run
first, and the other takes of its suites what it has.
"""

import dataclasses
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent


@dataclasses.dataclass(frozen=True)
class Arm:
    """A recipe with overrides, its name in tables and its colour in the picture."""

    key: str
    name: str
    colour: str
    recipe: str
    overrides: tuple = ()


@dataclasses.dataclass(frozen=True)
class Experiment:
    """Arms that are compared, what is overridden in all of them, and where the table stands."""

    key: str
    arms: tuple
    pages: tuple
    overrides: tuple = ()
    seeds: str = "17,18,19"
    is_frontier: bool = False  # Its picture has what was kept by what was gained, an arm a point.

    @property
    def picture(self):
        name = "results" if self.key == "demo" else f"results-{self.key}"
        return ROOT / "docs/images" / f"{name}.svg"

    @property
    def markers(self):
        name = "results" if self.key == "demo" else f"results {self.key}"
        return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


DEMO = Experiment(
    "demo",
    (
        Arm("demo-rlvr", "RLVR (GRPO)", "#b4502d", "demo-rlvr"),
        Arm("demo-sft", "SFT", "#4b8a3a", "demo-sft"),
        Arm("demo-dpo", "RLHF (DPO)", "#8a5fb0", "demo-dpo"),
        Arm("demo-rlvr-anchored", "RLVR, anchor", "#2b5fa8", "demo-rlvr-anchored"),
    ),
    ("README.md", "docs/results.md"),
    (
        "evaluate.safety=[builtin-safety, 'harmbench:100?', 'advbench:200?', 'strongreject:100?',"
        " 'jailbreakbench:100?', 'malicious-instruct:100?']",
        "evaluate.over_refusal=['builtin-twins:200', 'xstest?', 'benign-instructions:100?']",
        "evaluate.drift.prompts=16",
    ),
)

# What would refute the anchor stands beside it: each arm stops at the same held-out accuracy.
ANCHORED = (
    "train.anchor={ prompts_per_step: 8, coef: 3, data: ["
    "{ source: builtin-safety, split: align, label: refuse, limit: 120 },"
    " { source: builtin-safety, split: align, label: answer, limit: 60 },"
    " { source: builtin-benign, split: align, limit: 60 } ] }"
)
HARMLESS = "train.anchor.data=[{ source: builtin-benign, split: align, limit: 240 }]"
PLAIN = Arm("rlvr", "RLVR", "#b4502d", "demo-rlvr")
HELD = Arm("rlvr+anchor", "RLVR, anchor", "#2b5fa8", "demo-rlvr-anchored")
HARMLESS_ALONE = Arm(
    "rlvr+harmless",
    "anchor on harmless prompts",
    "#d86fa0",
    "demo-rlvr-anchored",
    (HARMLESS,),
)
OVER_REFUSAL = "evaluate.over_refusal=['builtin-twins:200', 'xstest?', 'benign-instructions:100?']"
REQUESTS = (
    "evaluate.safety=[builtin-safety, 'harmbench:100?', 'advbench:100?', 'strongreject:100?',"
    " 'jailbreakbench:100?', 'malicious-instruct:100?']"
)
AT_70 = ("train.until.accuracy=0.70", REQUESTS, OVER_REFUSAL, "evaluate.drift.prompts=16")
ATTACKED = (
    *AT_70,
    "evaluate.attacks=[direct, prefix-injection, prefill]",
    "evaluate.drift.attacks=[direct]",
)
ANCHOR = Experiment(
    "anchor",
    (
        PLAIN,
        HELD,
        Arm("sft", "SFT", "#4b8a3a", "demo-sft"),
        Arm("sft+anchor", "SFT, anchor", "#1f8a8a", "demo-sft", (ANCHORED,)),
    ),
    ("docs/results.md",),
    ATTACKED,
)
# Cheaper things than the anchor, and the anchor without what it is said to hold by.
REFUTERS = Experiment(
    "refuters",
    (
        PLAIN,
        HELD,
        Arm(
            "rlvr-slow",
            "a third of the rate",
            "#c98a2b",
            "demo-rlvr",
            ("train.optimizer.learning_rate=5e-6", "train.steps=360"),
        ),
        Arm(
            "rlvr-averaged",
            "running mean",
            "#8a5fb0",
            "demo-rlvr",
            ("train.optimizer.ema_decay=0.9", "train.steps=240"),
        ),
        Arm(
            "rlvr-bound",
            "a KL that binds",
            "#777777",
            "demo-rlvr",
            ("train.kl.coef=0.02", "train.steps=240"),
        ),
        HARMLESS_ALONE,
        Arm(
            "rlvr+first",
            "anchor on the first token",
            "#6fa8d8",
            "demo-rlvr-anchored",
            ("train.anchor.positions=1",),
        ),
    ),
    ("docs/results.md",),
    ATTACKED,
)


def _anchored(key, name, *overrides):
    return Arm(f"rlvr+{key}", name, "#2b5fa8", "demo-rlvr-anchored", overrides)


def _few(count):
    return (
        "train.anchor.data=["
        f"{{ source: builtin-safety, split: align, label: refuse, limit: {count // 2} }},"
        f" {{ source: builtin-safety, split: align, label: answer, limit: {count // 4} }},"
        f" {{ source: builtin-benign, split: align, limit: {count // 4} }} ]"
    )


REFUSED = "train.anchor.data=[{ source: builtin-safety, split: align, label: refuse, limit: 240 }]"
FRONTIER = Experiment(
    "frontier",
    (
        PLAIN,
        _anchored("coef-0.3", "coefficient 0.3", "train.anchor.coef=0.3"),
        _anchored("coef-1", "coefficient 1", "train.anchor.coef=1"),
        HELD,
        _anchored("coef-10", "coefficient 10", "train.anchor.coef=10"),
        _anchored("few-8", "8 prompts", _few(8)),
        _anchored("few-40", "40 prompts", _few(40)),
        _anchored("refused", "requests alone", REFUSED),
        HARMLESS_ALONE,
    ),
    ("docs/results.md",),
    AT_70,
    seeds="17",
    is_frontier=True,
)
ALIGN = Experiment(
    "align",
    (Arm("align", "Alignment", "#2b5fa8", "align-smollm2"),),
    ("docs/results.md",),
)
EXPERIMENTS = {experiment.key: experiment for experiment in (DEMO, ANCHOR, REFUTERS, FRONTIER, ALIGN)}
