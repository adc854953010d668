// The rows of the transcript editor on the page; only rows that changed are made anew.

const LINE = 70;

export class RowList {
  constructor(list, model) {
    this.list = list;
    this.model = model;
    this.list.replaceChildren(...model.rows.map((row) => this.make(row)));
  }

  get elements() { return this.list.children; }

  place(element) { return Array.prototype.indexOf.call(this.list.children, element.closest(".cue-row")); }

  /** Show `after` where `before` was shown. */
  update(before, after) {
    let head = 0;
    while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
    let tail = 0;
    const most = Math.min(before.length, after.length) - head;
    while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
    const old = [...this.list.children].slice(head, before.length - tail);
    const known = new Map(before.slice(head, before.length - tail).map((row, place) => [row, old[place]]));
    const made = after.slice(head, after.length - tail).map((row) => known.get(row) ?? this.make(row));
    const kept = new Set(made);
    const next = this.list.children[before.length - tail] ?? null;
    for (const element of old) if (!kept.has(element)) element.remove();
    let anchor = next;
    for (const element of made.toReversed()) {
      if (element.nextSibling !== anchor || element.parentNode !== this.list) this.list.insertBefore(element, anchor);
      anchor = element;
    }
  }

  make(row) {
    const element = document.createElement("li");
    element.className = "cue-row";
    const start = this.model.start(row);
    const number = row.first === row.last ? `${row.first + 1}` : `${row.first + 1}–${row.last + 1}`;
    const label = document.createElement("label");
    label.className = "cue-time";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "cue-select";
    box.setAttribute("aria-label", `Select cue ${number}`);
    label.append(box, ` ${number}${start === null ? "" : ` · ${clock(start)}`}`);
    const speaker = document.createElement("span");
    speaker.className = "cue-speaker";
    const text = document.createElement("textarea");
    text.rows = 1 + Math.floor(row.text.length / LINE);
    text.value = row.text;
    text.setAttribute("aria-label", `Text of cue ${number}`);
    element.append(label, speaker, text);
    this.mark(element, row);
    return element;
  }

  /** Show state and speaker of a row. */
  mark(element, row) {
    element.classList.toggle("deleted", row.deleted);
    element.classList.toggle("changed", !this.model.isStored(row));
    element.querySelector(".cue-speaker").textContent = row.deleted ? "deleted" : row.speaker;
    element.querySelector("textarea").readOnly = row.deleted;
  }
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
