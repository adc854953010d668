// The page of the reader's own balance: draws the trail, and lets it be saved, forgotten, switched.

import { askedNotToTrack, forget, isKept, keep, opened, sides } from "./balance.js";

const DRAWN = 30;
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
    return isKept()
      ? "Nothing is kept yet. Open a conversation, and it will be on your trail."
      : askedNotToTrack()
        ? "Nothing is kept: your browser asks not to be tracked, so this is off until you switch it on."
        : "Nothing is kept: you have switched it off.";
  }
  const positions = openings.map((one) => one.position).sort((a, b) => a - b);
  const middle = (positions.length - 1) / 2;
  const median = (positions[Math.floor(middle)] + positions[Math.ceil(middle)]) / 2;
  const noun = openings.length === 1 ? "conversation" : "conversations";
  return (
    `You have opened ${openings.length} ${noun}: ${counted.risk} risk-forward, ` +
    `${counted.mixed} mixed, ${counted.opportunity} opportunity-forward; median ${signed(median)}.` +
    (isKept() ? "" : " Nothing more is kept: it is switched off.")
  );
}

function anchor(url, text) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = text;
  return link;
}

// Offers the side that was heard less, and what answers the latest conversation.
function offer(openings, counted) {
  const place = part("offer");
  place.replaceChildren();
  place.hidden = !openings.length;
  if (!openings.length) return;
  const last = openings.at(-1);
  if (counted.less) {
    place.append(
      `You have heard less of the ${counted.less} side. `,
      anchor(`${library}?band=${counted.less}`, `Hear the ${counted.less} side`),
      ", or ",
    );
  } else {
    place.append("You have heard both sides alike. ");
  }
  place.append(anchor(`${last.url}#counterbalance`, `${counted.less ? "see" : "See"} what answers “${last.title}”`), ".");
}

function shape(one, y) {
  const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const at = x(one.position);
  const paths = {
    "risk-forward": `M${at - 1.6} ${y - 1}h3.2L${at} ${y + 1.8}z`,
    "opportunity-forward": `M${at - 1.6} ${y + 1}h3.2L${at} ${y - 1.8}z`,
  };
  const round = `M${at - 1.2} ${y}a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0z`;
  mark.setAttribute("d", paths[one.band] ?? round);
  mark.setAttribute("class", tone(one.position));
  return mark;
}

function draw(openings) {
  const shown = openings.slice(-DRAWN);
  const figure = part("figure");
  figure.hidden = !shown.length;
  const height = 8 + shown.length * STEP;
  const svg = figure.querySelector("svg");
  svg.setAttribute("viewBox", `-3 -1 106 ${height}`);
  svg.setAttribute("aria-label", part("said").textContent);
  svg.removeAttribute("aria-labelledby");
  const heights = shown.map((_, place) => 4 + STEP * (place + 0.8));
  part("edges").setAttribute("d", `M41.25 0V${height - 2}M58.75 0V${height - 2}`);
  part("path").setAttribute(
    "d",
    shown.map((one, place) => `${place ? "L" : "M"}${x(one.position)} ${heights[place]}`).join(""),
  );
  part("marks").replaceChildren(...shown.map((one, place) => shape(one, heights[place])));
}

function list(openings) {
  const items = openings.toReversed().map((one) => {
    const item = document.createElement("li");
    item.append(anchor(one.url, one.title), ` ${signed(one.position)}, ${one.band}, ${one.lens}`);
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
  part("switch").textContent = isKept() ? "Switch it off" : "Switch it on";
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
  keep(!isKept());
  show();
});
part("export").addEventListener("click", save);
part("clear").addEventListener("click", () => {
  forget();
  show();
});
show();
