"use strict";
// Text of strangers becomes text nodes and nothing else; what cannot be seen is shown as its code.
globalThis.Belay = globalThis.Belay || {};

(() => {
  const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
  const KEPT = new Set(["\n", "\t", "\u200d"]);

  function code(character) {
    return "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  }

  /** An element with attributes and children; strings become text. */
  Belay.element = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== null) {
        node.setAttribute(name, value);
      }
    }
    node.append(...children);
    return node;
  };

  /** The text with every invisible character as a marked code. */
  Belay.visible = (text) => {
    const fragment = document.createDocumentFragment();
    let from = 0;
    for (const found of text.matchAll(INVISIBLE)) {
      if (!KEPT.has(found[0])) {
        fragment.append(text.slice(from, found.index));
        fragment.append(Belay.element("span", { class: "code-point" }, code(found[0])));
        from = found.index + found[0].length;
      }
    }
    fragment.append(text.slice(from));
    return fragment;
  };

  /** The same as one line of plain text, for labels inside charts. */
  Belay.plain = (text) =>
    text.replace(INVISIBLE, (c) => (c === "\u200d" ? c : "\u27e8" + code(c) + "\u27e9"));

  /** A text no longer than so many characters. */
  Belay.short = (text, most) => {
    const characters = Array.from(text.slice(0, 2 * most));
    return characters.length <= most ? text : characters.slice(0, most - 1).join("") + "\u2026";
  };

  /** The JSON of a script element that holds data. */
  Belay.data = (id) => JSON.parse(document.getElementById(id).textContent);
})();
