// Build a quotation with its source, time and link.

/** Return the selected text in `passage`, or all of it, with source, time and link. */
export function quoteOf(passage, root) {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const inside = range && passage.contains(range.commonAncestorContainer);
  const turn = inside ? range.startContainer.parentElement?.closest(".turn[data-start]") : null;
  const text = inside ? String(selection) : textOf(passage);
  const second = turn ? turn.dataset.start : passage.dataset.start;
  const time = (turn?.querySelector(".at") ?? passage.querySelector("time"))?.textContent;
  const page = `${location.origin}${location.pathname}`;
  const url = second === undefined ? `${page}#${passage.id}` : `${page}?t=${Math.ceil(second)}`;
  const source = [root.dataset.title, root.dataset.show, time].filter(Boolean).join(", ");
  return `“${text.trim().replace(/\s+/g, " ")}”\n${source}\n${url}`;
}

function textOf(passage) {
  return [...passage.querySelectorAll(".words p")].map((p) => p.textContent).join(" ");
}
