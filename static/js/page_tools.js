// Buttons of the episode page: copy its link, print it.

const status = document.querySelector("[data-tools-status]");

document.querySelector("[data-copy-link]")?.addEventListener("click", async (event) => {
  try {
    await navigator.clipboard.writeText(event.currentTarget.dataset.copyLink);
    status.textContent = "Link copied.";
  } catch {
    status.textContent = "Your browser does not allow copying on this page.";
  }
});
document.querySelector("[data-print]")?.addEventListener("click", () => print());
