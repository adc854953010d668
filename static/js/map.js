// The map: a single tab stop; arrow keys move between marks, and the current mark is announced.

const map = document.querySelector("[data-map]");
const readout = document.querySelector("[data-map-readout]");
const rows = map
  ? [...map.querySelectorAll(".swarm")].map((row) => [...row.querySelectorAll("a")])
  : [];
const marks = rows.flat();

const nameOf = (mark) => mark.querySelector("title").textContent;

function focusOn(mark) {
  for (const other of marks) other.setAttribute("tabindex", other === mark ? "0" : "-1");
  mark.focus();
}

const middle = (mark) => {
  const box = mark.getBoundingClientRect();
  return box.left + box.width / 2;
};

// The nearest mark in the next row above or below.
function across(mark, step) {
  const from = rows.findIndex((row) => row.includes(mark));
  for (let at = from + step; at >= 0 && at < rows.length; at += step) {
    if (!rows[at].length) continue;
    const x = middle(mark);
    return rows[at].reduce((best, other) =>
      Math.abs(middle(other) - x) < Math.abs(middle(best) - x) ? other : best,
    );
  }
  return mark;
}

function along(mark, step) {
  const at = marks.indexOf(mark) + step;
  return marks[Math.min(marks.length - 1, Math.max(0, at))];
}

// The name of the current mark, above it.
const EDGE = 240; // units from either end of the map, where a centred name could be cut off
const name = document.createElementNS("http://www.w3.org/2000/svg", "text");
name.setAttribute("class", "name name-now");
name.setAttribute("aria-hidden", "true");

function label(mark) {
  const target = mark.querySelector(".target");
  const row = mark.ownerSVGElement;
  const x = Number(target.getAttribute("cx"));
  const anchor = x < EDGE ? "start" : x > row.viewBox.baseVal.width - EDGE ? "end" : "middle";
  const shape = mark.querySelector("path").getBBox();
  name.textContent = nameOf(mark).split(/: (?=[−+0])/)[0];
  name.setAttribute("x", x);
  name.setAttribute("y", shape.y - 4);
  name.setAttribute("text-anchor", anchor);
  row.append(name);
}

function unlabel() {
  name.remove();
}

const moves = {
  ArrowRight: (mark) => along(mark, 1),
  ArrowLeft: (mark) => along(mark, -1),
  ArrowDown: (mark) => across(mark, 1),
  ArrowUp: (mark) => across(mark, -1),
  Home: () => marks[0],
  End: () => marks[marks.length - 1],
};

for (const [index, mark] of marks.entries()) {
  mark.setAttribute("tabindex", index ? "-1" : "0");
  mark.setAttribute("aria-label", nameOf(mark));
  const announce = () => {
    readout.textContent = nameOf(mark);
    label(mark);
  };
  mark.addEventListener("focus", announce);
  mark.addEventListener("pointerenter", announce);
  for (const leaving of ["blur", "pointerleave"]) mark.addEventListener(leaving, unlabel);
}

map?.addEventListener("keydown", (event) => {
  const move = moves[event.key];
  if (!move || !marks.includes(document.activeElement)) return;
  event.preventDefault();
  focusOn(move(document.activeElement));
});
