"""A picture of changes: a line for each row, on it a point with its interval for each way of asking."""

import html
import math

from frame import opened, upright

WIDTH, TOP = 820, 70
GRIDS = 2, 5, 10, 20


def plot(title, ways, found, notes=(), line=34):
    """Changes in points.

    `ways` are words and colours, `found` names of rows, each with a pool for every way, or None.
    Notes stand at the end of each row.
    """
    ends = [100 * p[end] for _, pools in found for p in pools if p for end in ("low", "high")]
    low, high = min(ends) - 1, max(0, *ends) + 1
    left = 24 + 7 * max(len(name) for name, _ in found)
    right = 20 + 7 * max((len(note) for note in notes), default=0)
    height = TOP + line * len(found) + 40

    def x(value):
        return left + (value - low) / (high - low) * (WIDTH - left - right)

    out = opened(WIDTH, height, title)
    for index, (words, colour) in enumerate(ways):
        out.append(
            f'<circle cx="{16 + 190 * index}" cy="44" r="4.5" fill="{colour}"/>'
            f'<text x="{26 + 190 * index}" y="48">{words}</text>'
        )
    grid = next(g for g in GRIDS if (high - low) / g <= 14 or g == GRIDS[-1])
    values = range(grid * math.ceil(low / grid), int(high) + 1, grid)
    out += [upright(value, x(value), TOP - 8, height) for value in values]
    for index, (name, pools) in enumerate(found):
        middle = TOP + line * (index + 0.5)
        out.append(
            f'<text x="{left - 12}" y="{middle + 4:.1f}" text-anchor="end">{html.escape(name)}</text>'
        )
        shown = [(colour, p) for (_, colour), p in zip(ways, pools) if p is not None]
        for shift, (colour, p) in enumerate(shown):
            at = middle + 10 * (shift - (len(shown) - 1) / 2)
            out.append(
                f'<line x1="{x(100 * p["low"]):.1f}" x2="{x(100 * p["high"]):.1f}" y1="{at:.1f}"'
                f' y2="{at:.1f}" stroke="{colour}" stroke-width="1.6"/>'
                f'<circle cx="{x(100 * p["change"]):.1f}" cy="{at:.1f}" r="3.6" fill="{colour}"/>'
            )
    out += [
        f'<text x="{WIDTH - 12}" y="{TOP + line * (index + 0.5) + 4:.1f}" text-anchor="end">'
        f"{html.escape(note)}</text>"
        for index, note in enumerate(notes)
    ]
    out.append("</svg>")
    return "\n".join(out) + "\n"
