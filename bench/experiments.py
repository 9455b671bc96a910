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
    at: float | None = None  # The coefficient at which it stands in the picture of a frontier.
    short: str = ""  # Its name there, where it stands by its prompts.


@dataclasses.dataclass(frozen=True)
class Experiment:
    """Arms that are compared, what is overridden in all of them, and where the table stands."""

    key: str
    arms: tuple
    pages: tuple
    overrides: tuple = ()
    seeds: str = "17,18,19"
    is_frontier: bool = False  # One idea at many settings, each on the seeds that it was run on.

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
# What `belay demo` runs, on more seeds than one; the drift, which takes a third of the time, is
# measured in the experiment above.
DEMO_SEEDS = dataclasses.replace(
    DEMO,
    key="demo-seeds",
    pages=("docs/results.md",),
    overrides=("evaluate.drift.enabled=false",),
    seeds="17,18,19,20,21",
)

# Whether RLVR unlearns refusing because refusals of the task earn less: the same without them.
TASK_REFUSALS = dataclasses.replace(
    DEMO_SEEDS,
    key="task-refusals",
    arms=(
        DEMO.arms[0],
        Arm(
            "demo-rlvr-masked",
            "refusals of the task left out",
            "#1f8a8a",
            "demo-rlvr",
            ("train.signal.task_refusals=mask",),
        ),
    ),
)

# What would refute the anchor stands beside it: each arm stops at the same held-out accuracy.
ANCHORED = (
    "train.anchor={ prompts_per_step: 8, coef: 3, data: ["
    "{ source: builtin-safety, split: align, label: refuse, limit: 120 },"
    " { source: builtin-safety, split: align, label: answer, limit: 60 },"
    " { source: builtin-benign, split: align, limit: 60 } ] }"
)
FIRST_TOKEN = "train.anchor.positions=1"
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
FIRST = Arm(
    "rlvr+first",
    "anchor on the first token",
    "#6fa8d8",
    "demo-rlvr-anchored",
    (FIRST_TOKEN,),
)
# Each way of asking with the weight and the number of prompts that it has alone.
UNDER_ATTACKS = (
    "train.anchor.attacks=[direct, prefix-injection, prefill]",
    "train.anchor.prompts_per_step=24",
    "train.anchor.coef=9",
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
        Arm("sft+first", "SFT, first token", "#7cc4c4", "demo-sft", (ANCHORED, FIRST_TOKEN)),
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
            "four times the KL's price",
            "#777777",
            "demo-rlvr",
            ("train.kl.coef=0.02", "train.steps=240"),
        ),
        Arm(
            "rlvr-tight",
            "twenty times the KL's price",
            "#333333",
            "demo-rlvr",
            ("train.kl.coef=0.1", "train.steps=120"),
        ),
        HARMLESS_ALONE,
        FIRST,
        Arm(
            "rlvr+attacked",
            "first token, asked under attacks",
            "#1f8a8a",
            "demo-rlvr-anchored",
            (FIRST_TOKEN, *UNDER_ATTACKS),
        ),
    ),
    ("docs/results.md",),
    ATTACKED,
)


def _strong(coef):
    return Arm(
        f"rlvr+coef-{coef:g}",
        f"coefficient {coef:g}",
        HELD.colour,
        "demo-rlvr-anchored",
        (f"train.anchor.coef={coef:g}",),
        at=coef,
    )


def _first(coef):
    return Arm(
        f"rlvr+first-{coef:g}",
        f"first token alone, coefficient {coef:g}",
        "#c98a2b",
        "demo-rlvr-anchored",
        (FIRST_TOKEN, f"train.anchor.coef={coef:g}"),
        at=coef,
    )


def _prompts(key, name, short, *overrides):
    arm = Arm(f"rlvr+{key}", name, HELD.colour, "demo-rlvr-anchored", overrides)
    return dataclasses.replace(arm, short=short)


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
        dataclasses.replace(PLAIN, name="none", short="none"),
        _strong(0.3),
        _strong(1),
        dataclasses.replace(HELD, name="coefficient 3", at=3),
        _strong(10),
        _strong(30),
        _first(0.1),
        _first(0.3),
        _first(1),
        dataclasses.replace(
            FIRST, name="first token alone, coefficient 3", colour="#c98a2b", at=3
        ),
        _first(10),
        _prompts("few-8", "coefficient 3, 8 prompts", "8 prompts", _few(8)),
        _prompts("few-40", "coefficient 3, 40 prompts", "40 prompts", _few(40)),
        _prompts("refused", "coefficient 3, requests alone", "requests", REFUSED),
        dataclasses.replace(
            HARMLESS_ALONE, name="coefficient 3, harmless alone", short="harmless"
        ),
    ),
    ("docs/results.md",),
    AT_70,
    is_frontier=True,
)
# The coefficient that the frontier speaks for, on other seeds and on all prompts that there are.
GOAL = Experiment(
    "goal",
    (_strong(10),),
    ("docs/results.md",),
    (
        "train.until.accuracy=0.70",
        "evaluate.safety=[builtin-safety, 'harmbench?', 'advbench?', 'strongreject?',"
        " 'jailbreakbench?', 'malicious-instruct?']",
        "evaluate.over_refusal=[builtin-twins, 'xstest?', 'benign-instructions?']",
        "evaluate.drift.prompts=16",
    ),
    seeds="20,21,22",
)
ALIGN = Experiment(
    "align",
    (Arm("align", "Alignment", "#2b5fa8", "align-smollm2"),),
    ("docs/results.md",),
)
EXPERIMENTS = {
    experiment.key: experiment
    for experiment in (DEMO, DEMO_SEEDS, TASK_REFUSALS, ANCHOR, REFUTERS, FRONTIER, GOAL, ALIGN)
}
