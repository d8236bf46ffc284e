// The floor fills from the top while its reader is at the top; otherwise what is new waits behind a button and never
// pushes the lanes. Pause stops the asking. The menu of a card asks what is open now. The page works without this file.
(() => {
  "use strict";
  const { follow, redraw, board } = window.floorFollow ?? {};
  const button = document.querySelector("[data-news]");
  const told = document.querySelector("[data-told]");
  const pause = document.querySelector("[data-pause]");
  const line = document.querySelector(".floor-live");
  const words = document.querySelector("[data-live]");
  const picture = document.querySelector("[data-live-icon] use");
  const dialog = document.getElementById("act-dialog");
  if (!follow || !board() || !button || !pause || !words || !dialog) return;

  const AT_THE_TOP = 40;
  const moved = new Set();
  const clock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: words.dataset.zone,
  });
  const clockNow = () => `${clock.format(new Date())} ${words.dataset.zoneName}`;
  const SAID = {
    on: () => `Live, ${clockNow()}.`,
    paused: () => `Paused at ${clockNow()}.`,
    lost: () => "Not live: the portal does not answer. Trying again.",
    "signed-out": () => "Not live: you are signed out. Load the page again to sign in.",
  };

  const say = (state) => {
    line.classList.toggle("floor-live--on", state === "on");
    line.classList.toggle("floor-live--lost", state === "lost" || state === "signed-out");
    const name = { on: "check_circle", paused: "schedule" }[state] ?? "error";
    if (picture) picture.setAttribute("href", picture.getAttribute("href").replace(/#.*/, `#${name}`));
    const text = SAID[state]();
    if (words.textContent !== text) words.textContent = text;
  };

  const tell = () => {
    button.hidden = moved.size === 0;
    const text = moved.size ? `${moved.size} new` : "";
    if (button.textContent !== text) button.textContent = text;
  };

  const show = async () => {
    const count = moved.size;
    await redraw();
    moved.clear();
    tell();
    told.textContent = `${count} new ${count === 1 ? "post is" : "posts are"} shown.`;
  };

  // Somebody who reads further down, has a menu or dialog open, or stands on a card with the keyboard, is not moved.
  const atTheTop = () =>
    window.scrollY < AT_THE_TOP && !dialog.open && !document.querySelector("main details.menu[open]") &&
    !board().contains(document.activeElement) && !("older" in board().dataset);

  const following = follow({
    news: async (posts) => {
      for (const id of posts) moved.add(id);
      if (atTheTop()) await show();
      else tell();
    },
    state: say,
  });

  button.addEventListener("click", async () => {
    if ("older" in board().dataset) {
      location.assign(board().dataset.top);
      return;
    }
    await show();
    board().focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  });

  pause.hidden = false;
  pause.addEventListener("click", () => {
    pause.textContent = following.paused ? "Pause" : "Go on";
    following.pause(!following.paused);
  });

  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLDetailsElement) || !menu.open || !menu.dataset.acts) return;
    htmx.ajax("GET", menu.dataset.acts, { target: menu.querySelector(".card-menu__acts"), swap: "innerHTML" });
  }, true);

  let opener = null;
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-act]");
    if (link) {
      event.preventDefault();
      const menu = link.closest("details.menu");
      opener = menu?.querySelector("summary");
      if (menu) menu.open = false;
      await htmx.ajax("GET", link.href, { target: "#act-dialog", select: "#act", swap: "innerHTML" });
      dialog.showModal();
      dialog.querySelector("textarea")?.focus();
    }
    if (event.target.closest("[data-close]") && dialog.open) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => opener?.focus());
})();
