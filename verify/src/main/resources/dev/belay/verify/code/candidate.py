"""The process of the tested code: it loads the code and does what the tests ask of it.

Nothing here is trusted once the code has been loaded.
"""
import io, operator, sys


class Output(io.StringIO):
    """What the code prints, as far as anybody may want to read it."""

    LIMIT = 1 << 20

    def write(self, text):
        room = self.LIMIT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)

    def take(self):
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        return text


class Callback:
    """A function of the tests."""

    def __init__(self, peer, number, iterates):
        self._belay = (peer, number)
        if iterates:
            self.__class__ = CallbackIterator

    def __call__(self, *args, **kwargs):
        peer, number = self._belay
        return peer.request("call", number, args, kwargs)


class CallbackIterator(Callback):
    def __iter__(self):
        return self

    def __next__(self):
        peer, number = self._belay
        ended, value = peer.request("next", number)
        if ended:
            raise StopIteration
        return value


UNARY = {
    "len": len, "str": str, "repr": repr, "bool": bool, "int": int, "float": float, "abs": abs,
    "hash": hash, "index": operator.index, "neg": operator.neg, "pos": operator.pos,
    "invert": operator.invert, "iter": iter, "reversed": reversed, "complex": complex,
    "enter": lambda value: type(value).__enter__(value),
    "exit": lambda value: type(value).__exit__(value, None, None, None),
}
BINARY = {name: getattr(operator, name) for name in (
    "eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv", "mod",
    "pow", "matmul", "and_", "or_", "xor", "lshift", "rshift")}


class Candidate(Peer):
    def __init__(self, receive, send, output):
        super().__init__(receive, send)
        self.module = types.ModuleType("solution")
        self.text = output
        self.by_value = ()

    def output(self):
        return self.text.take()

    def shared(self, value):
        name = type(value).__name__
        return name in self.by_value and vars(self.module).get(name) is type(value)

    def blank(self, name):
        kind = vars(self.module)[name]
        return kind.__new__(kind)

    def reference(self, value):
        kind = "class" if isinstance(value, type) else "object"
        if isinstance(value, type) and issubclass(value, Exception):
            kind = "exception"
        bases = [k.__name__ for k in value.__mro__] if kind == "exception" else []
        return ["x", self.export(value), kind, getattr(value, "__name__", ""), bases]

    def resolve(self, tag, node):
        if tag == "y":
            return self.exports[node[1]]
        if tag == "m":
            return getattr(importlib.import_module(node[1]), node[2])
        if tag == "M":
            return getattr(TYPES[node[1]], node[2])
        if tag == "k":
            return Callback(self, node[1], node[2])
        raise CannotCross("a value of the kind %r" % tag)

    def exception(self, raised, decoder):
        kind = next((TYPES[name] for name in raised["names"]), RuntimeError)
        return kind(*[decoder.get(arg) for arg in raised["args"]])

    def perform(self, op, operands):
        if op == "load":
            return self.load(*operands)
        if op == "name":
            return getattr(self.module, operands[0])
        if op == "call":
            value, args, kwargs = operands
            return value(*args, **kwargs)
        if op == "next":
            for value in operands[0]:
                return (False, value)
            return (True, None)
        if op == "unary":
            return UNARY[operands[0]](operands[1])
        if op == "binary":
            return BINARY[operands[0]](operands[1], operands[2])
        if op == "isinstance":
            return isinstance(operands[0], operands[1])
        if op == "await":
            import asyncio
            async def run(value):
                return await value
            return asyncio.run(run(operands[0]))
        return ATTRIBUTES[op](*operands)

    def load(self, code, entry, by_value):
        """Runs what the completion says as a program; says so where it is none."""
        self.by_value = tuple(by_value)
        chosen, problem = assembled(code, entry)
        if chosen is None:
            return [-1, problem]
        sys.modules["solution"] = self.module
        exec(compile(chosen, "<solution>", "exec", dont_inherit=True), vars(self.module))
        return [0, ""]


ATTRIBUTES = {
    "getattr": getattr, "setattr": setattr, "delattr": delattr, "getitem": operator.getitem,
    "setitem": operator.setitem, "delitem": operator.delitem,
}


def main():
    read_fd, write_fd = take_streams()
    output = Output()
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = output
    sys.stdin = sys.__stdin__ = io.StringIO()
    sys.argv = ["solution"]
    write_all(write_fd, frame("ready"))

    def send(message):
        try:
            data = frame(message)
        except OverflowError as e:
            data = frame({"raise": {"names": ["OverflowError"], "own": "OverflowError",
                                    "classes": [], "args": [str(e)]}, "n": []})
        write_all(write_fd, data)

    peer = Candidate(lambda: read_frame(read_fd), send, output)
    limit(read_frame(read_fd))
    import random
    random.seed(0)
    try:
        while True:
            send(peer.serve(peer.receive()))
    except Gone:
        os._exit(0)


main()
