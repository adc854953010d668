// Prefetch a page of this site when the pointer rests on its link.

const DELAY = 80; // milliseconds
const seen = new Set([location.href]);
let waiting = 0;

function prefetch(address) {
  seen.add(address);
  const link = document.createElement("link");
  link.rel = "prefetch";
  link.href = address;
  document.head.append(link);
}

/** Return the URL of the page that `link` opens, or "" if it should not be prefetched. */
function pageOf(link) {
  const url = new URL(link.href.baseVal ?? link.href, location.href);
  const skipped = url.origin !== location.origin || link.matches("[download], [data-no-prefetch] *");
  url.hash = "";
  return skipped || url.pathname.startsWith("/admin") || seen.has(url.href) ? "" : url.href;
}

if (!navigator.connection?.saveData) {
  document.addEventListener("pointerover", (event) => {
    clearTimeout(waiting);
    const link = event.target.closest?.("a[href]");
    const page = link && pageOf(link);
    if (page) waiting = setTimeout(() => prefetch(page), DELAY);
  });
}
