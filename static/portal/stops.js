// The kill switch: the button repeats what is chosen, Esc keeps publishing. The page works without this file.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form:has(.stop__scopes)")) form.classList.add("stop--live");

  const words = document.querySelector("[data-stop-words]");
  const chosen = () => document.querySelector("input[name=scope]:checked");
  const named = () => {
    const scope = chosen();
    if (!scope || scope.value === "department") return "the whole department";
    const select = scope.closest(".stop__scope").querySelector("select");
    return select && select.value ? select.selectedOptions[0].textContent.trim() : document.querySelector(`label[for="${scope.id}"]`).textContent.toLowerCase();
  };
  const password = document.querySelector(".stop__password");
  const repeat = () => {
    if (words) words.textContent = named();
    if (password && words && chosen()) password.hidden = chosen().value !== "department";
  };
  document.addEventListener("change", repeat);
  repeat();

  const page = document.querySelector("[data-stop]");
  if (page) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) location.assign(page.dataset.keep);
    });
    const wrong = page.querySelector("[aria-invalid=true]");
    if (wrong) wrong.focus();
  }
})();
