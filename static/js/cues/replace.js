// Search and replace in all cues, with a preview in which single cues can be left out.

const MAX_SHOWN = 500;

/** Return a pattern for `search`, or null if it is empty. */
export function patternOf(search, { caseSensitive, wholeWords }) {
  if (!search.trim()) return null;
  const escaped = search.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  const bounded = wholeWords ? `(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])` : escaped;
  return new RegExp(bounded, caseSensitive ? "gu" : "giu");
}

/** Return the rows that a replacement changes, as {place, row, text}. */
export function replacements(rows, pattern, replacement) {
  const changes = [];
  for (const [place, row] of rows.entries()) {
    if (row.deleted) continue;
    const text = row.text.replace(pattern, () => replacement).replace(/\s+/g, " ").trim();
    if (text !== row.text.replace(/\s+/g, " ").trim()) changes.push({ place, row, text });
  }
  return changes;
}

/** Fill `list` with a preview of `changes`; each has a checkbox. */
export function showPreview(list, changes, pattern, replacement) {
  const items = changes.slice(0, MAX_SHOWN).map(({ place, row, text }) => {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.value = place;
    box.disabled = !text;
    if (!text) box.checked = false;
    label.append(box, ` ${row.first + 1}: `, ...marked(row.text, pattern, replacement));
    if (!text) label.append(" (no text would be left; delete the cue instead)");
    item.append(label);
    return item;
  });
  if (changes.length > MAX_SHOWN) {
    const item = document.createElement("li");
    item.textContent = `and ${changes.length - MAX_SHOWN} more, which are replaced too`;
    items.push(item);
  }
  list.replaceChildren(...items);
}

/** Return the changes that are still checked in `list`. */
export function checkedChanges(list, changes) {
  const boxes = [...list.querySelectorAll("input")];
  const left = new Set(boxes.filter((box) => !box.checked).map((box) => Number(box.value)));
  return changes.filter(({ place, text }) => text && !left.has(place));
}

function marked(text, pattern, replacement) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [old, made] = [document.createElement("del"), document.createElement("ins")];
    old.textContent = match[0];
    made.textContent = replacement;
    parts.push(text.slice(end, match.index), old, made);
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
