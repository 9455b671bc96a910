"""One end of the conversation."""
class Peer:
    """One end: requests go out, and while the answer is awaited the other end may ask back."""

    def __init__(self, receive, send):
        self.receive = receive
        self.send = send
        self.exports = {}
        self.numbers = {}

    def export(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = len(self.exports)
            self.exports[number] = value
            self.numbers[id(value)] = number
        return number

    def request(self, op, *operands):
        encoder = Encoder(self)
        refs = [encoder.put(operand) for operand in operands]
        self.send({"op": op, "v": refs, "n": encoder.nodes})
        while True:
            try:
                message = self.receive()
                asked = "op" in message
                raised = None if asked else self.read(message, encoder.sent)
            except Exception as problem:
                raise RuntimeError("not a message: %r" % problem) from None
            if not asked:
                break
            self.send(self.serve(message))
        if raised[0] is not None:
            raise raised[0]
        return raised[1]

    def read(self, message, sent):
        """What an answer says: a problem to raise, or a value."""
        self.printed(message.get("out", ""))
        decoder = Decoder(self, message["n"], sent)
        for index, refs in message.get("m", ()):
            value = sent[index]
            pairs = isinstance(value, dict) or not isinstance(value, MUTABLE)
            restore(value, [
                (decoder.get(ref[0]), decoder.get(ref[1])) if pairs else decoder.get(ref)
                for ref in refs
            ])
        if "raise" in message:
            return (self.exception(message["raise"], decoder), None)
        return (None, decoder.get(message["v"]))

    def serve(self, message):
        decoder = Decoder(self, message["n"])
        try:
            operands = [decoder.get(ref) for ref in message["v"]]
            before = [(index, value, contents(value)) for index, value in decoder.mutables]
            try:
                outcome = {"value": self.perform(message["op"], operands)}
            except BaseException as problem:
                if isinstance(problem, Gone):
                    raise
                outcome = {"raise": problem}
            return self.reply(outcome, before)
        except Gone:
            raise
        except BaseException as problem:
            return self.reply({"raise": problem}, ())

    def reply(self, outcome, before):
        encoder = Encoder(self, [(index, value) for index, value, _ in before])
        changed = []
        for index, value, old in before:
            new = contents(value)
            if not same(old, new):
                pairs = isinstance(value, dict) or not isinstance(value, MUTABLE)
                changed.append([index, [
                    [encoder.put(item[0]), encoder.put(item[1])] if pairs else encoder.put(item)
                    for item in new
                ]])
        reply = {"m": changed, "out": self.output(), "n": encoder.nodes}
        if "raise" in outcome:
            reply["raise"] = self.described(outcome["raise"], encoder)
        else:
            reply["v"] = encoder.put(outcome["value"])
        return reply

    def described(self, problem, encoder):
        names = [k.__name__ for k in type(problem).__mro__ if TYPES.get(k.__name__) is k]
        args = problem.args
        if not all(arg is None or type(arg) in (bool, int, float, str) for arg in args):
            args = (str(problem),)
        classes = [self.numbers[id(k)] for k in type(problem).__mro__ if id(k) in self.numbers]
        return {"names": names, "own": type(problem).__name__, "classes": classes,
                "args": [encoder.put(arg) for arg in args]}

    def printed(self, text):
        pass

    def output(self):
        return ""
