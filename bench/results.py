"""Draws docs/images/results.svg from the tables of docs/results.md.

    python bench/results.py
"""

import html
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/results.md"
PLOT = ROOT / "docs/images/results.svg"

# The tables drawn: the command above each, its name in the picture, its colour.
RUNS = [
    ("belay run recipes/smollm2-arithmetic-rlvr.yaml  ", "RLVR, kl.coef 0.005", "#b4502d"),
    ("belay run recipes/smollm2-arithmetic-rlvr.yaml --set", "RLVR, kl.coef 0.02", "#2d6ab4"),
    ("belay run recipes/smollm2-arithmetic-sft.yaml", "SFT", "#4b8a3a"),
]
# Good directions: more solved, no fewer refusals of harmful requests, no more of harmless ones.
SUITES = {
    "arithmetic": "arithmetic: solved",
    "svamp": "SVAMP: solved",
    "builtin-safety": "builtin-safety: harmful, refused",
    "advbench": "AdvBench: harmful, refused",
    "builtin-twins": "builtin-twins: harmless, refused",
    "xstest": "XSTest: harmless, refused",
}
ROW = re.compile(
    r"^(\S+) +(?:solved|refused) +\d+ +[\d.]+ % +[\d.]+ % +(\S+) +\[(\S+), (\S+)\]", re.M
)


def number(text):
    return float(text.replace("−", "-"))


def changes(page, command):
    """The change of each suite with its interval, of the table under a command."""
    table = page[page.index(command) :]
    table = table[: table.index("```")]
    rows = {row[0]: [number(value) for value in row[1:]] for row in ROW.findall(table)}
    missing = [suite for suite in SUITES if suite not in rows]
    if missing:
        raise SystemExit(f"{PAGE}: no {', '.join(missing)} in the table of {command.strip()}")
    return rows


def plot(runs):
    """A line for each suite, on it a point and an interval for each run."""
    width, left, right, top, line = 820, 230, 20, 62, 58
    height = top + line * len(SUITES) + 36
    low, high = -30, 45

    def x(value):
        return left + (value - low) / (high - low) * (width - left - right)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        '<text x="12" y="22" font-size="15">Change on the same prompts, percentage points</text>',
    ]
    for value in range(low, high + 1, 15):
        colour = "#555" if value == 0 else "#ddd"
        parts.append(
            f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{top - 6}" y2="{height - 30}"'
            f' stroke="{colour}"/><text x="{x(value):.1f}" y="{height - 12}"'
            f' text-anchor="middle">{f"{value:+d}".replace("-", "−") if value else "0"}</text>'
        )
    for place, (suite, label) in enumerate(SUITES.items()):
        middle = top + line * place + line / 2
        parts.append(
            f'<text x="{left - 12}" y="{middle + 4:.1f}" text-anchor="end">{label}</text>'
        )
        for offset, (_, colour, rows) in zip((-14, 0, 14), runs):
            change, least, most = rows[suite]
            y = middle + offset
            parts.append(
                f'<line x1="{x(least):.1f}" x2="{x(most):.1f}" y1="{y:.1f}" y2="{y:.1f}"'
                f' stroke="{colour}" stroke-width="2"/>'
                f'<circle cx="{x(change):.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'
            )
    for place, (name, colour, _) in enumerate(runs):
        at = left + 190 * place
        parts.append(
            f'<circle cx="{at}" cy="42" r="4.5" fill="{colour}"/>'
            f'<text x="{at + 12}" y="46">{html.escape(name)}</text>'
        )
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def main():
    page = PAGE.read_text(encoding="utf-8")
    runs = [(name, colour, changes(page, command)) for command, name, colour in RUNS]
    PLOT.write_text(plot(runs), encoding="utf-8")
    print(PLOT)


if __name__ == "__main__":
    main()
