// Find words in elements and highlight them without changing the DOM.

/** Return a Range for every occurrence of `query` in `elements`, in order. */
export function findRanges(elements, query) {
  const pattern = query.trim().split(/\s+/).map(escape).join("\\s+");
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

/** Like `findRanges`, but match each word separately if the phrase does not occur. */
export function findPhraseOrWords(elements, query) {
  const plain = query.replaceAll('"', " ");
  const phrases = findRanges(elements, plain);
  if (phrases.length) return phrases;
  const words = plain.split(/\s+/).filter((word) => word && word !== "OR" && !word.startsWith("-"));
  return words.length < 2 ? [] : words.flatMap((word) => findRanges(elements, word)).sort(byPosition);
}

/** Highlight `ranges` under a name used in the style sheet. No effect without the Highlight API. */
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

function byPosition(one, other) {
  return one.compareBoundaryPoints(Range.START_TO_START, other);
}

function escape(word) {
  return word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
