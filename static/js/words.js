// Finds words in elements and marks them without touching the page's structure.

/** Return a Range for every place in `elements` where `wanted` stands, in order. */
export function findRanges(elements, wanted) {
  const pattern = wanted.trim().split(/\s+/).map(escape).join("\\s+");
  if (!pattern) return [];
  const expression = new RegExp(pattern, "giu");
  const ranges = [];
  for (const element of elements) {
    const text = element.textContent;
    for (const match of text.matchAll(expression)) {
      ranges.push(rangeOf(element, match.index, match.index + match[0].length));
    }
  }
  return ranges;
}

/** Like `findRanges`; each word on its own where they nowhere stand together, as in a search. */
export function findTogetherOrApart(elements, wanted) {
  const plain = wanted.replaceAll('"', " ");
  const together = findRanges(elements, plain);
  if (together.length) return together;
  const words = plain.split(/\s+/).filter((word) => word && word !== "OR" && !word.startsWith("-"));
  return words.length < 2 ? [] : words.flatMap((word) => findRanges(elements, word)).sort(byPlace);
}

/** Mark `ranges` under a name that the style sheet knows; browsers without highlights do nothing. */
export function mark(name, ranges) {
  if (!globalThis.CSS?.highlights) return;
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}

function rangeOf(element, from, to) {
  const range = new Range();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = at + node.length;
    if (from >= at && from < end) range.setStart(node, from - at);
    if (to > at && to <= end) {
      range.setEnd(node, to - at);
      break;
    }
    at = end;
  }
  return range;
}

function byPlace(one, other) {
  return one.compareBoundaryPoints(Range.START_TO_START, other);
}

function escape(word) {
  return word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
