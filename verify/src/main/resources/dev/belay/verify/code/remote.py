"""What the tests see of the tested code."""
import functools, operator, sys


class Remote:
    """An object of the tested code. What it is worth is decided here, never there: it equals no
    value of the tests, and answers no operation with one."""

    __slots__ = ("_belay",)

    def __init__(self, peer, number):
        object.__setattr__(self, "_belay", (peer, number))

    def __getattr__(self, name):
        return ask(self, "getattr", self, name)

    def __setattr__(self, name, value):
        ask(self, "setattr", self, name, value)

    def __delattr__(self, name):
        ask(self, "delattr", self, name)

    def __getitem__(self, key):
        return ask(self, "getitem", self, key)

    def __setitem__(self, key, value):
        ask(self, "setitem", self, key, value)

    def __delitem__(self, key):
        ask(self, "delitem", self, key)

    def __call__(self, *args, **kwargs):
        return ask(self, "call", self, args, kwargs)

    def __next__(self):
        ended, value = ask(self, "next", self)
        if ended is not False:
            raise StopIteration
        return value

    def __iter__(self):
        found = ask(self, "unary", "iter", self)
        return found if isinstance(found, Remote) else iter(found)

    def __contains__(self, wanted):
        return any(item is wanted or item == wanted for item in self)

    def __await__(self):
        return ask(self, "await", self)
        yield

    def __exit__(self, *raised):
        ask(self, "unary", "exit", self)

    def __instancecheck__(self, value):
        return isinstance(value, Remote) and ask(self, "isinstance", value, self) is True

    def __format__(self, form):
        return format(str(self), form)


def ask(remote, op, *operands):
    peer, _ = object.__getattribute__(remote, "_belay")
    return peer.request(op, *operands)


def unary(name):
    return lambda self: ask(self, "unary", name, self)


def binary(name):
    def operation(self, other):
        return ask(self, "binary", name, self, other) if type(other) is Remote else NotImplemented
    return operation


for _name in ("len", "str", "repr", "bool", "int", "float", "abs", "hash", "index", "neg", "pos",
              "invert", "reversed", "complex", "enter"):
    setattr(Remote, "__%s__" % _name, unary(_name))
for _name in ("eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv",
              "mod", "pow", "matmul", "and_", "or_", "xor", "lshift", "rshift"):
    setattr(Remote, "__%s__" % _name.rstrip("_"), binary(_name))


class Tests(Peer):
    def __init__(self, receive, send):
        super().__init__(receive, send)
        self.remotes = {}
        self.exceptions = {}
        self.classes = {}
        self.problem = None
        self.gone = False
        self.received = 0
        self.place = ("setup", "")

    def printed(self, text):
        sys.stdout.write(text)

    def shared(self, value):
        return self.classes.get(type(value).__name__) is type(value)

    def blank(self, name):
        kind = self.classes[name]
        return kind.__new__(kind)

    def reference(self, value):
        """How a value of the tests is named to the tested code: little can be reached by it."""
        if type(value) is Remote:
            return ["y", object.__getattribute__(value, "_belay")[1]]
        for number, kind in self.exceptions.items():
            if value is kind:
                return ["y", number]
        if type(value) in (types.MethodDescriptorType, types.WrapperDescriptorType):
            kind = value.__objclass__
            if TYPES.get(kind.__name__) is kind:
                return ["M", kind.__name__, value.__name__]
        module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
        if module in LIBRARY and "." not in name and name:
            if getattr(sys.modules.get(module), name, None) is value:
                return ["m", module, name]
        iterates = hasattr(value, "__next__")
        if iterates or isinstance(value, (types.FunctionType, types.MethodType,
                types.BuiltinFunctionType, functools.partial, operator.itemgetter)):
            return ["k", self.export(value), iterates]
        self.problem = self.problem or "the tests pass an object of %s, which the tested code" \
            " cannot have: define its class in the prompt or the setup" % type(value).__name__
        raise CannotCross(self.problem)

    def resolve(self, tag, node):
        if tag != "x":
            raise CannotCross("a value of the kind %r" % tag)
        _, number, kind, name, bases = node
        if kind == "exception":
            return self.own_exception(number, name, bases)
        if number not in self.remotes:
            self.remotes[number] = Remote(self, number)
        return self.remotes[number]

    def own_exception(self, number, name, bases):
        if number not in self.exceptions:
            base = next((TYPES[b] for b in bases if is_exception(TYPES.get(b))), Exception)
            self.exceptions[number] = type(str(name), (base,), {})
        return self.exceptions[number]

    def exception(self, raised, decoder):
        own = [self.exceptions[n] for n in raised["classes"] if n in self.exceptions]
        named = [TYPES[name] for name in raised["names"] if is_exception(TYPES.get(name))]
        args = [decoder.get(arg) for arg in raised["args"]]
        try:
            problem = (own + named + [RuntimeError])[0](*args)
        except Exception:
            problem = Exception(*args)
        problem.belay_name = str(raised["own"])[:80]
        return problem

    def perform(self, op, operands):
        if op == "call":
            number, args, kwargs = operands
            return self.exports[number](*args, **kwargs)
        if op == "next":
            for value in self.exports[operands[0]]:
                return (False, value)
            return (True, None)
        raise CannotCross("only a function can be called")


def is_exception(kind):
    """Whether the tested code may raise it here: no end of an iteration that is none."""
    return (isinstance(kind, type) and issubclass(kind, Exception)
            and not issubclass(kind, (StopIteration, StopAsyncIteration)))
