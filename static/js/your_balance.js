// The page "Your balance": shows the trail; buttons download it, delete it or turn it off.

import { doNotTrack, forget, isEnabled, opened, setEnabled, sides } from "./balance.js";

const MAX_SHOWN = 30;
const STEP = 5;
const library = document.querySelector("script[data-library]").dataset.library;
const part = (name) => document.querySelector(`[data-balance${name ? `-${name}` : ""}]`);

const whole = (score) => Math.sign(score) * Math.round(Math.abs(score)) + 0;
const signed = (score) => {
  const shown = whole(score);
  return shown < 0 ? `−${-shown}` : shown ? `+${shown}` : "0";
};
const x = (score) => (score + 100) / 2;
const tone = (score) => `tone-${Math.floor((whole(score) + 105) / 10)}`;

function sentence(openings, counted) {
  if (!openings.length) {
    return isEnabled()
      ? "Nothing is stored yet. Open a conversation to start your trail."
      : doNotTrack()
        ? "Nothing is stored: your browser sends Do Not Track, so this is off until you turn it on."
        : "Nothing is stored: you have turned this off.";
  }
  const positions = openings.map((opening) => opening.position).sort((a, b) => a - b);
  const middle = (positions.length - 1) / 2;
  const median = (positions[Math.floor(middle)] + positions[Math.ceil(middle)]) / 2;
  const noun = openings.length === 1 ? "conversation" : "conversations";
  return (
    `You have opened ${openings.length} ${noun}: ${counted.risk} risk-forward, ` +
    `${counted.mixed} mixed, ${counted.opportunity} opportunity-forward; median ${signed(median)}.` +
    (isEnabled() ? "" : " Nothing more is stored: this is turned off.")
  );
}

function anchor(url, text) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = text;
  return link;
}

// Suggest the side heard less, and a counterbalance to the latest conversation.
function offer(openings, counted) {
  const element = part("offer");
  element.replaceChildren();
  element.hidden = !openings.length;
  if (!openings.length) return;
  const last = openings.at(-1);
  if (counted.less) {
    element.append(
      `You have heard less from the ${counted.less} side. `,
      anchor(`${library}?band=${counted.less}`, `Browse the ${counted.less} side`),
      ", or ",
    );
  } else {
    element.append("You have heard both sides equally. ");
  }
  element.append(anchor(`${last.url}#counterbalance`, `${counted.less ? "see" : "See"} the counterbalance to “${last.title}”`), ".");
}

function shape(opening, y) {
  const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const at = x(opening.position);
  const paths = {
    "risk-forward": `M${at - 1.6} ${y - 1}h3.2L${at} ${y + 1.8}z`,
    "opportunity-forward": `M${at - 1.6} ${y + 1}h3.2L${at} ${y - 1.8}z`,
  };
  const round = `M${at - 1.2} ${y}a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0z`;
  mark.setAttribute("d", paths[opening.band] ?? round);
  mark.setAttribute("class", tone(opening.position));
  return mark;
}

function draw(openings) {
  const shown = openings.slice(-MAX_SHOWN);
  const figure = part("figure");
  figure.hidden = !shown.length;
  const height = 8 + shown.length * STEP;
  const svg = figure.querySelector("svg");
  svg.setAttribute("viewBox", `-3 -1 106 ${height}`);
  svg.setAttribute("aria-label", part("said").textContent);
  svg.removeAttribute("aria-labelledby");
  const heights = shown.map((_, index) => 4 + STEP * (index + 0.8));
  part("edges").setAttribute("d", `M41.25 0V${height - 2}M58.75 0V${height - 2}`);
  part("path").setAttribute(
    "d",
    shown.map((opening, index) => `${index ? "L" : "M"}${x(opening.position)} ${heights[index]}`).join(""),
  );
  part("marks").replaceChildren(...shown.map((opening, index) => shape(opening, heights[index])));
}

function list(openings) {
  const items = openings.toReversed().map((opening) => {
    const item = document.createElement("li");
    item.append(anchor(opening.url, opening.title), ` ${signed(opening.position)}, ${opening.band}, ${opening.lens}`);
    return item;
  });
  part("list").replaceChildren(...items);
}

function show() {
  const openings = opened();
  const counted = sides(openings);
  part("").hidden = false;
  part("said").textContent = sentence(openings, counted);
  offer(openings, counted);
  draw(openings);
  list(openings);
  part("switch").textContent = isEnabled() ? "Turn off" : "Turn on";
  part("export").disabled = part("clear").disabled = !openings.length;
}

function save() {
  const text = JSON.stringify({ saved: new Date().toISOString(), opened: opened() }, null, 2);
  const link = anchor(URL.createObjectURL(new Blob([text], { type: "application/json" })), "");
  link.download = "my-balance.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

part("switch").addEventListener("click", () => {
  setEnabled(!isEnabled());
  show();
});
part("export").addEventListener("click", save);
part("clear").addEventListener("click", () => {
  forget();
  show();
});
show();
