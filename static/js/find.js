// Find in the transcript: marks every place, counts them, and steps from one to the next.

import { findRanges, findTogetherOrApart, mark } from "./words.js";

const PATIENCE = 120; // milliseconds after the last key

/** Set up the find field of `root`; `onPlace` is called with the element of each place shown. */
export function setUpFind(root, onPlace) {
  const field = root.querySelector("#find");
  const form = root.querySelector("[data-find]");
  const count = root.querySelector("[data-find-count]");
  const paragraphs = root.querySelectorAll(".words p");
  let finds = [];
  let place = -1;
  let waiting = 0;

  function find(words, finder = findRanges) {
    finds = words.trim().length > 1 ? finder(paragraphs, words) : [];
    place = -1;
    mark("find", finds);
    mark("find-now", []);
    count.textContent = words.trim().length > 1 ? `${finds.length} found` : "";
  }

  function show(target) {
    place = (target + finds.length) % finds.length;
    mark("find-now", [finds[place]]);
    count.textContent = `${place + 1} of ${finds.length}`;
    const paragraph = finds[place].startContainer.parentElement.closest("p");
    paragraph.scrollIntoView({ block: "center" });
    onPlace(paragraph);
  }

  function step(by) {
    if (finds.length) show(place < 0 ? (by > 0 ? 0 : -1) : place + by);
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      find(field.value);
      step(1);
    }, PATIENCE);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key !== "Escape") return;
    field.value = "";
    find("");
    field.blur();
  });
  root.querySelector("[data-find-next]").addEventListener("click", () => step(1));
  root.querySelector("[data-find-previous]").addEventListener("click", () => step(-1));
  takeOver(root, find, field.value);

  return {
    field,
    /** Show the first place inside `element`; false when there is none. */
    showIn(element) {
      const at = finds.findIndex((range) => element.contains(range.startContainer));
      if (at >= 0) show(at);
      return at >= 0;
    },
    step,
  };
}

/** The server has marked the words of the address; from here on they are marked by highlights. */
function takeOver(root, find, words) {
  if (!words) return;
  for (const found of root.querySelectorAll("mark.find")) {
    const parent = found.parentNode;
    found.replaceWith(...found.childNodes);
    parent.normalize();
  }
  find(words, findTogetherOrApart);
}
