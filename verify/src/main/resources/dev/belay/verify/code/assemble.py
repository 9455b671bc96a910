"""From the pieces of a completion to one program. Only syntax decides which reading is taken: the
first that is a program and defines what is asked for. Nothing of the completion runs here.
"""
import ast, textwrap

CLOSINGS = ("", "\n    pass\n", "\n        pass\n")
TRIES = 200
UNREADABLE = (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError)


def parsed(source):
    try:
        tree = ast.parse(source)
        compile(tree, "<solution>", "exec", dont_inherit=True)
        return tree
    except UNREADABLE:
        return None


def closed(prefix):
    """The prompt as a program of its own; empty if it is none."""
    for ending in CLOSINGS:
        if parsed(prefix + ending) is not None:
            return prefix + ending + "\n"
    return ""


def only_defines(source):
    """Whether a block does nothing but define, so that a later block may build upon it."""
    tree = parsed(source)
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
             ast.Assign, ast.AnnAssign)
    return tree is not None and all(isinstance(node, kinds) for node in tree.body)


def defines(tree, entry):
    """Whether a program defines the entry point, and more of it than a docstring."""
    if not entry:
        return True
    for node in reversed(tree.body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if node.name == entry:
                return not all(isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
                               and isinstance(n.value.value, str) for n in node.body)
        elif entry in bound(node):
            return True
    return False


def bound(node):
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(a.asname or a.name).partition(".")[0] for a in node.names}
    return {n.id for n in ast.walk(node)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def readings(code):
    """Pairs of what stands before and what the completion says, the likeliest first."""
    prefix = code["prefix"]
    for mode, earlier, text in code["pieces"]:
        if mode == "whole":
            before = "".join(block + "\n" for block in earlier if only_defines(block))
            yield closed(prefix) + before, text
            yield closed(prefix) + before, textwrap.dedent(text)
            yield "", text
        elif parsed(prefix) is not None or closed(prefix):
            yield prefix, text
            yield prefix, "    " + text.lstrip(" ")
            yield prefix, textwrap.indent(textwrap.dedent(text), "    ")
    for mode, _, text in code["pieces"]:
        if mode == "continue":
            yield "", text


def assembled(code, entry):
    """The program, or None and what is wrong."""
    entry = entry[0] if entry else ""
    all_readings = list(readings(code))
    for before, text in all_readings:
        tree = parsed(before + text)
        if tree is not None and defines(tree, entry):
            return before + text, ""
    for before, text in all_readings:
        found = trimmed(before, text, entry)
        if found is not None:
            return found, ""
    return None, wrong(all_readings, entry)


def trimmed(before, text, entry):
    """The text without its last lines, which are prose or were cut off."""
    lines = text.splitlines(keepends=True)
    for end in range(len(lines) - 1, max(0, len(lines) - TRIES), -1):
        source = before + "".join(lines[:end])
        tree = parsed(source)
        if tree is not None and defines(tree, entry):
            return source
    return None


def wrong(all_readings, entry):
    for before, text in all_readings:
        if parsed(before + text) is not None:
            return "does not define " + entry
    if not all_readings:
        return "there is no code"
    before, text = all_readings[0]
    try:
        ast.parse(before + text)
    except UNREADABLE as e:
        return "%s: %s" % (type(e).__name__, e)
    return "there is no code"
