// Drafts of admin forms, stored in this browser until the form was saved. Nothing is sent anywhere.

import { forget, recall, store } from "./memory.js";

const PREFIX = "draft:";
const DELAY = 400;
const MAX_AGE = 30 * 24 * 3600 * 1000;
const NEVER = ["password", "file", "submit", "button", "image", "reset"];
const OWN = /^(csrfmiddlewaretoken|compared_with|keep-.*|_.*)$/;

const user = () => document.querySelector("#user-tools strong")?.textContent.trim() ?? "";
const keyOf = (form) => `${PREFIX}${user()}:${location.pathname}:${form.id}`;
const fieldsOf = (form) => [...form.elements].filter(
  (field) => field.name && !NEVER.includes(field.type) && !OWN.test(field.name),
);

/** Return the values of a form: a list of [name, position among its namesakes, value]. */
export function valuesOf(form) {
  const counts = {};
  return fieldsOf(form).map((field) => {
    const place = counts[field.name] = (counts[field.name] ?? -1) + 1;
    if (field.type === "checkbox" || field.type === "radio") return [field.name, place, field.checked];
    if (field.tagName !== "SELECT") return [field.name, place, field.value];
    return [field.name, place, [...field.selectedOptions].map((each) => [each.value, each.text])];
  });
}

const textOf = (values) => JSON.stringify(
  values.filter(([name]) => name !== "opened_at").map(
    ([name, place, value]) => [name, place, Array.isArray(value) ? value.map(([key]) => key) : value],
  ),
);

function restore(form, values) {
  for (const [name, place, value] of values) {
    const field = fieldsOf(form).filter((each) => each.name === name)[place];
    if (!field) continue;
    if (typeof value === "boolean") field.checked = value;
    else if (Array.isArray(value)) select(field, value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function select(field, chosen) {
  const keys = chosen.map(([key]) => key);
  for (const [key, text] of chosen) {
    if (![...field.options].some((option) => option.value === key)) field.add(new Option(text, key));
  }
  for (const option of field.options) option.selected = keys.includes(option.value);
}

function read(key) {
  try {
    return JSON.parse(recall(key) ?? "null");
  } catch {
    return null;
  }
}

function offer(form, key, draft) {
  const notice = document.createElement("section");
  notice.className = "module curation draft-notice";
  notice.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = `This browser has unsaved changes of this form from ${new Date(draft.at).toLocaleString(document.documentElement.lang)}.`;
  const button = (label, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.addEventListener("click", () => { action(); notice.remove(); });
    return made;
  };
  const buttons = document.createElement("p");
  buttons.append(
    button("Restore them", () => restore(form, draft.values)), " ",
    button("Discard them", () => forget(key)),
  );
  notice.append(text, buttons);
  form.before(notice);
}

/** Delete drafts that were saved on the server, and old ones. */
export function tidy() {
  const saved = document.querySelector(".messagelist .success") !== null;
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch { /* storage is blocked */ }
  for (const key of keys) {
    const draft = read(key);
    if (!draft || (draft.sent && saved) || Date.now() - draft.at > MAX_AGE) forget(key);
  }
}

/** Store the form while it is edited, and offer what an earlier visit left unsaved. */
export function keepDrafts(form, refused) {
  const key = keyOf(form);
  const draft = read(key);
  const opened = textOf(valuesOf(form));
  const save = (sent) => store(key, JSON.stringify({ at: Date.now(), sent, values: valuesOf(form) }));
  if (refused) save(false);
  else if (draft && textOf(draft.values) !== opened) offer(form, key, draft);
  else forget(key);

  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (refused || textOf(valuesOf(form)) !== opened) save(false);
      else forget(key);
    }, DELAY);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => { clearTimeout(timer); save(true); });
}
