// Mark the passages in view on the rail beside the transcript.

const rows = new Map(
  [...document.querySelectorAll(".rail a")].map((row) => [row.getAttribute("href").slice(1), row]),
);
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) rows.get(entry.target.id)?.classList.toggle("in-view", entry.isIntersecting);
});
if (rows.size) {
  for (const passage of document.querySelectorAll(".passage[id]")) observer.observe(passage);
}
