// The transcript viewer: current passage, playback position and tools.

import { setUpFind } from "./find.js";
import { findPlayer, takePosition } from "./player.js";
import { save } from "./notebook.js";
import { quoteOf } from "./quote.js";

const root = document.querySelector("[data-transcript]");
const passages = [...root.querySelectorAll(".passage[id]")];
const turns = [...root.querySelectorAll(".turn[data-start]")];
const starts = turns.map((turn) => Number(turn.dataset.start));
const status = root.querySelector("[data-status]");
const follow = root.querySelector("[data-follow]");
const player = findPlayer(onTime);

let current = null;
let now = null;
let following = false;

function announce(text) {
  status.textContent = text;
  setTimeout(() => { if (status.textContent === text) status.textContent = ""; }, 4000);
}

function setCurrent(passage) {
  if (passage === current) return;
  current?.removeAttribute("aria-current");
  current = passage;
  current?.setAttribute("aria-current", "true");
}

function setNow(turn) {
  now?.classList.remove("now");
  now = turn;
  now.classList.add("now");
  setCurrent(turn.closest(".passage"));
}

function show(element) {
  const reduceMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: reduceMotion ? "auto" : "smooth" });
}

/** The last paragraph that starts at or before `seconds` (binary search). */
function turnAt(seconds) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= seconds) low = middle + 1;
    else high = middle;
  }
  return turns[low - 1];
}

function onTime(seconds) {
  const turn = turnAt(seconds);
  if (!turn || turn === now) return;
  setNow(turn);
  if (following) show(turn);
}

function setFollowing(on) {
  following = on;
  follow.setAttribute("aria-pressed", String(on));
  follow.textContent = on ? "Following" : "Follow";
  if (on && now) show(now);
}

function goTo(passage) {
  setFollowing(false);
  setCurrent(passage);
  history.replaceState(null, "", `#${passage.id}`);
  show(passage);
  passage.querySelector("header a").focus({ preventScroll: true });
}

function step(by) {
  const at = current ? passages.indexOf(current) + by : 0;
  const target = passages[Math.min(passages.length - 1, Math.max(0, at))];
  if (target) goTo(target);
}

async function copy(passage) {
  try {
    await navigator.clipboard.writeText(quoteOf(passage, root));
    announce(`Copied with source: ${passage.getAttribute("aria-label")}.`);
  } catch {
    announce("Your browser does not allow copying on this page.");
  }
}

/** Save the passage, or the selected text in it, to the notebook in this browser. */
function keep(passage) {
  const [text, source, address] = quoteOf(passage, root).split("\n");
  const url = new URL(address);
  const saved = save({ text, source, url: `${url.pathname}${url.search}${url.hash}` });
  announce(saved ? `Saved to your notebook: ${passage.getAttribute("aria-label")}.` : "Your browser does not allow saving on this page.");
}

function button(text, label, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.setAttribute("aria-label", label);
  element.addEventListener("click", onClick);
  return element;
}

function addTools(passage) {
  const tools = document.createElement("span");
  tools.className = "passage-tools";
  const time = passage.querySelector("time")?.textContent;
  if (player && passage.dataset.start) {
    tools.append(button("Play", `Play from ${time}`, () => {
      setCurrent(passage);
      setFollowing(true);
      player.playFrom(Number(passage.dataset.start));
    }));
  }
  tools.append(button("Copy", `Copy ${passage.getAttribute("aria-label").toLowerCase()}`, () => copy(passage)));
  tools.append(button("Save", `Save ${passage.getAttribute("aria-label").toLowerCase()} to your notebook`, () => keep(passage)));
  passage.querySelector("header").append(tools);
}

function setUpFollowing() {
  if (!player || !turns.length) return;
  follow.hidden = false;
  setFollowing(true);
  follow.addEventListener("click", () => setFollowing(!following));
  for (const kind of ["wheel", "touchmove"]) {
    addEventListener(kind, () => setFollowing(false), { passive: true });
  }
  root.addEventListener("click", (event) => {
    const at = event.target.closest(".at");
    if (at && player.loaded) player.playFrom(Number(at.parentElement.dataset.start));
  });
}

function setUpKeys(find) {
  const dialog = root.querySelector("[data-help-dialog]");
  root.querySelector("[data-help]").addEventListener("click", () => dialog.showModal());
  const on = root.querySelector("[data-keys]");
  const actions = {
    "/": () => find.field.focus(),
    "?": () => dialog.showModal(),
    n: () => step(1),
    p: () => step(-1),
    c: () => current && copy(current),
    s: () => current && keep(current),
    f: () => !follow.hidden && setFollowing(!following),
    k: () => player?.toggle(),
    j: () => player?.skip(-15),
    l: () => player?.skip(30),
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, dialog, audio");
    if (typing || !on.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** Show the passage in the URL and its first match, and prepare the player to start there. */
function arrive(find) {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const passage = target && target.closest(".passage");
  if (!passage) return;
  setCurrent(passage);
  find.showIn(target.matches(".turn") ? target : passage);
  // Browsers open a closed <details> that the URL points into, but do not always scroll to it.
  if (target.closest("details")) {
    target.closest("details").open = true;
    target.scrollIntoView();
  }
  const start = target.dataset.start ?? passage.dataset.start;
  if (player && start !== undefined) {
    if (takePosition() === location.hash) player.playFrom(Number(start));
    else player.cue(Number(start));
  }
}

const find = setUpFind(root, (paragraph) => {
  setFollowing(false);
  setCurrent(paragraph.closest(".passage"));
});
passages.forEach(addTools);
setUpFollowing();
setUpKeys(find);
addEventListener("hashchange", () => arrive(find));
arrive(find);
if (!location.hash && find.field.value) find.step(1);
