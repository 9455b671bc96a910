"use strict";
// The safety–capability plane: each arm's way from the base, its end named beside it.

(() => {
  const { base, domain, apart, panelled, colour, symbol, dash, numbered, percent, label, NARROW } = Belay.draw;
  const MARGINS = { top: 16, right: 24, bottom: 46, left: 54 };

  function arms(chart) {
    return chart.arms.map((arm, i) => {
      const points = arm.points.map((point, at) => ({
        label: point.label,
        x: percent(point.capability.value),
        xlow: percent(point.capability.low),
        xhigh: percent(point.capability.high),
        y: percent(point.safety.value),
        ylow: percent(point.safety.low),
        yhigh: percent(point.safety.high),
        last: at === arm.points.length - 1,
        first: at === 0,
      }));
      const at = numbered(arm.name, i);
      return { name: label(arm.name, 24), colour: colour(at), symbol: symbol(at), dash: dash(at), points };
    });
  }

  /** Names stand to the right of their ends, or to the left where there is no room. */
  function names(all, x, y, width, height) {
    const across = (v) => MARGINS.left + ((v - x[0]) / (x[1] - x[0])) * (width - MARGINS.left - MARGINS.right);
    const down = (v) => height - MARGINS.bottom - ((v - y[0]) / (y[1] - y[0])) * (height - MARGINS.top - MARGINS.bottom);
    const ends = all.map((arm) => {
      const end = arm.points.at(-1);
      const leftwards = across(end.x) + 16 + 7.6 * arm.name.length > width;
      return { arm, end, leftwards, wanted: down(end.y) - 12 };
    });
    const placed = apart(ends.map((one) => one.wanted), 16, MARGINS.top + 4, height - MARGINS.bottom - 6);
    return ends.map((one, i) =>
      Plot.text([one.end], {
        x: "x",
        y: "y",
        text: () => one.arm.name,
        dx: one.leftwards ? -11 : 11,
        dy: placed[i] - one.wanted - 12,
        textAnchor: one.leftwards ? "end" : "start",
        fill: one.arm.colour,
        stroke: "var(--paper)",
        strokeWidth: 4,
        fontWeight: 600,
      })
    );
  }

  function plane(chart, width) {
    const all = arms(chart);
    const height = Math.max(340, Math.min(520, width * 0.66));
    const points = all.flatMap((arm) => arm.points);
    const ends = points.filter((point) => point.last);
    const start = all[0].points[0];
    const floor = chart.margin === null ? null : start.y - percent(chart.margin);
    const limits = (low, high) => [Math.max(-2, low), Math.min(102, high)];
    const x = limits(...domain([...points.map((p) => p.x), ...ends.flatMap((p) => [p.xlow, p.xhigh])], 0.1));
    const y = limits(...domain([...points.map((p) => p.y), ...ends.flatMap((p) => [p.ylow, p.yhigh]), floor ?? start.y], 0.12));
    const starts = all.map((arm) => arm.points[0]);
    const oneBase = starts.every((p) => Math.abs(p.x - start.x) < 0.5 && Math.abs(p.y - start.y) < 0.5);
    const marks = [
      floor === null
        ? null
        : Plot.ruleY([floor], { stroke: "var(--margin)", strokeWidth: 2, strokeDasharray: "5 4" }),
      floor === null
        ? null
        : Plot.text([floor], {
            y: (d) => d, frameAnchor: "right", textAnchor: "end", dy: 10, dx: -2, fill: "var(--margin)", stroke: "var(--paper)", strokeWidth: 4,
            text: () => `margin: ${Number(percent(chart.margin).toFixed(2))} points below the base`,
          }),
    ];
    for (const arm of all) {
      const inner = arm.points.filter((point) => !point.last && !point.first);
      const end = [arm.points.at(-1)];
      marks.push(
        Plot.line(arm.points, { x: "x", y: "y", stroke: arm.colour, strokeWidth: 2, strokeDasharray: arm.dash }),
        Plot.ruleX(end, { x: "x", y1: "ylow", y2: "yhigh", stroke: arm.colour, strokeWidth: 1.5 }),
        Plot.ruleY(end, { y: "y", x1: "xlow", x2: "xhigh", stroke: arm.colour, strokeWidth: 1.5 }),
        Plot.dot(inner, { x: "x", y: "y", r: 3.5, fill: arm.colour, symbol: arm.symbol, title: "label" }),
        Plot.dot(end, { x: "x", y: "y", r: 6.5, fill: arm.colour, symbol: arm.symbol })
      );
    }
    marks.push(
      Plot.dot(starts, { x: "x", y: "y", r: 6, fill: "var(--paper)", stroke: "var(--ink)", strokeWidth: 2 }),
      Plot.text(oneBase ? [start] : starts, {
        x: "x", y: "y", text: () => "base", dy: -16, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4, fontWeight: 600,
      }),
      ...names(all, x, y, width, height)
    );
    return panelled([
      Plot.plot(
        base(width, height, {
          marginTop: MARGINS.top,
          marginRight: MARGINS.right,
          marginBottom: MARGINS.bottom,
          marginLeft: MARGINS.left,
          x: { domain: x, label: "tasks solved, %", labelAnchor: "center", grid: true, ticks: width < NARROW ? 5 : 9 },
          y: { domain: y, label: "harmful requests refused, %", labelAnchor: "center", grid: true, ticks: 7 },
          marks,
        })
      ),
    ]);
  }

  Belay.charts.plane = plane;
})();
