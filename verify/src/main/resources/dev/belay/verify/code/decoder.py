"""Reading values of the other side."""
class Decoder:
    """Reads the table of one message; whatever is no table of this form is refused."""

    def __init__(self, peer, nodes, sent=None):
        self.peer = peer
        self.nodes = nodes
        self.sent = {} if sent is None else sent
        self.done = {}
        self.mutables = []
        self.busy = set()

    def get(self, ref):
        if type(ref) is not list:
            if ref is None or type(ref) in (bool, int, float, str):
                return ref
            raise CannotCross("a reference that is none")
        if len(ref) == 2 and ref[0] == "a":
            return self.sent[ref[1]]
        (index,) = ref
        if index in self.done:
            return self.done[index]
        if type(index) is not int or not 0 <= index < len(self.nodes) or index in self.busy:
            raise CannotCross("a reference to nothing")
        self.busy.add(index)
        value = self.build(index, self.nodes[index])
        self.busy.discard(index)
        self.done[index] = value
        return value

    def start(self, index, value):
        self.done[index] = value
        self.mutables.append((index, value))
        return value

    def build(self, index, node):
        tag = node[0]
        if tag == "l":
            value = self.start(index, [])
            value.extend([self.get(item) for item in node[1]])
        elif tag == "t":
            value = tuple([self.get(item) for item in node[1]])
        elif tag == "d":
            value = self.start(index, DICTS[node[1]]())
            fill_dict(value, [(self.get(k), self.get(v)) for k, v in node[2]])
        elif tag == "s":
            value = self.start(index, set())
            value.update([self.get(item) for item in node[1]])
        elif tag == "q":
            value = self.start(index, collections.deque((), self.get(node[2])))
            value.extend([self.get(item) for item in node[1]])
        elif tag == "B":
            value = self.start(index, bytearray.fromhex(node[1]))
        elif tag == "p":
            value = self.start(index, self.peer.blank(node[1]))
            for name, ref in node[2]:
                object.__setattr__(value, name, self.get(ref))
        else:
            value = self.immutable(tag, node)
        return value

    def immutable(self, tag, node):
        if tag == "I":
            return int(node[1], 16)
        if tag == "f":
            return frozenset([self.get(item) for item in node[1]])
        if tag == "b":
            return bytes.fromhex(node[1])
        if tag == "c":
            return complex(node[1], node[2])
        if tag == "r":
            return range(*[int(part, 16) for part in node[1:4]])
        if tag == "D":
            return decimal.Decimal(node[1])
        if tag == "F":
            return fractions.Fraction(int(node[1], 16), int(node[2], 16))
        if tag == "T":
            kind = next(k for k in DATES if k.__name__ == node[1])
            return kind(*[self.get(part) for part in node[2]])
        if tag == "1":
            return SINGLE[node[1]]
        if tag == "n":
            return TYPES[node[1]]
        return self.peer.resolve(tag, node)


def fill_dict(value, pairs):
    if isinstance(value, collections.Counter):
        for k, v in pairs:
            dict.__setitem__(value, k, v)
    else:
        value.update(pairs)


def restore(value, new):
    """Gives a mutable value the contents that the other side left it with."""
    if isinstance(value, (list, bytearray)):
        value[:] = new
    elif isinstance(value, dict):
        value.clear()
        fill_dict(value, new)
    elif isinstance(value, (set, collections.deque)):
        value.clear()
        (value.update if isinstance(value, set) else value.extend)(new)
    else:
        for name in fields(value):
            object.__delattr__(value, name)
        for name, field in new:
            object.__setattr__(value, name, field)
