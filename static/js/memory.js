// Access to the browser's storage. Nothing stored is sent anywhere.

/** Store `value`. Do nothing if storage is full or blocked. */
export function store(key, value, where = localStorage) {
  try {
    where.setItem(key, value);
  } catch { /* not stored */ }
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
  } catch { /* nothing was stored */ }
}
