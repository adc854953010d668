// What this browser remembers for its reader; nothing of it is sent anywhere.

/** Keep `value`; storage may be full or forbidden, and then it is not remembered. */
export function store(key, value, where = localStorage) {
  try {
    where.setItem(key, value);
  } catch { /* not remembered */ }
}

export function recall(key, where = localStorage) {
  try {
    return where.getItem(key);
  } catch {
    return null;
  }
}

export function forget(key, where = localStorage) {
  try {
    where.removeItem(key);
  } catch { /* nothing was remembered */ }
}
