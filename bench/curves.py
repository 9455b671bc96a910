"""Lines over steps, as SVG: figures that a run logs, smoothed over a few steps."""

import dataclasses
import html

WIDTH, LEFT, RIGHT, BOTTOM = 760, 56, 20, 44
LEGEND_COLUMNS = 2
STEPS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)


@dataclasses.dataclass(frozen=True)
class Curve:
    """Values by step, from the first; one without a name is not in the legend."""

    name: str
    values: tuple
    colour: str
    dashes: str = ""
    thin: bool = False


def smooth(values, span=7):
    """Means over the last steps, of as many as there are."""
    return [sum(part) / len(part)
            for part in (values[max(0, i - span + 1):i + 1] for i in range(len(values)))]


def panel(title, curves, level=None, top=64, height=380, highest=None):
    """One picture's inside: a frame with a line a curve, and a level named by its text."""
    highest = highest or 1.08 * max(max(curve.values) for curve in curves)
    longest = max(len(curve.values) for curve in curves)

    def x(step):
        return LEFT + (step - 1) / max(1, longest - 1) * (WIDTH - LEFT - RIGHT)

    def y(value):
        return height - BOTTOM - value / highest * (height - BOTTOM - top)

    parts = [
        f'<text x="12" y="22" font-size="15">{html.escape(title)}</text>',
        f'<text x="{WIDTH / 2:.0f}" y="{height - 8}" text-anchor="middle">step</text>',
    ]
    grid = next(g for g in STEPS if highest / g <= 8)
    for index in range(int(highest / grid + 1e-9) + 1):
        value = grid * index
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"'
            f' stroke="#ddd"/><text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">'
            f"{value:g}</text>"
        )
    every = 10 if longest <= 80 else 20
    for step in range(every, longest + 1, every):
        parts.append(
            f'<text x="{x(step):.1f}" y="{height - 26}" text-anchor="middle">{step}</text>'
        )
    named = [curve for curve in curves if curve.name]
    for curve in curves:
        width = 1 if curve.thin else 2
        line = f'stroke="{curve.colour}" stroke-width="{width}" stroke-dasharray="{curve.dashes}"'
        points = " ".join(f"{x(i + 1):.1f},{y(value):.1f}" for i, value in enumerate(curve.values))
        parts.append(f'<polyline points="{points}" fill="none" {line}/>')
    keys = [(curve.name, curve.colour, curve.dashes) for curve in named]
    if level:
        value, text = level
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"'
            ' stroke="#333" stroke-dasharray="2 3"/>'
        )
        keys.append((text, "#333", "2 3"))
    rows = -(-len(keys) // LEGEND_COLUMNS) if len(keys) <= 4 else 2
    for place, (name, colour, dashes) in enumerate(keys):
        at, row_y = 12 + 250 * (place // rows), 42 + 18 * (place % rows)
        parts.append(
            f'<line x1="{at}" x2="{at + 30}" y1="{row_y - 4}" y2="{row_y - 4}" stroke="{colour}"'
            f' stroke-width="2" stroke-dasharray="{dashes}"/>'
            f'<text x="{at + 38}" y="{row_y}">{html.escape(name)}</text>'
        )
    return "\n".join(parts)


def picture(panels, height=380):
    """Panels below one another."""
    whole = height * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{whole}" fill="white"/>',
    ]
    for place, inside in enumerate(panels):
        parts.append(f'<g transform="translate(0 {height * place})">\n{inside}\n</g>')
    return "\n".join([*parts, "</svg>"]) + "\n"
