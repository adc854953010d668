// Unsaved edits in this browser, so that a crash loses nothing.

const KEY = "counterpoint-cues-";
const DELAY = 400;

export class Draft {
  constructor(transcript) {
    this.key = `${KEY}${transcript}`;
    this.timer = null;
  }

  read() {
    try {
      const edits = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(edits) ? edits : [];
    } catch {
      return [];
    }
  }

  /** Store what `edits` returns, soon. */
  write(edits) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.writeNow(edits()), DELAY);
  }

  writeNow(edits) {
    clearTimeout(this.timer);
    try {
      if (edits.length) localStorage.setItem(this.key, JSON.stringify(edits));
      else localStorage.removeItem(this.key);
    } catch {
      // Storage is full or forbidden: the page still warns before it is left.
    }
  }

  static forget(transcripts) {
    try {
      for (const transcript of transcripts) localStorage.removeItem(`${KEY}${transcript}`);
    } catch {
      // Storage is forbidden: nothing was stored.
    }
  }
}
