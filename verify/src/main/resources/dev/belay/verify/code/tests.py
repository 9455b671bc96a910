"""The process of the tests. The tested code never enters it: names that the tests take from the
code stand for objects of another process, and only plain values come back, as copies.
"""
import ast, asyncio, bisect, copy, functools, heapq, io, itertools, math, operator, random, re
import resource, signal, string, sys, time, typing, unittest, statistics, inspect

LIBRARY = frozenset(getattr(sys, "stdlib_module_names", ()) or library_names())


class Broken(Exception):
    """The tests themselves cannot be run."""


class Counted(ast.NodeTransformer):
    """Counts the assertions that run, so that tests which happen to assert nothing do not pass."""

    def visit_Assert(self, node):
        call = ast.Expr(ast.Call(ast.Name("__belay_count__", ast.Load()), [], []))
        return [ast.copy_location(call, node), node]


class Program:
    """The tests of one problem, read but not yet run."""

    def __init__(self, job):
        self.entry = job["entry"]
        self.parts = []
        self.defines_check = self.calls_check = False
        self.prefix = self.prompt(job["prefix"])
        for name, source in [("setup", job["setup"])] + [
                ("test %d" % (i + 1), t) for i, t in enumerate(job["tests"])]:
            self.parts.append((name, source, self.parse(name, source)))
        trees = [tree for _, _, tree in self.parts[1:]]
        self.defined = {n for _, _, tree in self.parts for n in stored(tree)}
        for node in (node for tree in trees for node in tree.body):
            self.defines_check |= isinstance(node, ast.FunctionDef) and node.name == "check"
        for node in (node for tree in trees for node in ast.walk(tree)):
            self.calls_check |= (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                                 and node.func.id == "check")
        self.asserts = any(isinstance(n, ast.Assert) for t in trees for n in ast.walk(t))
        if not (self.asserts or any(may_fail(n) for t in trees for n in ast.walk(t))):
            raise Broken("the tests assert nothing")
        if self.defines_check and not self.calls_check and not self.entry:
            raise Broken("the tests define check, but no entry point is given to it")

    @staticmethod
    def parse(name, source):
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
            raise Broken("%s is no Python: %s" % (name, e)) from e

    @staticmethod
    def prompt(prefix):
        """The prompt as a program of its own; what it leaves open is closed."""
        for ending in ("", "\n    pass\n", "\n        pass\n"):
            try:
                ast.parse(prefix + ending)
                return prefix + ending
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
        return ""

    def wanted(self, known):
        """The names that the tests take from the tested code, the entry point first."""
        names = [self.entry] if self.entry else []
        for _, _, tree in self.parts:
            for node in ast.walk(tree):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    if node.id not in names and node.id not in self.defined | known:
                        names.append(node.id)
        return names


def may_fail(node):
    if isinstance(node, ast.Raise):
        return True
    name = getattr(node, "attr", getattr(node, "id", ""))
    return isinstance(name, str) and name.startswith(("assert", "TestCase"))


def stored(tree):
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update((a.asname or a.name).partition(".")[0] for a in node.names)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
    return found


def run(job, peer):
    """Runs the tests; says how they ended and why."""
    program = Program(job)
    ran = [0]

    def count():
        ran[0] += 1

    space = types.ModuleType("tests")
    sys.modules["tests"] = space
    names = vars(space)
    try:
        exec(compile(program.prefix, "<prompt>", "exec"), names)
    except Exception as e:
        raise Broken("the prompt is no Python that runs: %r" % e) from e
    peer.classes = {n: v for n, v in names.items()
                    if isinstance(v, type) and v.__module__ == "tests"}
    names["__belay_count__"] = count
    chosen, problem = peer.request(
        "load", job["code"], [job["entry"]] if job["entry"] else [], list(peer.classes))
    if chosen == -1:
        return "failed", problem
    take_names(program, names, peer, job)
    if job["entry"] and job["entry"] not in names:
        return "failed", "does not define " + job["entry"]
    for name, source, tree in program.parts:
        peer.place = (name, source)
        tree = ast.fix_missing_locations(Counted().visit(tree))
        exec(compile(tree, "<%s>" % name, "exec"), names)
    if program.defines_check and not program.calls_check:
        names["check"](names[job["entry"]])
    cases = run_defined(names)
    if ran[0] == 0 and program.asserts and not cases:
        return "failed", "no assertion of the tests was reached"
    return "passed", "all tests pass"


def take_names(program, names, peer, job):
    known = set(names) | set(vars(builtins))
    if job["entry"]:
        names.pop(job["entry"], None)
    for name in program.wanted(known):
        if name in LIBRARY and name != job["entry"]:
            names[name] = importlib.import_module(name)
            continue
        try:
            names[name] = peer.request("name", name)
        except AttributeError:
            pass


def run_defined(names):
    """Runs test functions and test cases, where the tests define some; how many."""
    own = [v for v in list(names.values()) if getattr(v, "__module__", "") == "tests"]
    functions = [v for v in own if isinstance(v, types.FunctionType)
                 and v.__name__.startswith("test_") and not inspect.signature(v).parameters]
    for function in functions:
        found = function()
        if inspect.iscoroutine(found):
            asyncio.run(found)
    suite = unittest.TestSuite()
    for case in own:
        if isinstance(case, type) and issubclass(case, unittest.TestCase):
            suite.addTest(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    result = unittest.TestResult()
    suite.run(result)
    bad = result.errors + result.failures
    if bad:
        raise AssertionError(bad[0][1].strip().rpartition("\n")[2])
    if result.skipped or result.unexpectedSuccesses:
        raise AssertionError("a test was skipped")
    return result.testsRun - len(result.expectedFailures)


def outcome(job, peer):
    try:
        if job.get("check"):
            Program(job)
            state, reason = "passed", ""
        else:
            state, reason = run(job, peer)
    except Broken as e:
        return "broken", str(e)
    except Gone:
        return "failed", "the process of the code ended"
    except BaseException as e:
        state, reason = "failed", explained(e, peer)
    if peer.problem:
        return "broken", peer.problem
    if peer.gone:
        return "failed", "the process of the code ended"
    return state, reason


def explained(problem, peer):
    name = getattr(problem, "belay_name", type(problem).__name__)
    text = "%s: %s" % (name, problem) if str(problem) else name
    where, source = peer.place
    at = problem.__traceback__
    line = None
    while at is not None:
        if at.tb_frame.f_code.co_filename == "<%s>" % where:
            line = at.tb_lineno
        at = at.tb_next
    if line is not None:
        text = "%s: %s: %s" % (where, source.splitlines()[line - 1].strip()[:120], text)
    return text[:400]


def serve_job(job, read_fd, write_fd):
    limit(job["limits"])
    sys.stdout = sys.stderr = io.StringIO()
    sys.stdin = io.StringIO()
    random.seed(0)

    def receive():
        if peer.gone:
            raise Gone()
        try:
            data = read_bytes(read_fd)
        except BaseException:
            peer.gone = True
            raise Gone() from None
        peer.received += 1
        message = json.loads(data)
        if message is None:
            peer.gone = True
            raise Gone()
        return message

    def send(message):
        if peer.gone:
            raise Gone()
        write_all(write_fd, b"C" + frame(message))

    peer = Tests(receive, send)
    state, reason = outcome(job, peer)
    report = frame({"nonce": job["nonce"], "state": state, "reason": reason,
                    "received": peer.received})
    write_all(write_fd, b"R" + report)


def main():
    read_fd, write_fd = take_streams()
    write_all(write_fd, b"R" + frame("ready"))
    while True:
        try:
            job = read_frame(read_fd)
        except Gone:
            os._exit(0)
        child = os.fork()
        if child == 0:
            serve_job(job, read_fd, write_fd)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status != 0:
            write_all(write_fd, b"R" + frame({"nonce": "", "state": "died", "reason": ""}))
            os._exit(1)


main()
