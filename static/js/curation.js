/* Admin forms: word counts, and a warning before unsaved changes are lost. */
"use strict";

window.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("#content-main form[id$='_form']");
  if (!form) return;

  const state = () => new URLSearchParams(new FormData(form)).toString();
  let saved = state();
  form.addEventListener("submit", () => { saved = null; });
  window.addEventListener("beforeunload", (event) => {
    if (saved !== null && state() !== saved) event.preventDefault();
  });

  for (const area of form.querySelectorAll("textarea")) {
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
});
