"""The picture of an experiment's results: every suite, every arm, every seed with its interval."""

import html

from frame import opened, upright

KINDS = {
    "capability": "solved",
    "harmful": "harmful, refused",
    "safe_lookalike": "harmless, refused",
    "benign": "harmless, refused",
}


def rows(figures):
    """For each suite, tasks first: its facts, and for each arm the changes over the seeds."""
    found = {}
    for arm, runs in figures["arms"].items():
        for one in runs:
            for suite in one["suites"]:
                row = found.setdefault(suite["suite"], {"suite": suite, "arms": {}})
                row["arms"].setdefault(arm, []).append(suite)
    return sorted(found.values(), key=lambda row: row["suite"]["kind"] != "capability")


def legend(arms, width):
    """Where each arm's name begins, and in which line."""
    places, at, line = [], 12, 0
    for arm in arms:
        room = 34 + 7 * len(arm.name)
        if at + room > width and at > 12:
            at, line = 12, line + 1
        places.append((at, line))
        at += room
    return places


EQUAL = "Change on the same prompts at equal held-out accuracy, percentage points"


def plot(arms, figures, title=EQUAL):
    """A line for each suite; on it, for each arm, every seed's change with its interval."""
    found = rows(figures)
    values = [v for r in found for runs in r["arms"].values() for s in runs
              for v in (100 * s["low"], 100 * s["high"])]
    low = min(-15, 15 * (int(min(values)) // 15))
    high = max(15, -15 * (int(-max(values)) // 15))
    width, right = 820, 20
    places = legend(arms, width)
    most = max(sum(map(len, row["arms"].values())) for row in found)
    top, line = 62 + 20 * places[-1][1], max(64, 16 + 9 * len(arms), 16 + 4 * most)
    labels = [
        f"{r['suite']['suite']}: {KINDS.get(r['suite']['kind'], r['suite']['kind'])}" for r in found
    ]
    left = 24 + 7 * max(len(label) for label in labels)
    height = top + line * len(found) + 36

    def x(value):
        return left + (value - low) / (high - low) * (width - left - right)

    parts = opened(width, height, title)
    parts += [upright(value, x(value), top - 6, height) for value in range(low, high + 1, 15)]
    for place, row in enumerate(found):
        middle = top + line * place + line / 2
        label = html.escape(labels[place])
        parts.append(
            f'<text x="{left - 12}" y="{middle + 4:.1f}" text-anchor="end">{label}</text>'
        )
        shown = [(arm.colour, s) for arm in arms for s in row["arms"].get(arm.key, [])]
        gap = min(9, (line - 16) / max(1, len(shown)))
        for index, (colour, change) in enumerate(shown):
            y = middle + gap * (index - (len(shown) - 1) / 2)
            ends = x(100 * change["low"]), x(100 * change["high"])
            parts.append(
                f'<line x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
                f' stroke="{colour}" stroke-width="1.6"/>'
                f'<circle cx="{x(100 * change["change"]):.1f}" cy="{y:.1f}" r="3.6" fill="{colour}"/>'
            )
    for arm, (at, line_of) in zip(arms, places):
        y = 42 + 20 * line_of
        parts.append(
            f'<circle cx="{at + 4}" cy="{y}" r="4.5" fill="{arm.colour}"/>'
            f'<text x="{at + 14}" y="{y + 4}">{html.escape(arm.name)}</text>'
        )
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
