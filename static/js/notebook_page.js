// The page "Notebook": lists saved passages; buttons download or delete them.

import { markdown, remove, removeAll, saved } from "./notebook.js";

const part = (name) => document.querySelector(`[data-notebook${name ? `-${name}` : ""}]`);

function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties });
}

function item({ text, source, url }) {
  const row = element("li", "");
  const button = element("button", "Delete", { type: "button", className: "button button-quiet" });
  button.setAttribute("aria-label", `Delete: ${source}`);
  button.addEventListener("click", () => {
    remove(url);
    show();
    part("said").focus();
  });
  const link = element("p", "");
  link.append(element("a", source, { href: url }));
  row.append(element("blockquote", text), link, button);
  return row;
}

function show() {
  const passages = saved();
  const count = passages.length;
  part("").hidden = false;
  part("said").textContent = count
    ? `${count} passage${count === 1 ? "" : "s"} saved in this browser.`
    : "Nothing is saved yet. Open a transcript and press Save beside a passage.";
  part("list").replaceChildren(...passages.toReversed().map(item));
  part("export").disabled = part("clear").disabled = !count;
}

part("export").addEventListener("click", () => {
  const blob = new Blob([markdown(saved(), location.origin)], { type: "text/markdown" });
  const link = element("a", "", { href: URL.createObjectURL(blob), download: "notebook.md" });
  link.click();
  URL.revokeObjectURL(link.href);
});
part("clear").addEventListener("click", () => {
  removeAll();
  show();
});
show();
