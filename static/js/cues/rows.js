// The rows of the transcript editor on the page; only rows that changed are made anew.

const LINE = 70;
const MAX_LINES = 20;
const FIRST = 100;
const NEXT = 500;
const ROW = document.createElement("template");
ROW.innerHTML = '<li class="cue-row"><label class="cue-time"><input type="checkbox" class="cue-select"></label><span class="cue-speaker"></span><textarea></textarea></li>';

export class RowList {
  constructor(list, model) {
    this.list = list;
    this.model = model;
    this.list.replaceChildren();
    this.isComplete = false;
    this.complete = new Promise((resolve) => { this.onComplete = resolve; });
    this.add(model.rows, FIRST);
    this.addSoon();
  }

  /** The elements of all rows, in order. */
  get elements() {
    this.add(this.model.rows);
    return this.list.children;
  }

  /** Add the rest bit by bit, so that the first rows can be edited at once. */
  addSoon() {
    setTimeout(() => {
      this.add(this.model.rows, NEXT);
      if (!this.isComplete) this.addSoon();
    }, 0);
  }

  /** Add the next `number` of `rows`, or all that are missing. */
  add(rows, number = rows.length) {
    if (this.isComplete) return;
    const shown = this.list.children.length;
    this.list.append(...rows.slice(shown, shown + number).map((row) => this.make(row)));
    if (this.list.children.length < rows.length) return;
    this.isComplete = true;
    this.onComplete();
  }

  place(element) { return Array.prototype.indexOf.call(this.list.children, element.closest(".cue-row")); }

  /** Show `after` where `before` was shown. */
  update(before, after) {
    this.add(before);
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
    const element = ROW.content.firstElementChild.cloneNode(true);
    const [label, , area] = element.children;
    const start = this.model.start(row);
    const number = row.first === row.last ? `${row.first + 1}` : `${row.first + 1}–${row.last + 1}`;
    label.firstChild.setAttribute("aria-label", `Select cue ${number}`);
    label.append(` ${number}${start === null ? "" : ` · ${clock(start)}`}`);
    area.rows = Math.min(MAX_LINES, 1 + Math.floor(row.text.length / LINE));
    area.defaultValue = row.text;
    area.setAttribute("aria-label", `Text of cue ${number}`);
    this.mark(element, row);
    return element;
  }

  /** Show state and speaker of a row. */
  mark(element, row) {
    const [, speaker, area] = element.children;
    element.classList.toggle("deleted", row.deleted);
    element.classList.toggle("changed", !this.model.isStored(row));
    speaker.textContent = row.deleted ? "deleted" : row.speaker;
    area.readOnly = row.deleted;
  }
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
