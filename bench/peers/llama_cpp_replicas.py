"""Belay's evaluation of a model behind llama_cpp.server, as that is started by default.

    python bench/peers/llama_cpp_replicas.py defaults MODEL.gguf WORK [--limit 20] [--tokens 32]
    python bench/peers/llama_cpp_replicas.py replicas MODEL.gguf WORK [--limit 60] [--tokens 32]

`defaults`: one server, asked with Belay's neutral values and with `--server-defaults`: the bodies
of the requests, and how many texts and labels differ. `replicas`: the same suite by one server,
by two, by two of which one is killed in the middle, and by two that are both killed and a third
that `--resume` goes on with: the records, compared byte for byte. Prints a Markdown table. Every
run stays in WORK and is not made again. BELAY names the launcher, `./belay` by default; Python
needs `llama-cpp-python[server]`.
"""

import argparse
import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

SUITE = "builtin-safety"


class LlamaServer:
    """A server process; its log has a line for each request."""

    def __init__(self, model, port, work):
        self.port = port
        self.url = f"http://127.0.0.1:{port}/v1"
        self.log = work / f"server-{port}.log"
        command = [sys.executable, "-m", "llama_cpp.server", "--model", model, "--port", str(port)]
        self.out = open(self.log, "w")
        self.process = subprocess.Popen(command, stdout=self.out, stderr=subprocess.STDOUT)

    def wait(self):
        for _ in range(600):
            try:
                urllib.request.urlopen(self.url + "/models").read()
                return self
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"the server ended; see {self.log}")
                time.sleep(0.1)
        sys.exit(f"the server does not answer; see {self.log}")

    def completions(self):
        return self.log.read_text(errors="replace").count('/chat/completions HTTP/1.1" 200')

    def kill_after(self, more):
        """Kills it (kill -9) from another thread once it has given so many more completions."""

        def watch(until):
            while self.process.poll() is None and self.completions() < until:
                time.sleep(0.02)
            self.kill()

        threading.Thread(target=watch, args=(self.completions() + more,), daemon=True).start()

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Recorder:
    """Passes requests on to a server and keeps their bodies."""

    def __init__(self, target):
        self.bodies = bodies = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.pass_on(None)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                bodies.append(json.loads(body))
                self.pass_on(body)

            def pass_on(self, body):
                address = target.url + self.path.removeprefix("/v1")
                headers = {"Content-Type": "application/json"}
                request = urllib.request.Request(address, data=body, headers=headers)
                try:
                    with urllib.request.urlopen(request) as answer:
                        status, text = answer.status, answer.read()
                except urllib.error.HTTPError as error:
                    status, text = error.code, error.read()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/v1"


def belay(arguments, name, urls, *more):
    """Runs an evaluation, unless it was finished before; returns the exit code."""
    folder = arguments.work / name
    if (folder / "summary.json").exists():
        return 0
    command = [os.environ.get("BELAY", "./belay"), "eval", "--out", str(folder)]
    for url in urls:
        command += ["--model", url]
    command += ["--suite", f"{SUITE}:{arguments.limit}", "--max-tokens", str(arguments.tokens)]
    started = time.time()
    done = subprocess.run(command + list(more), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    (arguments.work / f"{name}.log").write_bytes(done.stderr + done.stdout)
    print(f"{name}: exit code {done.returncode}, {time.time() - started:.0f} s", file=sys.stderr)
    return done.returncode


def records(arguments, name):
    path = arguments.work / name / f"{SUITE}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def differing(one, other, key):
    return sum(key(a) != key(b) for a, b in zip(one, other, strict=True))


def label(record):
    return record["verdicts"][0].get("label")


def text(record):
    return record["completion"]


def replica_facts(arguments, name):
    server = json.loads((arguments.work / name / "provenance.json").read_text())["server"]
    every = server["replicas"] + server.get("earlier_replicas", [])
    return "; ".join(f"{one['completions']}" + (" (left)" if "left" in one else "") for one in every)


def defaults(arguments):
    server = LlamaServer(arguments.model, arguments.port, arguments.work).wait()
    try:
        for name, more in [("neutral", []), ("theirs", ["--server-defaults"])]:
            recorder = Recorder(server)
            if belay(arguments, name, [recorder.url], *more) != 0:
                sys.exit(f"failed; see {arguments.work}/{name}.log")
            if recorder.bodies:
                shown = {k: v for k, v in recorder.bodies[-1].items() if k != "messages"}
                (arguments.work / f"{name}.body.json").write_text(json.dumps(shown))
    finally:
        server.kill()
    one, other = records(arguments, "neutral"), records(arguments, "theirs")
    for name in ["neutral", "theirs"]:
        print(f"{name}: {(arguments.work / f'{name}.body.json').read_text()}")
    print(f"\n| completions | texts that differ | labels that differ |\n|---|---|---|")
    print(f"| {len(one)} | {differing(one, other, text)} | {differing(one, other, label)} |")


def replicas(arguments):
    def start(number):
        return LlamaServer(arguments.model, arguments.port + number, arguments.work)

    def run(name, count, kill=(), more=()):
        if (arguments.work / name / "summary.json").exists():
            return
        servers = [start(number) for number in range(count)]
        try:
            for server in servers:
                server.wait()
            for number in kill:  # Two are to the questions at the start.
                servers[number].kill_after(2 + arguments.limit // 3)
            return belay(arguments, name, [server.url for server in servers], *more)
        finally:
            for server in servers:
                server.kill()

    run("one", 1)
    run("one-again", 1)
    run("two", 2)
    run("one-of-two-killed", 2, kill=[1])
    if not (arguments.work / "both-killed" / "summary.json").exists():
        run("both-killed", 2, kill=[0, 1], more=["--patience", "2"])
        third = start(2)
        try:
            third.wait()
            belay(arguments, "both-killed", [third.url], "--resume")
        finally:
            third.kill()
    one = records(arguments, "one")
    print("| servers | completions of each | records | records that differ |\n|---|---|---|---|")
    for name in ["one", "one-again", "two", "one-of-two-killed", "both-killed"]:
        these = records(arguments, name)
        each, differ = replica_facts(arguments, name), differing(one, these, lambda record: record)
        print(f"| {name} | {each} | {len(these)} | {differ} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("part", choices=["defaults", "replicas"])
    parser.add_argument("model")
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--tokens", type=int, default=32)
    parser.add_argument("--port", type=int, default=8100)
    arguments = parser.parse_args()
    arguments.limit = arguments.limit or (20 if arguments.part == "defaults" else 60)
    arguments.work.mkdir(parents=True, exist_ok=True)
    defaults(arguments) if arguments.part == "defaults" else replicas(arguments)


if __name__ == "__main__":
    main()
