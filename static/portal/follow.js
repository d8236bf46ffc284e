// Follows along by leaf index every two seconds, for the floor and its wall. Nothing is asked while nobody looks.
(() => {
  "use strict";
  const EVERY = 2000;
  const board = () => document.getElementById("floor");

  class SignedOut extends Error {}

  const ask = async (leaf) => {
    const answer = await fetch(`${board().dataset.changes}&after=${leaf}`, {
      headers: { Accept: "application/json" }, redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || answer.status === 404) throw new SignedOut();
    if (answer.status === 204) return { leaf, posts: [] };
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  // `news` is told the ids of posts that moved; `state` is told 'on', 'paused', 'lost' or 'signed-out'.
  const follow = ({ news, state }) => {
    let leaf = Number(board().dataset.leaf);
    let paused = false;
    const turn = async () => {
      if (!paused && !document.hidden) {
        try {
          const told = await ask(leaf);
          leaf = Math.max(leaf, told.leaf);
          if (told.posts.length) await news(told.posts);
          if (!paused) state("on");
        } catch (fault) {
          state(fault instanceof SignedOut ? "signed-out" : "lost");
        }
      }
      setTimeout(turn, EVERY);
    };
    setTimeout(turn, EVERY);
    return {
      pause(on) { paused = on; state(on ? "paused" : "on"); },
      get paused() { return paused; },
    };
  };

  // Draws the board anew as it is now; what had the focus keeps it, and an open fold stays open.
  const redraw = async () => {
    const held = document.activeElement && board().contains(document.activeElement) && document.activeElement.id;
    const folds = [...board().querySelectorAll("details[data-fold]")].map((fold) => fold.open);
    await htmx.ajax("GET", board().dataset.top, { target: "#floor", select: "#floor", swap: "outerHTML" });
    board().querySelectorAll("details[data-fold]").forEach((fold, place) => { fold.open = folds[place] ?? fold.open; });
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
  };

  window.floorFollow = { follow, redraw, board };
})();
