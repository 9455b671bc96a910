"""How Belay starts: from anywhere, in any locale, many at once; and how it ends when Java fails."""
import concurrent.futures
import os
import shutil

PROMPT = "What is the capital of France?"
AT_ONCE = 20


def cases(run):
    yield from environments(run)
    yield from places(run)
    yield from locales(run)
    yield from at_once(run)
    yield from errors(run)


def environments(run):
    code, out, err = run.belay(["--version"], timeout=1200)
    yield "the version", code == 0 and out.startswith("belay "), out + err
    code, out, err = run.belay(["--version"], env={"HOME": None})
    yield "HOME unset", code == 0 and out.startswith("belay "), out + err

    parent = run.folder("cdpath")
    os.symlink(run.launcher.parent, parent / "checkout")
    env = {"CDPATH": f".:{parent}"}
    code, out, err = run.command(["checkout/belay", "--version"], cwd=parent, env=env)
    strays = [name for name in os.listdir(parent) if name != "checkout"]
    right = code == 0 and out.startswith("belay ") and not strays
    yield "CDPATH exported, relative path", right, f"{out}{err} strays: {strays}"


def copy_of(run, name):
    """A copy of the built checkout that the launcher stands in."""
    target = run.folder("copies") / name
    ignored = shutil.ignore_patterns(".git", ".quick", "runs", "classes", "test-classes")
    shutil.copytree(run.launcher.parent, target, symlinks=True, ignore=ignored)
    return target


def places(run):
    original = run.launcher.parent
    if not (original / "cli" / "target" / "launch" / "current").is_file():
        yield "a copied checkout", False, f"{original} is no checkout that its launcher built"
        return
    copy = copy_of(run, "copy")
    code, out, err = run.command([copy / "belay", "--class-path"], timeout=1200)
    entries = out.strip().split(":")
    foreign = [entry for entry in entries if entry.startswith(f"{original}/")]
    own = [entry for entry in entries if entry.startswith(f"{copy}/")]
    right = code == 0 and len(own) > 5 and not foreign
    yield "a copied checkout runs its own code", right, f"{len(own)} own, foreign: {foreign} {err}"

    moved = copy.parent / "moved"
    copy.rename(moved)
    code, out, err = run.command([moved / "belay", "--version"], timeout=1200)
    yield "a moved checkout runs", code == 0 and out.startswith("belay "), out + err

    for archive in moved.glob("cli/target/launch/*/*.aot"):
        archive.write_bytes(archive.read_bytes()[:5000])
    code, out, err = run.command([moved / "belay", "--version"])
    right = code == 0 and out.startswith("belay ") and not err.strip()
    yield "a broken archive of classes changes nothing", right, out + err

    odd = moved.parent / "a:b"
    moved.rename(odd)
    code, out, err = run.command([odd / "belay", "--version"])
    right = code == 2 and "':'" in err and "Exception" not in err
    yield "a ':' in the folder's name is said plainly", right, out + err


def locales(run):
    system = "Réponds 你好 😀"
    for locale in ({"LC_ALL": "C"}, {"LC_ALL": None, "LC_CTYPE": None, "LANG": None}):
        folder = run.folder("locale")
        with run.server("plain") as url:
            args = ["eval", "--model", url, "--suite", "builtin-safety:1", "--judge", "patterns"]
            args += ["--system", system, "--out", "café 你"]
            code, out, err = run.belay(args, cwd=folder, env=locale)
            log = url.log.read_text("utf-8")
        sent = '"R\\u00e9ponds \\u4f60\\u597d \\ud83d\\ude00"' in log
        made = os.listdir(folder)
        right = code == 0 and sent and made == ["café 你"]
        name = "LC_ALL=C" if locale["LC_ALL"] else "no locale"
        yield f"{name}: words arrive as typed", right, f"{code} sent: {sent} made: {made} {err}"
        code, out, err = run.belay(["run", "nowhere-é你.yaml"], cwd=folder, env=locale)
        yield f"{name}: messages are UTF-8", code == 2 and "nowhere-é你.yaml" in err, err


def at_once(run):
    model = run.cases / "hostile" / "tinym"
    args = ["generate", "--model", model, "--max-tokens", "1", PROMPT]
    cache = {"XDG_CACHE_HOME": run.folder("cache")}
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
        ended = list(threads.map(lambda _: run.belay(args, env=cache), range(AT_ONCE)))
    failed = [end for end in ended if end[0] != 0 or '"token_ids":[' not in end[1]]
    detail = f"{len(failed)} failed {failed[:1]}"
    yield f"{AT_ONCE} processes at once on a cold cache", not failed, detail


def errors(run):
    hostile = run.cases / "hostile"
    recipe = run.folder("escape") / "recipe.yaml"
    recipe.write_text('model: "\\e]0;owned\\a\\e[31m"\nseed: "\\u009b31m\\u202e"\n', "utf-8")
    inputs = {
        "a recipe's values": ["run", recipe],
        "a template's message": [
            "model",
            "render",
            hostile / "messages.json",
            "--template",
            hostile / "raise.jinja",
        ],
    }
    for name, args in inputs.items():
        code, out, err = run.belay(args)
        acting = [c for c in err if not c.isprintable() and c not in "\n\t"]
        right = code == 2 and err.startswith("belay: ") and not acting
        yield f"escapes in {name} do not reach the terminal", right, err

    code, out, err = run.belay(["run", hostile / "yaml-deep.yaml"])
    right = code in (1, 2) and err.startswith("belay: ") and "\tat " not in err
    yield "YAML nested 20,000 deep is said in a line", right, err
