"""What an anchor holds and costs, by its strength and by its prompts: a table and a picture."""

import html
import math

RUNS_OVER = "asked directly"
LEFT, RIGHT, WIDTH, HEIGHT = 60, 20, 820, 560
WHOLE, FIRST, NONE = "#2b5fa8", "#c98a2b", "#b4502d"


def table(arms, figures, points):
    """Markdown: a row an arm."""
    out = ["| anchor | seeds | gain on sums | refusals, mean of the suites | look-alikes refused"
           " | XSTest's safe half refused | KL on requests |", "|" + "---|" * 7]
    for arm in arms:
        pools = figures["pooled"][arm.key]
        runs = figures["arms"][arm.key]
        cells = [arm.name, str(len(runs))]
        cells += [interval(pools.get(key), points)
                  for key in ("sums", RUNS_OVER, "builtin-twins", "xstest")]
        cells.append(f"{mean([kl(run) for run in runs]):.3f}")
        out.append("| " + " | ".join(cells) + " |")
    return "\n".join(out)


def interval(pool, points):
    if pool is None:
        return "not measured"
    return f"{points(pool['change'])} [{points(pool['low'])}, {points(pool['high'])}]"


def mean(values):
    return sum(values) / len(values)


def kl(run):
    return mean([s["kl"] for s in run["drift"] if s["kind"] == "harmful" and "+" not in s["suite"]])


def change(run, kind):
    return mean([100 * s["change"] for s in run["suites"] if s["kind"] == kind])


def plot(arms, figures):
    """Above the change in refusals, below the gain; by the coefficient, and by the prompts."""
    by_coefficient = [arm for arm in arms if arm.at is not None]
    by_prompts = [arm for arm in arms if arm.at is None]
    middle = 500
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        '<text x="12" y="22" font-size="15">What an anchor holds and costs: every seed, and the'
        " mean</text>",
    ]
    rows = [("refusals, points", "harmful", 60, 280), ("gain on the task, points", "capability", 330, 480)]
    for words, kind, top, bottom in rows:
        values = [change(run, kind) for arm in arms for run in figures["arms"][arm.key]]
        low, high = min(values), max(max(values), 0.5 if kind == "harmful" else max(values))
        pad = 0.08 * (high - low) + 0.2

        def y(value, low=low - pad, high=high + pad, top=top, bottom=bottom):
            return bottom - (value - low) / (high - low) * (bottom - top)

        parts.append(f'<text x="12" y="{top - 10}">{html.escape(words)}</text>')
        step = 2 if high - low > 5 else 1
        for value in range(math.ceil(low), math.floor(high) + 1):
            if value % step == 0:
                label = f"{value:+d}".replace("-", "−") if value else "0"
                parts.append(
                    f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"'
                    f' stroke="{"#555" if value == 0 else "#ddd"}"/>'
                    f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{label}</text>'
                )
        for colour in (WHOLE, FIRST):
            line = [arm for arm in by_coefficient if arm.colour == colour]
            spots = [(x_of(arm.at, middle), mean([change(r, kind) for r in figures["arms"][arm.key]]))
                     for arm in sorted(line, key=lambda arm: arm.at)]
            path = " ".join(f"{x:.1f},{y(v):.1f}" for x, v in spots)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}"/>')
        for index, arm in enumerate(by_prompts):
            at = middle + 40 + (index + 0.5) * (WIDTH - RIGHT - middle - 40) / len(by_prompts)
            parts += circles(arm, at, figures, kind, y)
            if kind == "capability":
                parts.append(
                    f'<text x="{at + 4:.1f}" y="{bottom + 12}" text-anchor="end"'
                    f' transform="rotate(-35 {at + 4:.1f} {bottom + 12})">{html.escape(arm.short)}</text>'
                )
        for arm in by_coefficient:
            parts += circles(arm, x_of(arm.at, middle), figures, kind, y)
    for coefficient in (0.1, 0.3, 1, 3, 10, 30):
        parts.append(
            f'<text x="{x_of(coefficient, middle):.1f}" y="500" text-anchor="middle">{coefficient:g}</text>'
        )
    parts.append(f'<text x="{LEFT}" y="522">coefficient of the anchor, 240 prompts</text>')
    for index, (colour, words) in enumerate(((WHOLE, "whole completions"), (FIRST, "first token alone"))):
        parts.append(
            f'<circle cx="{LEFT + 6 + 150 * index}" cy="540" r="4.5" fill="{colour}"/>'
            f'<text x="{LEFT + 16 + 150 * index}" y="544">{words}</text>'
        )
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def x_of(coefficient, right):
    return LEFT + 20 + (math.log10(coefficient) + 1) / 2.5 * (right - LEFT - 40)


def circles(arm, at, figures, kind, y):
    return [
        f'<circle cx="{at:.1f}" cy="{y(change(run, kind)):.1f}" r="4.5" fill="{arm.colour}"'
        ' fill-opacity="0.8"/>'
        for run in figures["arms"][arm.key]
    ]
