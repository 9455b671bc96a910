"""GSM8K with worked examples, by `belay eval` and by lm-evaluation-harness, on one model.

    python -m venv VENV
    VENV/bin/pip install lm-eval transformers torch datasets
    VENV/bin/python bench/peers/gsm8k_lm_eval.py DATA MODEL OUT [--tasks 40] [--max-tokens 256]
        [--part prompts|scores|verdicts] [--belay ./belay]

DATA holds `reasoning/gsm8k`; MODEL is a directory in the form of Hugging Face. The task is the
`gsm8k` that lm_eval ships, unchanged but for where its data lie. Three parts:

Prompts. Every test problem with five examples, in each form and with each sampler, is asked of a
tiny random model with MODEL's tokenizer, so that Belay writes down what it sends. lm_eval builds
the same requests. The texts are compared byte for byte: of `text` the prompt itself, of `message`
and `turns` the messages that both hand to the chat template.

Scores. The first `--tasks` test problems in the form `text`, drawn examples, greedy, fp32, as
lm_eval runs the task by default. Its two filters are applied to Belay's completions too, and
Belay's verifier to those of lm_eval. OUT keeps what is finished: after a kill the same command goes
on.

Verdicts. Published solutions of the test set whose ends are written in other ways, right and wrong:
what each filter and Belay's verifier say of them.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess

import lm_eval
import torch
import transformers
import yaml
from lm_eval import tasks

TASK = pathlib.Path(tasks.__file__).parent / "gsm8k" / "gsm8k.yaml"
FORMS = ("text", "message", "turns")
STRICT = re.compile(r"#### (\-?[0-9\.\,]+)")
FLEXIBLE = re.compile(r"(-?[$0-9.,]{2,})|(-?[0-9]+)")


def lines_of(file):
    """Lines end with a newline and nothing else: texts have other separators in them."""
    return [line for line in file.read_text().split("\n") if line]


def write_files(args):
    """The data, the task of lm_eval on them, and Belay's settings of the same suite."""
    source = pathlib.Path(args.data) / "reasoning" / "gsm8k"
    test = [line + "\n" for line in lines_of(source / "test.jsonl")]
    files = {"all": test, "some": test[: args.tasks]}
    for name, lines in files.items():
        (args.out / f"{name}.jsonl").write_text("".join(lines))
        for sampler in ("default", "first_n"):
            task = {
                "include": str(TASK),
                "task": f"{name}-{sampler}",
                "dataset_path": "json",
                "dataset_name": None,
                "dataset_kwargs": {
                    "data_files": {
                        "train": str(source / "train.jsonl"),
                        "test": str(args.out / f"{name}.jsonl"),
                    }
                },
                "fewshot_config": {"sampler": sampler, "split": "train"},
                "tag": None,
            }
            (args.out / f"task-{name}-{sampler}.yaml").write_text(yaml.safe_dump(task))
        published = yaml.safe_load(TASK.read_text())
        for form in FORMS:
            for sampler in ("random", "first"):
                suite = {
                    "path": f"{name}.jsonl",
                    "name": f"{name}-{form}-{sampler}",
                    "prompt": published["doc_to_text"],
                    "target": published["doc_to_target"],
                    "gold": "{{ answer.split('#### ')[-1] }}",
                    "stop": published["generation_kwargs"]["until"],
                    "fewshot": {
                        "count": published["num_fewshot"],
                        "from": str(source / "train.jsonl"),
                        "as": form,
                        "sampler": sampler,
                    },
                }
                (args.out / f"{name}-{form}-{sampler}.yaml").write_text(yaml.safe_dump(suite))


def tiny_model(args):
    """A random model of one layer with the real model's tokenizer and template."""
    folder = args.out / "tiny"
    if not (folder / "model.safetensors").exists():
        real = transformers.AutoConfig.from_pretrained(args.model)
        config = transformers.LlamaConfig(
            vocab_size=real.vocab_size,
            hidden_size=16,
            intermediate_size=16,
            num_hidden_layers=1,
            num_attention_heads=1,
            num_key_value_heads=1,
            max_position_embeddings=real.max_position_embeddings,
            bos_token_id=real.bos_token_id,
            eos_token_id=real.eos_token_id,
        )
        torch.manual_seed(0)
        transformers.LlamaForCausalLM(config).save_pretrained(folder)
        for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
            if (pathlib.Path(args.model) / name).exists():
                shutil.copy(pathlib.Path(args.model) / name, folder / name)
        template = pathlib.Path(args.model) / "chat_template.jinja"
        if template.exists():
            shutil.copy(template, folder / template.name)
    return folder


def belay(args, model, suites, out, *more):
    """The lines of each suite, by its name."""
    command = [args.belay, "eval", "--model", str(model), "--out", str(out), "--dtype", "float32"]
    command += ["--task", ",".join(str(args.out / f"{suite}.yaml") for suite in suites), *more]
    if (out / "evaluation.json").exists():
        command.append("--resume")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {
        suite: [json.loads(line) for line in lines_of(out / f"{suite}.jsonl")]
        for suite in suites
    }


def load(args, name, sampler):
    """A task of lm_eval, with the seed that its command line gives few-shot examples."""
    manager = tasks.TaskManager(include_path=str(args.out))
    task = manager.load([f"{name}-{sampler}"])
    task = task["tasks"][f"{name}-{sampler}"] if "tasks" in task else task[f"{name}-{sampler}"]
    task.set_fewshot_seed(seed=1234)
    return task


def messages(history, add_generation_prompt=True):
    """In place of a chat template: the messages themselves."""
    return json.dumps([[one["role"], one["content"]] for one in history])


def requests(args, name, form, sampler):
    """What lm_eval asks for each problem."""
    task = load(args, name, sampler)
    task.build_all_requests(
        apply_chat_template=form != "text",
        fewshot_as_multiturn=form == "turns",
        chat_template=messages if form != "text" else None,
        tokenizer_name="none",
    )
    return [instance.args[0] for instance in task.instances]


def compare_prompts(args):
    """Prints how many prompts are the same, byte for byte."""
    suites = [f"all-{form}-{sampler}" for form in FORMS for sampler in ("random", "first")]
    lines = belay(args, tiny_model(args), suites, args.out / "prompts", "--max-tokens", "1")
    print("prompts of the test set, five examples, byte for byte")
    for form in FORMS:
        for sampler, theirs in (("random", "default"), ("first", "first_n")):
            asked = requests(args, "all", form, theirs)
            ours = [
                one["messages"][0]["content"]
                if form == "text"
                else json.dumps([[m["role"], m["content"]] for m in one["messages"]])
                for one in lines[f"all-{form}-{sampler}"]
            ]
            same = sum(a.encode() == b.encode() for a, b in zip(asked, ours, strict=True))
            size = sum(len(text.encode()) for text in asked)
            print(f"  {form:8} {sampler:7} {same} of {len(asked)} equal, {size} bytes")


def extracted(text):
    """What the two filters of lm_eval's task find in a completion."""
    strict = STRICT.findall(text)
    loose = [one for match in FLEXIBLE.findall(text)[-1:] for one in match if one]
    return (strict[0] if strict else "[invalid]").strip(), (loose or ["[invalid]"])[0].strip()


def exact(found, answer):
    """lm_eval's exact match, with what its task ignores."""
    clean = []
    for text in (found, answer):
        for ignored in (",", r"\$", r"(?s).*#### ", r"\.$"):
            text = re.sub(ignored, "", text)
        clean.append(text.lower())
    return clean[0] == clean[1]


def differ(ours, theirs):
    """On how many texts two readings say something else."""
    return sum(a != b for a, b in zip(ours, theirs, strict=True))


def verdicts(args, name, texts, golds):
    """Belay's verdicts on completions of whoever."""
    file = args.out / f"{name}.jsonl"
    with file.open("w") as out:
        for i, (text, gold) in enumerate(zip(texts, golds, strict=True)):
            line = {"id": str(i), "domain": "math", "gold": gold, "completion": text}
            out.write(json.dumps(line) + "\n")
    done = subprocess.run(
        [args.belay, "verify", str(file)], check=True, capture_output=True, text=True
    )
    return [json.loads(line)["state"] == "correct" for line in done.stdout.splitlines()]


def compare_scores(args):
    """Prints the scores of both on the same problems, and where they differ."""
    suite = "some-text-random"
    tokens = str(args.max_tokens)
    lines = belay(args, args.model, [suite], args.out / "belay", "--max-tokens", tokens)[suite]
    result = lm_eval.simple_evaluate(
        model="hf",
        model_args=f"pretrained={args.model},dtype=float32",
        tasks=["some-default"],
        task_manager=tasks.TaskManager(include_path=str(args.out)),
        gen_kwargs=f"max_gen_toks={args.max_tokens}",
        device="cpu",
        batch_size=1,
        log_samples=True,
        use_cache=str(args.out / "cache"),
    )
    samples = {}
    for one in result["samples"]["some-default"]:
        samples.setdefault(one["doc_id"], {})[one["filter"]] = one
    theirs = [samples[i] for i in sorted(samples)]
    texts = [one["strict-match"]["resps"][0][0] for one in theirs]
    answers = [one["strict-match"]["doc"]["answer"] for one in theirs]
    golds = [answer.split("#### ")[-1] for answer in answers]
    ours = [one["completion"] for one in lines]
    asked = [one["strict-match"]["arguments"][0][0] for one in theirs]
    n = len(theirs)
    same = sum(a == b["messages"][0]["content"] for a, b in zip(asked, lines, strict=True))
    print(f"the first {n} test problems, text, drawn examples, fp32, greedy, {tokens} tokens")
    print(f"  prompts equal      {same}")
    print(f"  completions equal  {sum(a == b for a, b in zip(texts, ours, strict=True))}")
    print(f"  ended at a stop string or end token: Belay "
          f"{sum(one['finish_reason'] != 'length' for one in lines)}")  # fmt: skip
    for index, name in enumerate(("strict-match", "flexible-extract")):
        reported = [one[name]["exact_match"] == 1 for one in theirs]
        again = [exact(extracted(text)[index], a) for text, a in zip(texts, answers, strict=True)]
        assert again == reported, "the filters here are not lm_eval's"
        belays = [exact(extracted(text)[index], a) for text, a in zip(ours, answers, strict=True)]
        print(f"  {name:17}  lm_eval {sum(reported)}, on Belay's completions {sum(belays)}, "
              f"differ on {differ(reported, belays)}")  # fmt: skip
    own = [one["score"] == 1 for one in lines]
    theirs_by_belay = verdicts(args, "verify", texts, golds)
    loose = [one["flexible-extract"]["exact_match"] == 1 for one in theirs]
    print(f"  Belay's verifier   lm_eval's completions {sum(theirs_by_belay)}, Belay's {sum(own)}; "
          f"beside flexible-extract on lm_eval's: differ on "
          f"{differ(theirs_by_belay, loose)}")  # fmt: skip
    for i, (a, b) in enumerate(zip(theirs_by_belay, loose, strict=True)):
        if a != b:
            found = extracted(texts[i])[1]
            print(f"    problem {i}: gold {golds[i]}, Belay {a}, flexible {b} ({found}):")
            print(f"      ...{texts[i][-160:]!r}")


def endings(answer):
    """A published solution, its end written in several ways; the last is wrong."""
    steps, gold = answer.rsplit("\n#### ", 1)
    steps = re.sub(r"<<[^>]*>>", "", steps)
    wrong = str(int(gold.replace(",", "")) + 1)
    return {
        "#### 18": f"{steps}\n#### {gold}",
        "#### $18": f"{steps}\n#### ${gold}",
        "#### 18 dollars": f"{steps}\n#### {gold} dollars",
        "The answer is 18.": f"{steps}\nThe answer is {gold}.",
        "The answer is 18.00.": f"{steps}\nThe answer is {gold}.00.",
        "The answer is \\boxed{18}.": f"{steps}\nThe answer is \\boxed{{{gold}}}.",
        "The answer is **18** of 190.": f"{steps}\nThe answer is **{gold}** of {wrong}0.",
        "no last line": steps,
        "#### 19 (wrong)": f"{steps}\n#### {wrong}",
    }


def compare_verdicts(args):
    """Prints how many of the solutions each way to read an answer takes for right."""
    answers = [json.loads(line)["answer"] for line in lines_of(args.out / "all.jsonl")]
    golds = [answer.split("#### ")[-1] for answer in answers]
    print(f"published solutions with their ends rewritten, taken for right of {len(answers)}")
    print("  end                            strict  flexible  Belay")
    for end in endings(answers[0]):
        texts = [endings(answer)[end] for answer in answers]
        counts = [
            sum(exact(extracted(t)[i], a) for t, a in zip(texts, answers, strict=True))
            for i in range(2)
        ]
        ours = sum(verdicts(args, "verify", texts, golds))
        print(f"  {end:30} {counts[0]:6} {counts[1]:9} {ours:6}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("data")
    parser.add_argument("model")
    parser.add_argument("out", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--tasks", type=int, default=40)
    parser.add_argument("--max-tokens", type=int, default=256)
    parser.add_argument("--part", choices=("prompts", "scores", "verdicts"))
    parser.add_argument("--belay", default="./belay")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    write_files(args)
    parts = {"prompts": compare_prompts, "scores": compare_scores, "verdicts": compare_verdicts}
    for part in [args.part] if args.part else parts:
        parts[part](args)


if __name__ == "__main__":
    main()
