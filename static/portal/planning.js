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

  // A drop on a day chooses the offered time of that day that is nearest to the clock time it had.
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
    const before = minutes(select.selectedOptions[0].textContent);
    const nearest = offered(dragged, day.dataset.day)
      .sort((one, other) => Math.abs(minutes(one.textContent) - before) - Math.abs(minutes(other.textContent) - before))[0];
    if (!nearest || nearest.selected) {
      dragged.querySelector("[data-move]").open = true;
      dragged.querySelector(".plan__slide").focus();
      said.textContent = "Choose the time of that day.";
      return;
    }
    nearest.selected = true;
    select.form.requestSubmit();
  });
})();
