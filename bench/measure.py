"""Runs Belay and its peers; each gives one line of JSON."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


KERNELS = ROOT / "bench" / "kernels"
SKIP_TESTS = ["-Dmaven.test.skip=true"]
JVM_FLAGS = [
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
    "-XX:+UseSerialGC",
]


def run(command):
    print("+ " + " ".join(map(str, command)), file=sys.stderr, flush=True)
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def last_json(text):
    return json.loads(text.strip().splitlines()[-1])


class Bench:
    """Belay and a Python with the peers, on one model."""

    def __init__(self, python, model):
        self.python = python
        self.model = model
        self.limits = json.loads(run([ROOT / "belay", "doctor", "--json"]))
        self.directory = json.loads(run([ROOT / "belay", "model", "info", "--json", model]))[
            "directory"
        ]

    def belay(self, what, *options):
        return last_json(run([ROOT / "belay", "bench", what, "--model", self.model, *options]))

    def peer(self, script, *options):
        return last_json(run([self.python, ROOT / "bench" / "peers" / script, *options]))

    def first_token_seconds(self):
        """Seconds from the shell to the end of a completion of one token."""
        words = ["generate", "--model", self.model, "--max-tokens", 1, "What is the capital of France?"]
        start = time.perf_counter()
        run([ROOT / "belay", *words])
        return time.perf_counter() - start

    def jmh(self):
        """The results of all JMH benchmarks of bench/kernels, built first."""
        home = pathlib.Path(self.limits["java_home"])
        os.environ["JAVA_HOME"] = str(home)
        run(["mvn", "-q", "-Pbench", "-pl", "bench/kernels", "-am", "package"] + SKIP_TESTS)
        class_path = (KERNELS / "target/kernels.classpath").read_text()
        with tempfile.TemporaryDirectory() as folder:
            results = pathlib.Path(folder) / "results.json"
            classes = f"{KERNELS / 'target/classes'}:{class_path}"
            options = ["-rf", "json", "-rff", results, "-foe", "true"]
            run([home / "bin/java", *JVM_FLAGS, "-cp", classes, "org.openjdk.jmh.Main", *options])
            return json.loads(results.read_text())

    def rollout_seconds(self, prompts, group, prompt_tokens, new_tokens, *options):
        """Seconds of one rollout, prompts included, and the figures it comes from."""
        sizes = ["--prompts", prompts, "--group-size", group, "--prompt-tokens", prompt_tokens]
        figures = self.belay("rollout", *sizes, "--max-tokens", new_tokens, *options)
        return figures["batch"] * new_tokens / figures["tokens_per_second"], figures

    def decode_speed(self, prompts, group, prompt_tokens, new_tokens, *options):
        """Tokens a second once the prompts are read: a rollout's time less that of one token."""
        whole, figures = self.rollout_seconds(prompts, group, prompt_tokens, new_tokens, *options)
        first, _ = self.rollout_seconds(prompts, group, prompt_tokens, 1, *options)
        figures["decode_tokens_per_second"] = round(
            figures["batch"] * (new_tokens - 1) / (whole - first), 1
        )
        return figures
