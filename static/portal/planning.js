// The calendar: a slider over the offered times, and cards that are dragged to another day of their window.
(() => {
  "use strict";
  const plan = document.getElementById("plan");
  if (!plan) return;
  const said = document.getElementById("plan-said");

  // The choices become a slider beside the select: by mouse, by touch, by arrow keys; the select stays the truth.
  for (const form of plan.querySelectorAll("[data-move] form")) {
    const select = form.elements.to;
    const slide = document.createElement("input");
    slide.type = "range";
    slide.className = "plan__slide";
    slide.min = "0";
    slide.max = String(select.options.length - 1);
    slide.value = String(select.selectedIndex);
    slide.setAttribute("aria-label", "Goes out");
    const tell = () => slide.setAttribute("aria-valuetext", select.options[select.selectedIndex].textContent);
    slide.addEventListener("input", () => { select.selectedIndex = Number(slide.value); tell(); });
    select.addEventListener("change", () => { slide.value = String(select.selectedIndex); tell(); });
    select.after(slide);
    tell();
  }

  // A drop on a day chooses the clock time it had. Where that day has it twice, or not at all, the person is asked.
  let dragged = null;
  const minutes = (words) => { const [, hours, rest] = /(\d\d):(\d\d)/.exec(words) || [0, 0, 0]; return Number(hours) * 60 + Number(rest); };
  const offered = (card, day) => [...card.querySelector("select[name=to]").options].filter((one) => one.dataset.day === day);
  plan.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-movable]");
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  plan.addEventListener("dragend", () => {
    dragged = null;
    for (const day of plan.querySelectorAll(".plan__day--over")) day.classList.remove("plan__day--over");
  });
  plan.addEventListener("dragover", (event) => {
    const day = event.target.closest("[data-day]");
    for (const other of plan.querySelectorAll(".plan__day--over")) if (other !== day) other.classList.remove("plan__day--over");
    if (!dragged || !day || !offered(dragged, day.dataset.day).length) return;
    event.preventDefault();
    day.classList.add("plan__day--over");
  });
  plan.addEventListener("drop", (event) => {
    const day = event.target.closest("[data-day]");
    if (!dragged || !day) return;
    event.preventDefault();
    const select = dragged.querySelector("select[name=to]");
    const before = minutes([...select.options].find((one) => one.defaultSelected).textContent);
    const clock = (one) => /\d\d:\d\d/.exec(one.textContent)[0];
    const here = offered(dragged, day.dataset.day);
    const away = (one) => Math.abs(minutes(one.textContent) - before);
    const nearest = here.toSorted((one, other) => away(one) - away(other))[0];
    if (!nearest) return;
    const twice = here.filter((one) => clock(one) === clock(nearest)).length > 1;
    if (nearest.selected || twice || away(nearest)) {
      const moves = !nearest.selected;
      nearest.selected = true;
      select.dispatchEvent(new Event("change"));
      dragged.querySelector("[data-move]").open = true;
      (moves ? select : dragged.querySelector(".plan__slide")).focus();
      select.form.prepend(said);
      said.className = "plan__asked";
      said.textContent = twice ? `Clocks go back that night, so ${clock(nearest)} comes twice. Choose one, then press Move post.`
        : moves ? `The nearest time of that day is ${clock(nearest)}. Press Move post, or choose another.`
        : "Choose the time of that day.";
      return;
    }
    nearest.selected = true;
    select.form.requestSubmit();
  });
})();
