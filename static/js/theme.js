// Light or dark theme, stored in this browser. Runs before the page renders and sets the class `js`,
// so that the layout does not shift when other scripts run.
(() => {
  document.documentElement.classList.add("js");
  const order = ["automatic", "light", "dark"];
  const read = () => {
    try {
      return localStorage.getItem("theme") ?? "automatic";
    } catch {
      return "automatic"; // storage may be blocked
    }
  };
  const show = (theme) => {
    if (theme === "automatic") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  show(read());
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    const name = () => {
      const theme = read();
      button.textContent = { automatic: "Auto", light: "Light", dark: "Dark" }[theme];
      button.dataset.shown = theme;
      button.setAttribute("aria-label", `${button.textContent}: page theme`);
    };
    name();
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(read()) + 1) % order.length];
      try {
        localStorage.setItem("theme", next);
      } catch {
        return;
      }
      show(next);
      name();
    });
  });
})();
