// Follows along by leaf index. What is new waits behind a button and never pushes the lanes; Pause stops the asking.
// The page works without this file.
(() => {
  "use strict";
  const EVERY = 2000;
  const floor = () => document.getElementById("floor");
  const button = document.querySelector("[data-news]");
  const pause = document.querySelector("[data-pause]");
  const line = document.querySelector(".floor-live");
  const words = document.querySelector("[data-live]");
  const picture = document.querySelector("[data-live-icon] use");
  if (!floor() || !button || !pause || !words) return;

  const moved = new Set();
  let leaf = Number(floor().dataset.leaf);
  let paused = false;
  const clock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: words.dataset.zone,
  });

  const clockNow = () => `${clock.format(new Date())} ${words.dataset.zoneName}`;

  const say = (state, text) => {
    line.classList.toggle("floor-live--on", state === "on");
    line.classList.toggle("floor-live--lost", state === "lost");
    const name = { on: "check_circle", lost: "error", paused: "schedule" }[state];
    if (picture) picture.setAttribute("href", picture.getAttribute("href").replace(/#.*/, `#${name}`));
    if (words.textContent !== text) words.textContent = text;
  };

  const tell = () => {
    button.hidden = moved.size === 0;
    const text = moved.size ? `${moved.size} new` : "";
    if (button.textContent !== text) button.textContent = text;
  };

  const ask = async () => {
    const asked = new URLSearchParams({ after: leaf });
    if (floor().dataset.unit) asked.set("unit", floor().dataset.unit);
    const answer = await fetch(`${floor().dataset.changes}?${asked}`, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    if (answer.status !== 200) return;
    const told = await answer.json();
    leaf = told.leaf;
    for (const id of told.posts) moved.add(id);
    tell();
  };

  const follow = async () => {
    if (!paused && !document.hidden) {
      try {
        await ask();
        if (!paused) say("on", `Live, ${clockNow()}.`);
      } catch {
        say("lost", "Not live: the portal does not answer. Trying again.");
      }
    }
    setTimeout(follow, EVERY);
  };

  button.addEventListener("click", async () => {
    if ("older" in floor().dataset) {
      location.assign(floor().dataset.top);
      return;
    }
    await htmx.ajax("GET", floor().dataset.top, { target: "#floor", select: "#floor", swap: "outerHTML" });
    leaf = Number(floor().dataset.leaf);
    moved.clear();
    tell();
    floor().focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  });

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Follow again" : "Pause";
    if (paused) say("paused", `Paused at ${clockNow()}.`);
  });

  setTimeout(follow, EVERY);
})();
