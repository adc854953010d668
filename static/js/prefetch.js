// Fetches a page of this site when the pointer rests on its link, so that it opens at once.

const REST = 80; // milliseconds
const known = new Set([location.href]);
let waiting = 0;

function prefetch(address) {
  known.add(address);
  const link = document.createElement("link");
  link.rel = "prefetch";
  link.href = address;
  document.head.append(link);
}

/** Return the page that `link` opens, or "" when it is none of ours or need not be fetched. */
function pageOf(link) {
  const url = new URL(link.href.baseVal ?? link.href, location.href);
  const foreign = url.origin !== location.origin || link.matches("[download], [data-no-prefetch] *");
  url.hash = "";
  return foreign || url.pathname.startsWith("/admin") || known.has(url.href) ? "" : url.href;
}

if (!navigator.connection?.saveData) {
  document.addEventListener("pointerover", (event) => {
    clearTimeout(waiting);
    const link = event.target.closest?.("a[href]");
    const page = link && pageOf(link);
    if (page) waiting = setTimeout(() => prefetch(page), REST);
  });
}
