"use strict";
// Charts from data, with Observable Plot. Colours are CSS variables, so that light, dark and print
// need no second drawing; whatever a colour says, a symbol or a name says too.

(() => {
  const COLOURS = 8;
  const NARROW = 560;
  const LONGEST = 60; // Characters of a label where there is room for them.
  const CHARACTER = 7.1; // Pixels, on average.
  const SYMBOLS = ["circle", "square", "triangle", "diamond", "star", "wye", "plus", "times"];
  const VERDICTS = {
    held: { colour: "var(--good)", fill: "var(--good)", symbol: "circle", word: "held" },
    did_not_hold: { colour: "var(--bad)", fill: "var(--bad)", symbol: "diamond", word: "lost" },
    cannot_tell: { colour: "var(--open)", fill: "var(--paper)", symbol: "circle", word: "cannot tell" },
    says_nothing: { colour: "var(--open)", fill: "var(--paper)", symbol: "square", word: "says nothing" },
    "": { colour: "var(--c0)", fill: "var(--c0)", symbol: "square", word: "no margin" },
  };

  const { names, charts } = Belay.data("charts");
  Belay.all = charts;

  /** The number of a model, by which it has its colour; others are numbered as they come. */
  const numbered = (name, i) => (names.includes(name) ? names.indexOf(name) : i);
  const colour = (i) => `var(--c${i % COLOURS})`;
  const symbol = (i) => SYMBOLS[i % SYMBOLS.length];
  const dash = (i) => (i < 2 ? null : ["6 3", "2 3", "8 3 2 3"][i % 3]);
  const percent = (share) => 100 * share;
  const points = (d) => (d > 0 ? "+" : d < 0 ? "\u2212" : "") + Math.abs(d);
  const signed = (d) => (d > 0.05 ? "+" : d < -0.05 ? "\u2212" : "") + Math.abs(d).toFixed(1);
  const label = (text, most = 40) => Belay.short(Belay.plain(text), most);

  const base = (width, height, more) => ({
    className: "plot-chart",
    width,
    height,
    style: { fontSize: "13px", background: "none", overflow: "visible" },
    ...more,
  });

  /** A domain round values, with some air. */
  function domain(values, air = 0.04) {
    const known = values.filter((v) => Number.isFinite(v));
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const pad = (high - low || Math.abs(high) || 1) * air;
    return [low - pad, high + pad];
  }

  /** Heights of labels, moved apart as little as needed; wanted and returned in pixels. */
  function apart(wanted, gap, low, high) {
    const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
    const placed = wanted.slice();
    order.forEach((at, i) => {
      placed[at] = Math.max(wanted[at], i ? placed[order[i - 1]] + gap : low);
    });
    let ceiling = high;
    for (const at of order.slice().reverse()) {
      placed[at] = Math.min(placed[at], ceiling);
      ceiling = placed[at] - gap;
    }
    return placed;
  }

  /** Room for labels of that many characters. */
  const room = (texts, most) => Math.min(most, 14 + CHARACTER * Math.max(...texts.map((t) => t.length)));

  function panelled(parts) {
    return Belay.element("div", { class: "panels" }, ...parts);
  }

  function titled(title, svg) {
    return Belay.element("div", { class: "panel" }, Belay.element("p", {}, Belay.plain(title)), svg);
  }

  function key(panels) {
    const words = [...new Set(panels.flatMap((panel) => panel.rows.map((row) => row.held)))].filter((held) => VERDICTS[held]);
    const glyph = { held: "\u25cf", did_not_hold: "\u25c6", cannot_tell: "\u25cb", says_nothing: "\u25a1", "": "\u25a0" };
    return Belay.element(
      "p",
      { class: "key" },
      ...words.map((held) =>
        Belay.element("span", { class: "verdict-" + (held || "none") }, `${glyph[held]} ${VERDICTS[held].word}`)
      ),
      Belay.element("span", { class: "verdict-margin" }, "\u2506 margin")
    );
  }

  // ---- forest ---------------------------------------------------------------------------------

  function forest(chart, width) {
    const reach = (panel) => [panel.margin ?? 0, ...panel.rows.flatMap((row) => [row.low, row.high, ...row.dots])];
    const held = (panel) => panel.margin !== null;
    // Panels that are held to a margin share a scale; tasks may change by far more.
    const shared = domain([0, ...chart.panels.filter(held).flatMap(reach)].map(percent));
    const scale = (panel) => (held(panel) ? shared : domain([0, ...reach(panel)].map(percent)));
    const labels = chart.panels.flatMap((panel) => panel.rows.map((row) => label(row.label, LONGEST)));
    const left = width < NARROW ? 8 : room(labels, width * 0.38);
    const parts = chart.panels.map((panel) => titled(panel.title, forestPanel(panel, scale(panel), left, width)));
    if (chart.panels.some(held)) {
      parts.push(key(chart.panels));
    }
    return panelled(parts);
  }

  function forestPanel(panel, x, left, width) {
    const narrow = width < NARROW;
    const fits = narrow ? 40 : Math.floor((left - 14) / CHARACTER);
    const rows = panel.rows.map((row, i) => ({
      y: i,
      label: label(row.label, fits),
      change: percent(row.change),
      low: percent(row.low),
      high: percent(row.high),
      look: VERDICTS[row.held] || VERDICTS[""],
    }));
    const dots = panel.rows.flatMap((row, i) => row.dots.map((dot) => ({ y: i, x: percent(dot) })));
    const step = narrow ? 44 : 28;
    const above = narrow ? { dy: -14, frameAnchor: "left", textAnchor: "start", dx: -left + 8 } : null;
    return Plot.plot(
      base(width, rows.length * step + 58, {
        marginLeft: left,
        marginRight: narrow ? 10 : 64,
        marginTop: narrow ? 18 : 6,
        marginBottom: 42,
        x: { domain: x, label: "change in points", labelAnchor: "center", tickFormat: points, ticks: narrow ? 5 : 9, grid: true },
        y: { type: "point", domain: rows.map((row) => row.y), axis: null, padding: narrow ? 0.7 : 0.6 },
        marks: [
          Plot.ruleX([0], { stroke: "var(--ink)" }),
          panel.margin === null
            ? null
            : Plot.ruleX([percent(panel.margin)], { stroke: "var(--margin)", strokeWidth: 2, strokeDasharray: "5 4" }),
          Plot.ruleY(rows, { y: "y", x1: "low", x2: "high", stroke: (row) => row.look.colour, strokeWidth: 2.5 }),
          Plot.dot(dots, { x: "x", y: "y", r: 2.5, dy: 7, fill: "var(--soft)" }),
          Plot.dot(rows, {
            x: "change", y: "y", r: 5, symbol: (row) => row.look.symbol, fill: (row) => row.look.fill,
            stroke: (row) => row.look.colour, strokeWidth: 2,
          }),
          Plot.text(rows, {
            y: "y", text: (row) => (narrow ? `${row.label}  ${signed(row.change)}` : row.label),
            fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4, ...(above || { frameAnchor: "left", textAnchor: "end", dx: -10 }),
          }),
          narrow
            ? null
            : Plot.text(rows, {
                y: "y", text: (row) => signed(row.change), frameAnchor: "right", textAnchor: "start", dx: 12, fill: "var(--ink)",
              }),
        ],
      })
    );
  }

  // ---- levels ---------------------------------------------------------------------------------

  function levels(chart, width) {
    const beside = width >= 760 && chart.panels.length > 1;
    const each = beside ? (width - 24) / 2 : width;
    const node = panelled(chart.panels.map((panel) => titled(panel.title, levelsPanel(panel, each))));
    node.classList.toggle("beside", beside);
    return node;
  }

  function levelsPanel(panel, width) {
    const narrow = width < NARROW;
    const rows = panel.rows.map((row, i) => ({
      y: i,
      label: label(row.label, 34),
      before: row.before === null ? null : percent(row.before),
      after: percent(row.after),
      low: percent(row.low),
      high: percent(row.high),
    }));
    const paired = rows.filter((row) => row.before !== null);
    return Plot.plot(
      base(width, rows.length * 44 + 58, {
        marginLeft: 12,
        marginRight: 22,
        marginTop: 16,
        marginBottom: 40,
        x: { domain: [0, 100], label: "refused, %", labelAnchor: "center", ticks: narrow ? 5 : 6, grid: true },
        y: { type: "point", domain: rows.map((row) => row.y), axis: null, padding: 0.7 },
        marks: [
          Plot.ruleX([0], { stroke: "var(--ink)" }),
          Plot.ruleY(rows, { y: "y", x1: "low", x2: "high", stroke: "var(--soft)", strokeWidth: 7, strokeOpacity: 0.35 }),
          Plot.arrow(paired, { x1: "before", x2: "after", y1: "y", y2: "y", stroke: "var(--c0)", insetStart: 6, insetEnd: 6, headLength: 7 }),
          Plot.dot(paired, { x: "before", y: "y", r: 5, stroke: "var(--c0)", strokeWidth: 2, fill: "var(--paper)" }),
          Plot.dot(rows, { x: "after", y: "y", r: 5.5, fill: "var(--c0)" }),
          Plot.text(rows, {
            y: "y", dy: -15, dx: 4, frameAnchor: "left", textAnchor: "start", fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4,
            text: (row) =>
              `${row.label}  ${row.before === null ? "" : row.before.toFixed(1) + " \u2192 "}${row.after.toFixed(1)}`,
          }),
        ],
      })
    );
  }

  // ---- bounds ---------------------------------------------------------------------------------

  function bounds(chart, width) {
    const narrow = width < NARROW;
    const rows = chart.rows.map((row, i) => ({
      y: i,
      label: label(row.label) + (row.vacuous ? " (bounds nothing)" : ""),
      measured: row.measured === null ? null : percent(row.measured),
      low: row.low === null ? null : percent(row.low),
      high: row.high === null ? null : percent(row.high),
      bound: percent(row.bound),
      limit: percent(row.limit),
      vacuous: row.vacuous,
    }));
    const known = rows.filter((row) => row.measured !== null);
    const x = domain([0, ...rows.flatMap((row) => [row.limit, row.low ?? 0, row.high ?? 0])], 0.03);
    const svg = Plot.plot(
      base(width, rows.length * 46 + 58, {
        marginLeft: 12,
        marginRight: 22,
        marginTop: 18,
        marginBottom: 40,
        x: { domain: x, label: "loss of good completions, points", labelAnchor: "center", ticks: narrow ? 5 : 9, grid: true },
        y: { type: "point", domain: rows.map((row) => row.y), axis: null, padding: 0.7 },
        marks: [
          Plot.ruleX([0], { stroke: "var(--ink)" }),
          Plot.ruleY(rows, {
            y: "y", x1: 0, x2: "limit", stroke: (row) => (row.vacuous ? "var(--soft)" : "var(--c2)"), strokeWidth: 12, strokeOpacity: 0.3,
          }),
          Plot.dot(rows, { x: "limit", y: "y", symbol: "square", r: 5, fill: "var(--c2)" }),
          Plot.dot(rows, { x: "bound", y: "y", symbol: "times", r: 4, stroke: "var(--c2)", strokeWidth: 2 }),
          Plot.ruleY(known, { y: "y", x1: "low", x2: "high", stroke: "var(--ink)", strokeWidth: 2 }),
          Plot.dot(known, { x: "measured", y: "y", r: 4.5, fill: "var(--ink)" }),
          Plot.text(rows, { y: "y", dy: -17, frameAnchor: "left", textAnchor: "start", fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4, text: "label" }),
        ],
      })
    );
    const legend = Belay.element(
      "p",
      { class: "key" },
      Belay.element("span", {}, "\u25cf loss seen by the judge, with interval"),
      Belay.element("span", { class: "limit" }, "\u25a0 limit by the KL"),
      Belay.element("span", { class: "limit" }, "\u2715 bound, estimates taken for the truth")
    );
    return panelled([svg, legend]);
  }

  // ---- lines ----------------------------------------------------------------------------------

  function lines(chart, width) {
    const series = chart.series.map((one, i) => ({
      name: label(one.name, 26),
      colour: colour(numbered(one.name, i)),
      dash: dash(numbered(one.name, i)),
      rows: one.points.map(([x, y, low, high]) => ({ x, y, low, high })),
    }));
    const named = series.length > 1;
    const height = Math.max(210, named ? 60 + 16 * series.length : 0);
    const right = named ? room(series.map((one) => one.name), width * 0.42) : 14;
    const all = series.flatMap((one) => one.rows);
    const x = domain(all.map((row) => row.x), 0);
    const heights = all.flatMap((row) => [row.y, row.low ?? row.y, row.high ?? row.y]);
    const y = domain(heights, 0.06);
    if (Math.min(...heights) >= 0) {
      y[0] = Math.max(0, y[0]);
    }
    const [top, bottom, left] = [12, 40, 52];
    const toPixel = (v) => height - bottom - ((v - y[0]) / (y[1] - y[0])) * (height - top - bottom);
    const ends = series.map((one) => toPixel(one.rows.at(-1).y));
    const placed = apart(ends, 15, top, height - bottom);
    const single = x[0] === x[1];
    return titled(
      chart.title,
      Plot.plot(
        base(width, height, {
          marginLeft: left,
          marginRight: right,
          marginTop: top,
          marginBottom: bottom,
          x: { domain: single ? [x[0] - 1, x[1] + 1] : x, label: chart.x, labelAnchor: "center", ticks: 5, tickFormat: (d) => (Number.isInteger(d) ? String(d) : "") },
          y: { domain: y, label: null, ticks: 5, grid: true, tickFormat: y[1] < 1e-3 ? "~e" : "~g" },
          marks: series.flatMap((one, i) => [
            one.rows[0].low === undefined
              ? null
              : Plot.areaY(one.rows, { x: "x", y1: "low", y2: "high", fill: one.colour, fillOpacity: 0.16 }),
            Plot.line(one.rows, { x: "x", y: "y", stroke: one.colour, strokeWidth: 2, strokeDasharray: one.dash }),
            one.rows.length === 1 ? Plot.dot(one.rows, { x: "x", y: "y", fill: one.colour }) : null,
            named
              ? Plot.text([one], {
                  frameAnchor: "right", x: () => x[1], y: () => one.rows.at(-1).y, dx: 8, dy: placed[i] - ends[i],
                  text: "name", textAnchor: "start", fill: one.colour,
                })
              : null,
          ]),
        })
      )
    );
  }

  Belay.charts = { forest, levels, bounds, lines };
  Belay.draw = { base, domain, apart, room, titled, panelled, colour, symbol, dash, numbered, percent, label, NARROW };
})();
