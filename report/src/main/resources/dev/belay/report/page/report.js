"use strict";
// Starts the page: draws the charts as wide as their places, again when these change, and readies
// the viewer of samples when it comes near.

(() => {
  const widths = new Map();

  function draw(place, chart) {
    const width = Math.floor(place.clientWidth);
    if (width > 0 && widths.get(place) !== width) {
      widths.set(place, width);
      place.replaceChildren(Belay.charts[chart.type](chart, width));
    }
  }

  function drawAll() {
    Belay.all.forEach((chart, i) => draw(document.getElementById("chart-" + i), chart));
  }

  let timer = 0;
  new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(drawAll, 60);
  }).observe(document.body);
  drawAll();

  // What is folded cannot be unfolded on paper: numbers are printed, samples stay folded.
  const folded = () => document.querySelectorAll("details.numbers, details.origin");
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...folded()].filter((details) => !details.open);
    opened.forEach((details) => (details.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));

  const viewer = document.getElementById("sample-viewer");
  if (viewer) {
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          watch.disconnect();
          Belay.samples(viewer);
        }
      },
      { rootMargin: "800px" }
    );
    watch.observe(viewer);
  }
  document.documentElement.dataset.ready = "yes";
})();
