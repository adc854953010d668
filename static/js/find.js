// Find in the transcript: highlight all matches, count them and step through them.

import { findRanges, findPhraseOrWords, mark } from "./words.js";

const DELAY = 120; // milliseconds after the last key press

/** Set up the find field of `root`; `onMatch` is called with the element of each match shown. */
export function setUpFind(root, onMatch) {
  const field = root.querySelector("#find");
  const form = root.querySelector("[data-find]");
  const count = root.querySelector("[data-find-count]");
  const paragraphs = root.querySelectorAll(".words p");
  let matches = [];
  let index = -1;
  let waiting = 0;

  function find(words, finder = findRanges) {
    matches = words.trim().length > 1 ? finder(paragraphs, words) : [];
    index = -1;
    mark("find", matches);
    mark("find-now", []);
    count.textContent = words.trim().length > 1 ? `${matches.length} found` : "";
  }

  function show(target) {
    index = (target + matches.length) % matches.length;
    mark("find-now", [matches[index]]);
    count.textContent = `${index + 1} of ${matches.length}`;
    const paragraph = matches[index].startContainer.parentElement.closest("p");
    paragraph.scrollIntoView({ block: "center" });
    onMatch(paragraph);
  }

  function step(by) {
    if (matches.length) show(index < 0 ? (by > 0 ? 0 : -1) : index + by);
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      find(field.value);
      step(1);
    }, DELAY);
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
    /** Show the first match inside `element`; return false if there is none. */
    showIn(element) {
      const at = matches.findIndex((range) => element.contains(range.startContainer));
      if (at >= 0) show(at);
      return at >= 0;
    },
    step,
  };
}

/** Replace the server's marks for the words in the URL with highlights. */
function takeOver(root, find, words) {
  if (!words) return;
  for (const element of root.querySelectorAll("mark.find")) {
    const parent = element.parentNode;
    element.replaceWith(...element.childNodes);
    parent.normalize();
  }
  find(words, findPhraseOrWords);
}
