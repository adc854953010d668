// Admin forms: word counts, drafts, and a warning before changes are lost.

import { keepDrafts, tidy } from "./drafts.js";

const form = [...document.querySelectorAll("#content form[id$='_form']")].find(
  (each) => each.method === "post" && !each.querySelector("[type='password']"),
);

function watch() {
  const refused = document.querySelector(".errornote, .errorlist, .conflicts") !== null;
  const state = () => new URLSearchParams(new FormData(form)).toString();
  let saved = refused ? "" : state();
  form.addEventListener("submit", () => { saved = null; });
  window.addEventListener("beforeunload", (event) => {
    if (saved !== null && state() !== saved) event.preventDefault();
  });
  keepDrafts(form, refused);
}

function countWords(area) {
  const count = document.createElement("output");
  count.className = "quiet word-count";
  count.htmlFor.add(area.id);
  const show = () => {
    const words = area.value.trim().split(/\s+/).filter(Boolean).length;
    count.textContent = words === 1 ? "1 word" : `${words} words`;
  };
  area.after(count);
  area.addEventListener("input", show);
  show();
}

tidy();
if (form) {
  watch();
  for (const area of form.querySelectorAll("textarea:not([hidden])")) countWords(area);
}
