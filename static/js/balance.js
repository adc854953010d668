// The reader's own balance: which conversations this browser has opened. Kept in its storage alone;
// nothing here makes a request or sets a cookie.

const KEY = "balance";
const SWITCH = "balance-kept";
const MOST = 200;

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage may be forbidden
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

export const askedNotToTrack = () =>
  navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";

// Whether openings are kept: as the reader chose, else unless the browser asks not to track.
export function isKept() {
  const chosen = read(SWITCH);
  return chosen === null ? !askedNotToTrack() : chosen === "yes";
}

export const keep = (wanted) => write(SWITCH, wanted ? "yes" : "no");

const isOpening = (one) =>
  typeof one?.slug === "string" &&
  typeof one.title === "string" &&
  typeof one.url === "string" &&
  one.url.startsWith("/") &&
  !one.url.startsWith("//") &&
  Number.isFinite(one.position);

// What was opened, first to last; what is not ours in the storage is passed over.
export function opened() {
  try {
    const found = JSON.parse(read(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isOpening) : [];
  } catch {
    return [];
  }
}

// Notes an opening; one opened before moves to the end.
export function note(opening) {
  if (!isKept() || !isOpening(opening)) return;
  const others = opened().filter((one) => one.slug !== opening.slug);
  write(KEY, JSON.stringify([...others, opening].slice(-MOST)));
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Where storage is forbidden there is nothing to forget.
  }
}

// How many stand in each band, and the side that was heard less, if one was.
export function sides(openings) {
  const count = (band) => openings.filter((one) => one.band === band).length;
  const risk = count("risk-forward");
  const opportunity = count("opportunity-forward");
  const less = risk === opportunity ? "" : risk < opportunity ? "risk-forward" : "opportunity-forward";
  return { risk, mixed: openings.length - risk - opportunity, opportunity, less };
}
