// Ctrl+S or Cmd+S saves the form with the cursor, or the first form of an admin page.

const BUTTONS = ["[name='_continue']", "[name='_save']", ".submit-row .default", ".submit-row [type='submit']"];

function buttonOf(form) {
  const selector = BUTTONS.find((each) => form?.querySelector(each));
  return selector ? form.querySelector(selector) : null;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const forms = [document.activeElement?.form, ...document.querySelectorAll("#content form")];
  const button = forms.map(buttonOf).find(Boolean);
  if (!button) return;
  event.preventDefault();
  button.click();
});
