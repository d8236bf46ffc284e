// Keys, sheets and quiet polling of queue and desk. Every page works without this file.
(() => {
  "use strict";
  const KEYS = "portal.single-keys";
  const find = (selector) => document.querySelector(selector);
  const keysOn = () => localStorage.getItem(KEYS) !== "off";

  // ---- sheets: the forms that open above the bar
  const sheets = () => document.querySelectorAll("[data-sheet]");
  let opener = null;
  const isOpen = (sheet) => getComputedStyle(sheet).display !== "none";
  const close = (sheet, back) => {
    sheet.classList.remove("sheet--open");
    sheet.classList.add("sheet--closed");
    if (back && opener && opener.isConnected && opener.offsetParent) opener.focus();
  };
  const open = (key) => {
    const sheet = document.getElementById(key);
    if (!sheet) return;
    for (const other of sheets()) if (other !== sheet) close(other, false);
    sheet.classList.remove("sheet--closed");
    sheet.classList.add("sheet--open");
    const first = sheet.querySelector("select, textarea, input:not([type=hidden])") || sheet.querySelector("li:not(.phone-only) a, li a, a");
    const shown = [...sheet.querySelectorAll("textarea, a")].find((one) => one.offsetParent);
    (first && first.offsetParent ? first : shown).focus();
  };
  document.addEventListener("click", (event) => {
    const opens = event.target.closest("[data-open]");
    if (opens) {
      event.preventDefault();
      if (!opens.closest("[data-sheet]")) opener = opens;
      open(opens.dataset.open);
      return;
    }
    const closes = event.target.closest("[data-sheet-close]");
    if (closes) {
      event.preventDefault();
      close(closes.closest("[data-sheet]"), true);
    }
  });
  for (const sheet of sheets()) {
    if (!isOpen(sheet)) continue;
    const wrong = sheet.querySelector("[aria-invalid]") || sheet.querySelector("textarea");
    if (wrong) wrong.focus();
  }
  const notTicked = () => document.querySelector("#attest input:not(:checked)");
  if (find("#attest-wrong") && notTicked()) notTicked().focus();

  // ---- the legend
  const legend = find("#legend");
  for (const button of document.querySelectorAll("[data-legend-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => legend.showModal());
  }
  for (const hint of document.querySelectorAll("[data-keys-hint]")) hint.hidden = false;
  const choice = find("[data-keys-on]");
  if (choice) {
    choice.checked = keysOn();
    choice.addEventListener("change", () => localStorage.setItem(KEYS, choice.checked ? "on" : "off"));
  }

  // ---- single keys
  const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog");
  const step = (by) => {
    const cards = [...document.querySelectorAll("[data-card]")];
    if (!cards.length) return false;
    const at = cards.indexOf(document.activeElement);
    const next = at < 0 ? 0 : Math.min(cards.length - 1, Math.max(0, at + by));
    cards[next].focus();
    cards[next].closest("li").scrollIntoView({ block: "nearest" });
    return true;
  };
  const approve = () => {
    const button = find("[data-approve]");
    if (!button) return false;
    (notTicked() || button).focus();
    return true;
  };
  const press = (key) => {
    if (key === "?") {
      if (legend) legend.showModal();
      return Boolean(legend);
    }
    if (key === "a") return approve();
    if ((key === "j" || key === "k") && find("[data-queue]")) return step(key === "j" ? 1 : -1);
    const target = find(`[data-key="${key}"]`);
    if (target) target.click();
    return Boolean(target);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const sheet of sheets()) if (isOpen(sheet)) close(sheet, true);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!keysOn() || typing(event.target)) return;
    if (press(event.key)) event.preventDefault();
  });

  // ---- polling: not while the page is hidden, and nothing is said twice
  document.addEventListener("htmx:confirm", (event) => {
    if (document.hidden && event.target.matches("[data-quiet]")) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (target.matches("[data-quiet]") && target.dataset.said === event.detail.xhr.responseText) {
      event.detail.shouldSwap = false;
    } else if (target.matches("[data-quiet]")) {
      target.dataset.said = event.detail.xhr.responseText;
    }
  });
})();
