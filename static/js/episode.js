// The episode page: arrow keys move along the arc, a preview of the bar appears below it, and
// selecting a segment plays from there.

import { recall } from "./memory.js";
import { findPlayer, storePosition } from "./player.js";

const player = findPlayer(() => {});
const arc = document.querySelector("[data-arc]");
const readout = document.querySelector("[data-arc-readout]");
const bars = arc ? [...arc.querySelectorAll("a")] : [];

function preview(bar) {
  readout.textContent = bar.querySelector("title").textContent;
}

function focusOn(index) {
  const target = bars[Math.min(bars.length - 1, Math.max(0, index))];
  for (const bar of bars) bar.setAttribute("tabindex", bar === target ? "0" : "-1");
  target.focus();
}

const moves = {
  ArrowRight: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  Home: () => 0,
  End: () => bars.length - 1,
  PageDown: (at) => at + 10,
  PageUp: (at) => at - 10,
};

if (bars.length) {
  bars[0].setAttribute("tabindex", "0");
  for (const bar of bars) {
    bar.setAttribute("aria-label", bar.querySelector("title").textContent);
    bar.addEventListener("focus", () => preview(bar));
    bar.addEventListener("pointerenter", () => preview(bar));
  }
  arc.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    focusOn(move(bars.indexOf(document.activeElement)));
  });
}

// Contact the video host only after the reader has pressed play in this visit; audio may start at once.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".strip a, .arc a, .quote a");
  if (!link || !player) return;
  const mayPlay = player.loaded || recall("video", sessionStorage);
  if (mayPlay) storePosition(new URL(link.href.baseVal ?? link.href, location.href).hash);
});
