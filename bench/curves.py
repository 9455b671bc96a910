"""Lines over steps, as SVG: figures that a run logs, smoothed over a few steps."""

import dataclasses
import html

WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, TOP = 760, 380, 56, 20, 44, 64
LEGEND_ROWS = 2
STEPS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)


@dataclasses.dataclass(frozen=True)
class Curve:
    """Values by step, from the first."""

    name: str
    values: tuple
    colour: str
    dashes: str = ""


def smooth(values, span=7):
    """Means over the last steps, of as many as there are."""
    return [sum(part) / len(part)
            for part in (values[max(0, i - span + 1):i + 1] for i in range(len(values)))]


def picture(title, curves, level=None):
    """A frame with a line a curve, and if there is one a level, named by its text."""
    highest = 1.08 * max(max(curve.values) for curve in curves)
    longest = max(len(curve.values) for curve in curves)

    def x(step):
        return LEFT + (step - 1) / max(1, longest - 1) * (WIDTH - LEFT - RIGHT)

    def y(value):
        return HEIGHT - BOTTOM - value / highest * (HEIGHT - BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="12" y="22" font-size="15">{html.escape(title)}</text>',
        f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">step</text>',
    ]
    grid = next(g for g in STEPS if highest / g <= 8)
    for index in range(int(highest / grid + 1e-9) + 1):
        value = grid * index
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"'
            f' stroke="#ddd"/><text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">'
            f"{value:g}</text>"
        )
    for step in range(10, longest + 1, 10):
        parts.append(
            f'<text x="{x(step):.1f}" y="{HEIGHT - 26}" text-anchor="middle">{step}</text>'
        )
    for curve in curves:
        line = f'stroke="{curve.colour}" stroke-width="2" stroke-dasharray="{curve.dashes}"'
        points = " ".join(f"{x(i + 1):.1f},{y(value):.1f}" for i, value in enumerate(curve.values))
        parts.append(f'<polyline points="{points}" fill="none" {line}/>')
    keys = [(curve.name, curve.colour, curve.dashes) for curve in curves]
    if level is not None:
        value, text = level
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"'
            ' stroke="#333" stroke-dasharray="2 3"/>'
        )
        keys.append((text, "#333", "2 3"))
    for place, (name, colour, dashes) in enumerate(keys):
        at, row_y = 12 + 250 * (place // LEGEND_ROWS), 42 + 18 * (place % LEGEND_ROWS)
        parts.append(
            f'<line x1="{at}" x2="{at + 30}" y1="{row_y - 4}" y2="{row_y - 4}" stroke="{colour}"'
            f' stroke-width="2" stroke-dasharray="{dashes}"/>'
            f'<text x="{at + 38}" y="{row_y}">{html.escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"
