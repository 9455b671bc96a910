"use strict";
// The viewer of samples: the data of a model is parsed when it is asked for, a few samples are made
// at a time, the texts of a folded one when it is opened.

(() => {
  const STEP = 20;
  const SHOWN = 4000;
  const TURNS = [
    ["", "all"],
    ["worse", "got worse"],
    ["better", "got better"],
    ["split", "judges disagree"],
    ["undecided", "undecided"],
    ["same", "verdict as before"],
  ];
  const WORDS = { worse: "\u2193 worse", better: "\u2191 better", undecided: "? undecided", same: "= same", unpaired: "\u00b7" };
  const { element, visible } = Belay;

  function choice(name, options) {
    const select = element(
      "select",
      {},
      ...options.map(([value, text]) => element("option", { value }, Belay.plain(String(text))))
    );
    return { select, node: element("label", {}, name + " ", select) };
  }

  /** A text, the rest of a long one on demand. */
  function text(value, more) {
    const pre = element("pre", { dir: "auto" });
    let shown = 0;
    const button = element("button", { type: "button", class: "more" });
    const add = (count) => {
      pre.append(visible(value.slice(shown, shown + count)));
      shown = Math.min(value.length, shown + count);
      button.textContent = `Show ${Math.min(10 * SHOWN, value.length - shown).toLocaleString("en")} more of ${(value.length - shown).toLocaleString("en")} characters`;
      button.hidden = shown >= value.length;
    };
    add(SHOWN);
    button.addEventListener("click", () => add(10 * SHOWN));
    const cut = more
      ? [element("p", { class: "note" }, `${more.toLocaleString("en")} characters more are in the folder.`)]
      : [];
    return [pre, button, ...cut];
  }

  function side(title, one) {
    const node = element("div", { class: "side" }, element("h4", {}, title));
    for (const verdict of one.verdicts) {
      const line = element("p", { class: "judged" }, element("b", {}, visible(verdict.label.replaceAll("_", " "))));
      line.append(" by ", visible(verdict.by));
      if (verdict.reason) {
        line.append(": ", visible(Belay.short(verdict.reason, 300)));
      }
      node.append(line);
    }
    if (one.reasoning) {
      node.append(
        element("details", {}, element("summary", {}, "Reasoning"), ...text(one.reasoning, one.reasoning_more))
      );
    }
    node.append(...text(one.completion || "", one.completion_more));
    if (one.finish) {
      node.append(element("p", { class: "note" }, visible(one.finish)));
    }
    return node;
  }

  function body(sample) {
    const sides = element("div", { class: "sides" });
    if (sample.before) {
      sides.append(side("Before", sample.before));
    }
    if (sample.after) {
      sides.append(side(sample.before ? "After" : "Completion", sample.after));
    }
    const nodes = [element("h4", {}, "Request"), ...text(sample.request || "", sample.request_more)];
    if (sample.asked) {
      nodes.push(element("h4", {}, "As the attack asked it"), ...text(sample.asked, sample.asked_more));
    }
    return [...nodes, sides];
  }

  const first = (one) => (one ? one.verdicts[0].label.replaceAll("_", " ") : "");

  function article(sample) {
    const summary = element("summary", {}, element("span", { class: "turn " + sample.turned }, WORDS[sample.turned] || ""));
    summary.append(" ", visible(Belay.short(sample.suite + " \u00b7 " + sample.id, 80)));
    const labels = [first(sample.before), first(sample.after)].filter((label) => label);
    summary.append(element("span", { class: "labels" }, visible(labels.join(" \u2192 "))));
    if (sample.split) {
      summary.append(element("span", { class: "split" }, "judges disagree"));
    }
    if (sample.harmful) {
      summary.append(element("span", { class: "harm" }, "harmful request, folded"));
    }
    const details = element("details", { class: "sample" }, summary);
    const fill = () => {
      if (details.childElementCount === 1) {
        details.append(...body(sample));
      }
    };
    details.addEventListener("toggle", () => details.open && fill());
    if (!sample.harmful) {
      fill();
      details.open = true;
    }
    return details;
  }

  function matches(sample, turn, suite, query) {
    const fits = turn === "split" ? sample.split : !turn || sample.turned === turn;
    if (!fits || (suite && sample.suite !== suite)) {
      return false;
    }
    return (
      !query ||
      [sample.id, sample.request, sample.before?.completion, sample.after?.completion].some(
        (text) => text && text.toLowerCase().includes(query)
      )
    );
  }

  /** Builds the viewer into its place. */
  Belay.samples = (viewer) => {
    const sources = Belay.data(viewer.dataset.index);
    const parsed = new Map();
    const model = choice("Model", sources.map((source, i) => [i, source.name]));
    const suite = choice("Suite", [["", "all"]]);
    const turn = choice("Verdict", TURNS);
    const search = element("input", { type: "search", placeholder: "words" });
    const filters = element("form", { class: "filters", role: "search", "aria-label": "Filter samples" });
    if (sources.length > 1) {
      filters.append(model.node);
    }
    filters.append(turn.node, suite.node, element("label", {}, "Text ", search));
    const count = element("p", { "aria-live": "polite", class: "count" });
    const list = element("div", { class: "list" });
    const more = element("button", { type: "button", class: "more" });
    let found = [];
    let shown = 0;

    function current() {
      const id = sources[Number(model.select.value || 0)].data;
      if (!parsed.has(id)) {
        parsed.set(id, Belay.data(id));
      }
      return parsed.get(id);
    }

    function add() {
      const next = found.slice(shown, shown + STEP).map(article);
      list.append(...next);
      shown += next.length;
      more.hidden = shown >= found.length;
      more.textContent = `Show ${Math.min(STEP, found.length - shown)} more`;
      count.textContent = `${found.length.toLocaleString("en")} samples, ${shown.toLocaleString("en")} shown`;
      return next[0];
    }

    function filter() {
      const query = search.value.trim().toLowerCase();
      found = current().filter((sample) => matches(sample, turn.select.value, suite.select.value, query));
      shown = 0;
      list.replaceChildren();
      add();
    }

    function suites() {
      const names = [...new Set(current().map((sample) => sample.suite))];
      suite.select.replaceChildren(
        element("option", { value: "" }, "all"),
        ...names.map((name) => element("option", { value: name }, Belay.plain(name)))
      );
      filter();
    }

    let timer = 0;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(filter, 200);
    });
    filters.addEventListener("submit", (event) => {
      event.preventDefault();
      filter();
    });
    turn.select.addEventListener("change", filter);
    suite.select.addEventListener("change", filter);
    model.select.addEventListener("change", suites);
    more.addEventListener("click", () => add()?.querySelector("summary").focus());
    viewer.append(filters, count, list, more);
    suites();
  };
})();
