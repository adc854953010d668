// The cues of a transcript while they are edited. Rows are never changed, only replaced, so that
// an undo is a list of rows.

const MAX_UNDO = 200;

/** One row: its text and speaker, and the stored cues (from 0) that its words come from. */
const rowOf = (first, last, text, speaker, deleted = false) => ({ first, last, text, speaker, deleted });

export class CueModel {
  /** `cues` is a list of [text, speaker, start]; `onChange(before, after)` gets both lists of rows. */
  constructor(cues, onChange) {
    this.cues = cues;
    this.rows = cues.map(([text, speaker], place) => rowOf(place, place, text, speaker));
    this.onChange = onChange;
    this.past = [];
  }

  get canUndo() { return this.past.length > 0; }

  start(row) { return this.cues[row.first][2]; }

  /** Change the text of the row at `place`; typing in one row is one step of undo. */
  type(place, text) {
    const row = this.rows[place];
    const typed = { ...row, text };
    if (this.typing !== place) this.remember();
    this.rows = this.rows.with(place, typed);
    this.typing = place;
    return typed;
  }

  /** Replace each row whose place is in `places` by what `edit` returns for it. */
  map(places, edit) {
    const chosen = new Set(places);
    this.become(this.rows.map((row, place) => (chosen.has(place) ? edit(row) : row)));
  }

  /** Split the row at `place` before character `offset`; return whether both parts have words. */
  split(place, offset) {
    const row = this.rows[place];
    const parts = [row.text.slice(0, offset).trim(), row.text.slice(offset).trim()];
    if (!parts.every(Boolean)) return false;
    this.become(this.rows.toSpliced(place, 1, ...parts.map((text) => ({ ...row, text }))));
    return true;
  }

  /** Join the rows from `first` to `last`; return whether there were two to join. */
  join(first, last) {
    const joined = this.rows.slice(first, last + 1).filter((row) => !row.deleted);
    if (joined.length < 2) return false;
    const deleted = this.rows.slice(first, last + 1).filter((row) => row.deleted);
    const text = joined.map((row) => row.text).join(" ");
    const cues = [...joined, ...deleted];
    const from = Math.min(...cues.map((row) => row.first));
    const to = Math.max(...cues.map((row) => row.last));
    const speaker = joined.find((row) => row.speaker)?.speaker ?? "";
    this.become(this.rows.toSpliced(first, last - first + 1, rowOf(from, to, text, speaker)));
    return true;
  }

  undo() {
    const rows = this.past.pop();
    if (rows) this.show(rows);
  }

  become(rows) {
    this.remember();
    this.show(rows);
  }

  remember() {
    this.past.push(this.rows);
    if (this.past.length > MAX_UNDO) this.past.shift();
  }

  show(rows) {
    const before = this.rows;
    this.rows = rows;
    this.typing = null;
    this.onChange(before, rows);
  }

  /** Return the edits in the form that the server reads; cues are numbered from 1. */
  edits() {
    const edits = [];
    for (const group of groupsOf(this.rows)) {
      const first = Math.min(...group.map((row) => row.first));
      const last = Math.max(...group.map((row) => row.last));
      const kept = group.filter((row) => !row.deleted);
      if (first === last && kept.length === 1 && this.isStored(kept[0])) continue;
      const pieces = kept.map(({ text, speaker }) => ({ text, speaker }));
      edits.push({ first: first + 1, last: last + 1, pieces });
    }
    return edits;
  }

  isStored(row) {
    const [text, speaker] = this.cues[row.first];
    return !row.deleted && row.first === row.last && same(row.text, text) && same(row.speaker, speaker);
  }

  /** Make edits that were not saved before; an edit outside the cues is left out. */
  restore(edits) {
    const rows = [];
    let next = 0;
    const ordered = [...edits].sort((a, b) => a.first - b.first);
    for (const { first, last, pieces } of ordered) {
      if (first - 1 < next || last > this.cues.length) continue;
      rows.push(...this.stored(next, first - 1));
      if (pieces.length) rows.push(...pieces.map((piece) => rowOf(first - 1, last - 1, piece.text, piece.speaker)));
      else rows.push(...this.stored(first - 1, last).map((row) => ({ ...row, deleted: true })));
      next = last;
    }
    rows.push(...this.stored(next, this.cues.length));
    this.become(rows);
  }

  stored(from, to) {
    return this.cues.slice(from, to).map(([text, speaker], place) => rowOf(from + place, from + place, text, speaker));
  }
}

/** Return runs of rows that share stored cues. */
function groupsOf(rows) {
  const groups = [];
  let reach = -1;
  for (const row of rows) {
    if (row.first <= reach) groups.at(-1).push(row);
    else groups.push([row]);
    reach = Math.max(reach, row.last);
  }
  return groups;
}

const words = (text) => text.split(/\s+/).filter(Boolean).join(" ");
const same = (text, other) => text === other || words(text) === words(other);
