"""How Belay starts: from anywhere, in any locale, many at once."""


def cases(run):
    code, out, err = run.belay(["--version"], env={"HOME": None}, timeout=900)
    right = code == 0 and out.startswith("belay ")
    yield "HOME unset", right, out + err
