// The wall: the clock runs, lanes that hold more than three turn to the next three, what is new is drawn at once.
// P pauses and goes on, Escape leads back to the floor. The page works without this file, and then loads itself again.
(() => {
  "use strict";
  const { follow, redraw, board } = window.floorFollow ?? {};
  if (!follow || !board()) return;
  const AT_ONCE = 3;
  const TURN = 12_000;
  const AGAIN = 60_000;
  const place = new Map();
  let still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const turn = (step) => {
    for (const lane of board().querySelectorAll("[data-rotates]")) {
      const cards = [...lane.querySelectorAll("[data-post]")];
      const name = lane.getAttribute("aria-labelledby");
      let first = (place.get(name) ?? 0) + step * AT_ONCE;
      if (first >= cards.length) first = 0;
      place.set(name, first);
      cards.forEach((card, number) => card.toggleAttribute("data-waits", number < first || number >= first + AT_ONCE));
      const shown = Math.min(AT_ONCE, cards.length - first);
      const more = lane.querySelector("[data-more]");
      const others = Number(lane.dataset.rotates) - shown;
      more.textContent = others > 0 ? `${others} more` : "";
    }
  };

  const tick = () => {
    const clock = document.querySelector("[data-clock]");
    clock.textContent = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.zone,
    }).format(new Date());
  };

  const draw = async () => {
    await redraw();
    turn(0);
    tick();
  };

  const SAID = {
    lost: "Not live: the portal does not answer. Trying again.",
    "signed-out": "Signed out. Go back to the floor and sign in again.",
    paused: "Paused. P goes on.",
  };
  const following = follow({
    news: async () => {
      place.clear();
      await draw();
    },
    state: (name) => {
      const lost = document.querySelector("[data-lost]");
      lost.hidden = !(name in SAID);
      if (lost.textContent !== (SAID[name] ?? "")) lost.textContent = SAID[name] ?? "";
    },
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") location.assign(document.querySelector(".wall__leave a").href);
    if (event.key !== "p" && event.key !== "P") return;
    still = !still;
    following.pause(still);
  });

  turn(0);
  setInterval(tick, 1000);
  setInterval(() => { if (!still) turn(1); }, TURN);
  // Times are told in minutes, and nothing may have moved for long.
  setInterval(() => { if (!following.paused && !document.hidden) draw().catch(() => {}); }, AGAIN);
})();
