// Copies what is said, with who said it where, when, and a link to the second.

/** Return the words selected in `passage`, or all of it, with attribution, time and link. */
export function quoteOf(passage, root) {
  const chosen = getSelection();
  const range = chosen.rangeCount && !chosen.isCollapsed ? chosen.getRangeAt(0) : null;
  const inside = range && passage.contains(range.commonAncestorContainer);
  const turn = inside ? range.startContainer.parentElement?.closest(".turn[data-start]") : null;
  const said = inside ? String(chosen) : textOf(passage);
  const second = turn ? turn.dataset.start : passage.dataset.start;
  const time = (turn?.querySelector(".at") ?? passage.querySelector("time"))?.textContent;
  const page = `${location.origin}${location.pathname}`;
  const address = second === undefined ? `${page}#${passage.id}` : `${page}?t=${Math.ceil(second)}`;
  const source = [root.dataset.title, root.dataset.show, time].filter(Boolean).join(", ");
  return `“${said.trim().replace(/\s+/g, " ")}”\n${source}\n${address}`;
}

function textOf(passage) {
  return [...passage.querySelectorAll(".words p")].map((p) => p.textContent).join(" ");
}
