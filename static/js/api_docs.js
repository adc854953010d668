// Tells Swagger UI, which knows dark by a class, what the theme of the page is.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const theme = root.dataset.theme;
    root.classList.toggle("dark-mode", theme ? theme === "dark" : dark.matches);
  };
  follow();
  dark.addEventListener("change", follow);
  new MutationObserver(follow).observe(root, { attributeFilter: ["data-theme"] });
})();
