// The reader's notebook: passages saved in this browser. Nothing here makes a request or sets a cookie.

const KEY = "notebook";
const MAX_PASSAGES = 500;

const isPassage = (saved) =>
  typeof saved?.url === "string" &&
  typeof saved.text === "string" &&
  typeof saved.source === "string" &&
  saved.url.startsWith("/") &&
  !saved.url.startsWith("//");

/** Saved passages, oldest first. Invalid entries in storage are ignored. */
export function saved() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isPassage) : [];
  } catch {
    return []; // storage may be blocked
  }
}

function write(passages) {
  try {
    localStorage.setItem(KEY, JSON.stringify(passages.slice(-MAX_PASSAGES)));
    return true;
  } catch {
    return false;
  }
}

/** Save a passage; one saved before moves to the end. Returns whether it was stored. */
export function save(passage) {
  if (!isPassage(passage)) return false;
  return write([...saved().filter((other) => other.url !== passage.url), passage]);
}

export const remove = (url) => write(saved().filter((passage) => passage.url !== url));

export function removeAll() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // If storage is blocked, nothing is stored.
  }
}

/** The notebook as Markdown: every passage as a quotation with its source and link. */
export function markdown(passages, origin) {
  const escaped = (text) => text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&");
  const quotes = passages.map(
    ({ text, source, url }) => `> ${escaped(text)}\n>\n> [${escaped(source)}](${origin}${url})\n`,
  );
  return `# Notebook\n\n${quotes.join("\n")}`;
}
