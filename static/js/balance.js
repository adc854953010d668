// The reader's own balance: the conversations opened in this browser. Stored only in the browser;
// nothing here makes a request or sets a cookie.

const KEY = "balance";
const SWITCH = "balance-kept";
const MAX_OPENINGS = 200;

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage may be blocked
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

export const doNotTrack = () =>
  navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";

// Whether openings are stored: the reader's choice, or else on unless the browser sends Do Not Track.
export function isEnabled() {
  const chosen = read(SWITCH);
  return chosen === null ? !doNotTrack() : chosen === "yes";
}

export const setEnabled = (enabled) => write(SWITCH, enabled ? "yes" : "no");

const isOpening = (opening) =>
  typeof opening?.slug === "string" &&
  typeof opening.title === "string" &&
  typeof opening.url === "string" &&
  opening.url.startsWith("/") &&
  !opening.url.startsWith("//") &&
  Number.isFinite(opening.position);

// Opened conversations, oldest first. Invalid entries in storage are ignored.
export function opened() {
  try {
    const stored = JSON.parse(read(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isOpening) : [];
  } catch {
    return [];
  }
}

// Store an opening; a conversation opened before moves to the end.
export function record(opening) {
  if (!isEnabled() || !isOpening(opening)) return;
  const others = opened().filter((other) => other.slug !== opening.slug);
  write(KEY, JSON.stringify([...others, opening].slice(-MAX_OPENINGS)));
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // If storage is blocked, nothing is stored.
  }
}

// Number of conversations in each band, and the side heard less, if any.
export function sides(openings) {
  const count = (band) => openings.filter((opening) => opening.band === band).length;
  const risk = count("risk-forward");
  const opportunity = count("opportunity-forward");
  const less = risk === opportunity ? "" : risk < opportunity ? "risk-forward" : "opportunity-forward";
  return { risk, mixed: openings.length - risk - opportunity, opportunity, less };
}
