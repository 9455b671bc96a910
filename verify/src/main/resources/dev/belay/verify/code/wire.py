"""Values between the process of the tests and that of the tested code.

A message is a flat table of nodes, so that no value of the other side is ever evaluated: plain
values travel as copies, everything else as the number of an object that stays where it is.
"""
import builtins, collections, datetime, decimal, fcntl, fractions, importlib, json, os, resource
import types

MAX_FRAME = 8 << 20
MAX_NODES = 1 << 20


def library_names():
    """The modules of the library, for a Python that does not say them (before 3.10)."""
    import pkgutil, sys
    folder = os.path.dirname(os.__file__)
    return sys.builtin_module_names + tuple(m.name for m in pkgutil.iter_modules([folder]))


class Gone(BaseException):
    """The other process has ended."""


class CannotCross(Exception):
    """A value that neither can be copied nor may be reached from the other side."""


def read_exactly(fd, count):
    parts = []
    while count:
        part = os.read(fd, min(count, 1 << 20))
        if not part:
            raise Gone()
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def write_all(fd, data):
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def read_bytes(fd):
    size = int.from_bytes(read_exactly(fd, 4), "big")
    if size > MAX_FRAME:
        raise Gone()
    return read_exactly(fd, size)


def read_frame(fd):
    return json.loads(read_bytes(fd))


def frame(message):
    data = json.dumps(message, check_circular=False).encode("ascii")
    if len(data) > MAX_FRAME:
        raise OverflowError("more than %d bytes" % MAX_FRAME)
    return len(data).to_bytes(4, "big") + data


def limit(limits):
    for name, soft, hard in limits:
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (soft, hard))


def take_streams():
    """Keeps the pipes of the standard streams for itself; what was there goes nowhere."""
    kept = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in (0, 1)]
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    if null > 2:
        os.close(null)
    return kept


DATES = (datetime.datetime, datetime.date, datetime.time, datetime.timedelta, datetime.timezone)
DICTS = {
    "dict": dict,
    "OrderedDict": collections.OrderedDict,
    "Counter": collections.Counter,
    "defaultdict": collections.defaultdict,
}
TYPES = {
    name: value
    for name, value in vars(builtins).items()
    if isinstance(value, type)
    and not (issubclass(value, BaseException) and not issubclass(value, Exception))
}
TYPES["NoneType"] = type(None)
SINGLE = {"Ellipsis": Ellipsis, "NotImplemented": NotImplemented}
MUTABLE = (list, dict, set, bytearray, collections.deque)


def contents(value):
    """A shallow copy of what a mutable value holds, to see later whether that changed."""
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, MUTABLE):
        return list(value)
    return list(fields(value).items())


def same(old, new):
    if len(old) != len(new):
        return False
    for a, b in zip(old, new):
        if a is not b and not (
            type(a) is tuple and type(b) is tuple and len(a) == 2 and len(b) == 2
            and a[0] is b[0] and a[1] is b[1]
        ) and not (type(a) is int and type(b) is int and a == b):
            return False
    return True


def fields(value):
    found = dict(getattr(value, "__dict__", {}))
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(value, name):
                found[name] = getattr(value, name)
    return found


class Encoder:
    """Writes values into the table of one message."""

    def __init__(self, peer, received=()):
        self.peer = peer
        self.nodes = []
        self.memo = {id(value): ["a", index] for index, value in received}
        self.sent = {}
        self.keep = []

    def put(self, value):
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is str:
            return value
        if kind is int:
            return value if -(1 << 53) < value < 1 << 53 else self.node(["I", hex(value)])
        known = self.memo.get(id(value))
        if known is not None:
            return known
        return self.composite(value, kind)

    def node(self, node):
        if len(self.nodes) >= MAX_NODES:
            raise OverflowError("more than %d values" % MAX_NODES)
        self.nodes.append(node)
        return [len(self.nodes) - 1]

    def hold(self, value, node):
        """A node for a value that may be met again, also inside itself."""
        place = self.node(node)
        self.memo[id(value)] = place
        self.keep.append(value)
        return place

    def mutable(self, value, node):
        place = self.hold(value, node)
        self.sent[place[0]] = value
        return place

    def composite(self, value, kind):
        for base in (bool, int, float, str):
            if isinstance(value, base) and not isinstance(value, type):
                return self.scalar(value, base)
        if isinstance(value, (list, set, collections.deque)):
            tag = "l" if isinstance(value, list) else "s" if isinstance(value, set) else "q"
            node = [tag, []]
            place = self.mutable(value, node)
            node[1].extend([self.put(item) for item in value])
            if tag == "q":
                node.append(value.maxlen)
            return place
        if isinstance(value, (tuple, frozenset)):
            node = ["t" if isinstance(value, tuple) else "f", None]
            place = self.hold(value, node)
            node[1] = [self.put(item) for item in value]
            return place
        if isinstance(value, dict):
            name = next((n for n, k in reversed(DICTS.items()) if isinstance(value, k)), "dict")
            node = ["d", name, []]
            place = self.mutable(value, node)
            node[2].extend([self.put(k), self.put(v)] for k, v in value.items())
            return place
        if isinstance(value, bytearray):
            return self.mutable(value, ["B", bytes(value).hex()])
        if isinstance(value, bytes):
            return self.node(["b", value.hex()])
        return self.exact(value, kind)

    def scalar(self, value, base):
        read = {bool: bool, int: int.__int__, float: float.__float__, str: str.__str__}[base]
        plain = read(value)
        return self.put(base.__new__(base, plain) if type(plain) is not base else plain)

    def exact(self, value, kind):
        if kind is complex:
            return self.node(["c", value.real, value.imag])
        if kind is range:
            return self.node(["r", hex(value.start), hex(value.stop), hex(value.step)])
        if kind is decimal.Decimal:
            return self.node(["D", str(value)])
        if kind is fractions.Fraction:
            return self.node(["F", hex(value.numerator), hex(value.denominator)])
        if kind in DATES:
            return self.node(["T", kind.__name__, [self.put(a) for a in date_fields(value)]])
        if kind in (type({}.keys()), type({}.values()), type({}.items())):
            return self.put(list(value))
        for name, one in SINGLE.items():
            if value is one:
                return self.node(["1", name])
        if kind is type and TYPES.get(value.__name__) is value:
            return self.node(["n", value.__name__])
        if self.peer.shared(value):
            node = ["p", kind.__name__, []]
            place = self.mutable(value, node)
            node[2].extend([name, self.put(v)] for name, v in fields(value).items())
            return place
        return self.hold(value, self.peer.reference(value))


def date_fields(value):
    if isinstance(value, datetime.datetime):
        return [value.year, value.month, value.day, value.hour, value.minute, value.second,
                value.microsecond, zone(value)]
    if isinstance(value, datetime.date):
        return [value.year, value.month, value.day]
    if isinstance(value, datetime.time):
        return [value.hour, value.minute, value.second, value.microsecond, zone(value)]
    if isinstance(value, datetime.timedelta):
        return [value.days, value.seconds, value.microseconds]
    return [value.utcoffset(None)]


def zone(value):
    offset = value.utcoffset()
    return None if offset is None else datetime.timezone(offset)
