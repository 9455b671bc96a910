"""What pictures of changes have in common: a white frame with a title, and lines at signed numbers."""

import html


def opened(width, height, title):
    """The start of a picture; `</svg>` ends it."""
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="12" y="22" font-size="15">{html.escape(title)}</text>',
    ]


def signed(value):
    return f"{value:+d}".replace("-", "−") if value else "0"


def shade(value):
    """No change stands out."""
    return "#555" if value == 0 else "#ddd"


def upright(value, x, top, height):
    """A line at a change, from the top down, and its number below."""
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{height - 30}" stroke="{shade(value)}"/>'
        f'<text x="{x:.1f}" y="{height - 12}" text-anchor="middle">{signed(value)}</text>'
    )
