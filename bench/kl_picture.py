"""The picture of which KL tells what happens to refusals: that on the task's prompts, or that on
prompts that ask for harm."""

import html
import math


def dots(arms, figures):
    """For each run: its arm, both KLs in nats a completion, and the change in points."""
    found = []
    for arm in arms:
        for run in figures["arms"][arm.key]:
            direct = [s for s in run["drift"] if s["kind"] == "harmful" and "+" not in s["suite"]]
            changes = [s["change"] for s in run["suites"]
                       if s["kind"] == "harmful" and "+" not in s["suite"]]
            if direct and run.get("task_kl") is not None:
                on_harm = sum(s["kl"] for s in direct) / len(direct)
                found.append((arm, run["task_kl"], on_harm, 100 * sum(changes) / len(changes)))
    return found


def correlation(xs, ys):
    """Pearson's."""
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    both = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys))
    return both / math.sqrt(
        sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys)
    )


def plot(arms, figures):
    found = dots(arms, figures)
    width, height, top, bottom = 820, 420, 60, 84
    panels = [(1, "KL on the task's prompts, nats", 56), (2, "KL on harmful requests, nats", 456)]
    across = 340
    low = min(change for *_, change in found) - 0.6
    high = max(0.6, max(change for *_, change in found) + 0.6)

    def y(value):
        return height - bottom - (value - low) / (high - low) * (height - top - bottom)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        '<text x="12" y="22" font-size="15">Change of refusals, mean of the suites in points, by how'
        " far the policy moved</text>",
    ]
    for index, words, left in panels:
        values = [dot[index] for dot in found]
        most = 1.1 * max(values)
        r = f"{correlation(values, [dot[3] for dot in found]):.2f}".replace("-", "−")
        parts.append(f'<text x="{left}" y="{top - 14}">{html.escape(words)}: r = {r}</text>')
        for value in range(math.ceil(low), math.floor(high) + 1, 2):
            label = f"{value:+d}".replace("-", "−") if value else "0"
            parts.append(
                f'<line x1="{left}" x2="{left + across}" y1="{y(value):.1f}" y2="{y(value):.1f}"'
                f' stroke="{"#555" if value == 0 else "#ddd"}"/>'
                f'<text x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{label}</text>'
            )
        step = 1 if most > 2 else 0.05
        for tick in range(int(most / step) + 1):
            at = left + tick * step / most * across
            label = f"{tick * step:.2f}" if step < 1 else f"{tick}"
            parts.append(
                f'<text x="{at:.1f}" y="{height - bottom + 20}" text-anchor="middle">{label}</text>'
            )
        for dot in found:
            at = left + dot[index] / most * across
            parts.append(
                f'<circle cx="{at:.1f}" cy="{y(dot[3]):.1f}" r="5" fill="{dot[0].colour}"'
                ' fill-opacity="0.85"/>'
            )
    at, line = 12, 0
    for arm in [arm for arm in arms if any(dot[0] is arm for dot in found)]:
        room = 34 + 7 * len(arm.name)
        if at + room > width:
            at, line = 12, line + 1
        below = height - 38 + 20 * line
        parts.append(
            f'<circle cx="{at + 4}" cy="{below}" r="4.5" fill="{arm.colour}"/>'
            f'<text x="{at + 14}" y="{below + 4}">{html.escape(arm.name)}</text>'
        )
        at += room
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
