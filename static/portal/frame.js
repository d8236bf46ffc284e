// Menus close as people expect, folds follow the width. Every page works without this file.
(() => {
  "use strict";
  const openMenus = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });

  // A fold marked data-fold is open on a desk and folded on a phone, until somebody chooses otherwise.
  const phone = window.matchMedia("(max-width: 56.25rem)");
  const fold = (within) => {
    if (!phone.matches) return;
    for (const part of within.querySelectorAll("details[data-fold]")) part.open = false;
  };
  fold(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) fold(event.target);
  });
  phone.addEventListener("change", () => {
    for (const part of document.querySelectorAll("details[data-fold]")) part.open = !phone.matches;
  });

  // Not every browser prints what a style opens: what is folded is opened for the paper, and folded again.
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("main details:is(.insight__table, [data-fold]):not([open])")];
    for (const part of unfolded) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of unfolded) part.open = false;
  });

  // The list of what is wrong takes the focus, so that it is read first.
  const wrong = document.querySelector("[data-error-summary]");
  if (wrong) wrong.focus();
})();
