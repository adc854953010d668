// The transcript editor: all cues on one page, saved together. Without it the form edits one part.

import { Draft } from "./draft.js";
import { CueModel } from "./model.js";
import { checkedChanges, patternOf, replacements, showPreview } from "./replace.js";
import { RowList } from "./rows.js";

const form = document.querySelector("#cue-editor");
const tools = document.querySelector("#cue-tools").content.cloneNode(true);
const { cues } = await (await fetch(form.dataset.cues)).json();

const draft = new Draft(form.dataset.transcript);
const model = new CueModel(cues, onChange);
const list = new RowList(form.querySelector("[data-rows]"), model);
Draft.forget(form.dataset.saved.split(" ").filter(Boolean));
form.querySelector("[data-parts]").remove();
document.querySelector(".cue-find").hidden = true;
form.querySelector("[data-tools]").replaceWith(tools);

const part = (name) => form.querySelector(`[data-${name}]`);
const [status, count, preview, changesField] = ["status", "count", "preview", "changes"].map(part);
const [find, replaceWith, speakerName, matchCase, wholeWords] = ["find", "replace", "speaker", "case", "whole"].map(part);
const range = part("range");
let lastSelected = null;
let current = 0;
let pending = [];
let leaving = false;
let filtered = false;

function onChange(before, after) {
  list.update(before, after);
  filter();
  refresh();
}

function refresh() {
  const edits = model.edits();
  count.textContent = edits.length === 1 ? "1 unsaved change" : `${edits.length} unsaved changes`;
  part("undo").disabled = !model.canUndo;
  draft.write(() => model.edits());
}

const say = (text) => { status.textContent = text; };

/** Return the selected places, or that of the cue with the cursor. */
function chosen() {
  const places = [];
  for (const [place, element] of [...list.elements].entries()) {
    if (!element.hidden && element.querySelector(".cue-select").checked) places.push(place);
  }
  return places.length ? places : [current];
}

function focusRow(place, offset = 0) {
  const text = list.elements[Math.min(place, list.elements.length - 1)]?.querySelector("textarea");
  text?.focus();
  text?.setSelectionRange(offset, offset);
}

function setSpeaker(name) {
  const places = chosen();
  model.map(places, (row) => ({ ...row, speaker: name.trim() }));
  say(`Speaker of ${places.length} cue${places.length === 1 ? "" : "s"} set to ${name.trim() || "unknown"}.`);
}

function splitHere(area = list.elements[current]?.querySelector("textarea")) {
  const place = list.place(area);
  if (!model.split(place, area.selectionStart)) return say("Put the cursor between two words to split a cue.");
  focusRow(place + 1);
  say("Split.");
}

function joinRows(first, last) {
  const length = model.rows[first]?.text.length ?? 0;
  if (!model.join(first, last)) return say("There is no other cue to join.");
  focusRow(first, length + 1);
  say("Joined.");
}

const actions = {
  speaker: () => setSpeaker(speakerName.value),
  advert: () => setSpeaker(form.dataset.advert),
  split: () => splitHere(),
  join: () => {
    const places = chosen();
    const isRun = places.at(-1) - places[0] === places.length - 1;
    if (!isRun) return say("Select cues that follow one another to join them.");
    return joinRows(places[0], places.length > 1 ? places.at(-1) : places[0] + 1);
  },
  delete: () => {
    const places = chosen();
    const restore = places.every((place) => model.rows[place].deleted);
    model.map(places, (row) => ({ ...row, deleted: !restore }));
    say(`${restore ? "Restored" : "Deleted"} ${places.length} cue${places.length === 1 ? "" : "s"}.`);
  },
  undo: () => { model.undo(); say("Undone."); },
  select: () => {
    const [first, last = first] = range.value.split(/\D+/).filter(Boolean).map(Number);
    let selected = 0;
    for (const [place, row] of model.rows.entries()) {
      const inside = row.first + 1 >= first && row.last + 1 <= last && !list.elements[place].hidden;
      list.elements[place].querySelector(".cue-select").checked = inside;
      selected += inside ? 1 : 0;
    }
    say(`Selected ${selected} cue${selected === 1 ? "" : "s"}.`);
  },
  none: () => { for (const box of list.list.querySelectorAll(".cue-select:checked")) box.checked = false; },
  preview: () => {
    const pattern = patternOf(find.value, options());
    pending = pattern ? replacements(model.rows, pattern, replaceWith.value) : [];
    showPreview(preview, pending, pattern, replaceWith.value);
    part("apply").disabled = !pending.length;
    say(`The replacement changes ${pending.length} cue${pending.length === 1 ? "" : "s"}.`);
  },
  apply: () => {
    const changes = new Map(checkedChanges(preview, pending).map(({ row, text }) => [row, text]));
    const places = [...model.rows.keys()].filter((place) => changes.has(model.rows[place]));
    model.map(places, (row) => ({ ...row, text: changes.get(row) }));
    clearPreview();
    say(`Replaced in ${places.length} cue${places.length === 1 ? "" : "s"}.`);
  },
};

const options = () => ({ caseSensitive: matchCase.checked, wholeWords: wholeWords.checked });

/** A preview is of one search and one replacement. */
function clearPreview() {
  pending = [];
  preview.replaceChildren();
  part("apply").disabled = true;
}

/** Hide the rows that do not match the search. */
function filter() {
  const pattern = patternOf(find.value, options());
  part("shown").textContent = `${model.rows.length} cues`;
  if (!pattern && !filtered) return;
  filtered = Boolean(pattern);
  let shown = 0;
  for (const [place, element] of [...list.elements].entries()) {
    const hidden = pattern !== null && model.rows[place].text.search(pattern) < 0;
    if (element.hidden !== hidden) element.hidden = hidden;
    shown += hidden ? 0 : 1;
  }
  if (pattern) part("shown").textContent = `${shown} of ${model.rows.length} cues`;
}

form.addEventListener("click", (event) => {
  const name = event.target.closest("[data-action]")?.dataset.action;
  if (name) return actions[name]();
  if (!event.target.matches(".cue-select")) return undefined;
  const place = list.place(event.target);
  if (event.shiftKey && lastSelected !== null) {
    const [from, to] = [Math.min(place, lastSelected), Math.max(place, lastSelected)];
    for (let each = from; each <= to; each += 1) {
      const element = list.elements[each];
      if (!element.hidden) element.querySelector(".cue-select").checked = event.target.checked;
    }
  }
  lastSelected = place;
  return undefined;
});

form.addEventListener("focusin", (event) => {
  if (event.target.matches(".cue-row textarea")) current = list.place(event.target);
});

form.addEventListener("input", (event) => {
  if ([find, matchCase, wholeWords, replaceWith].includes(event.target)) {
    clearPreview();
    return filter();
  }
  if (!event.target.matches(".cue-row textarea")) return undefined;
  const place = list.place(event.target);
  list.mark(event.target.closest(".cue-row"), model.type(place, event.target.value));
  return refresh();
});

form.addEventListener("keydown", (event) => {
  const area = event.target;
  if (event.key === "Enter" && area.matches("input:not([type='submit'])")) event.preventDefault();
  if (!area.matches(".cue-row textarea") || event.isComposing) return;
  const atStart = area.selectionStart === 0 && area.selectionEnd === 0;
  if (event.key === "Enter") {
    event.preventDefault();
    splitHere(area);
  } else if (event.key === "Backspace" && atStart && list.place(area) > 0) {
    event.preventDefault();
    joinRows(list.place(area) - 1, list.place(area));
  }
});

form.addEventListener("submit", () => {
  const edits = model.edits();
  draft.writeNow(edits);
  changesField.value = JSON.stringify(edits);
  leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  draft.writeNow(model.edits());
  if (!leaving && model.edits().length) event.preventDefault();
});

const unsaved = JSON.parse(document.querySelector("#unsaved-edits").textContent);
const stored = unsaved.length ? unsaved : draft.read();
if (stored.length) {
  model.restore(stored);
  say(`${stored.length} unsaved change${stored.length === 1 ? " was" : "s were"} restored.`);
}
find.value = new URLSearchParams(location.search).get("q") ?? "";
filter();
refresh();
form.dataset.ready = "some";
await list.complete;
form.dataset.ready = "all";
