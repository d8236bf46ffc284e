// The roster like a spreadsheet: Enter and the arrows move, Escape restores, every cell is kept as it is left.
// Without this file the same form is kept by its button.
(() => {
  "use strict";
  const form = document.getElementById("roster");
  if (!form) return;
  document.body.classList.add("scripted");
  const told = document.getElementById("told");
  const undo = document.getElementById("undo");
  const done = [];
  let waiting = Promise.resolve();

  const seenOf = (cell) => form.elements[cell.name.replace(/^c-/, "s-")];
  const placeOf = (cell) => {
    const [, line, name] = cell.name.match(/^c-(\d+)-(\w+)$/);
    return { line, name };
  };
  const cells = () => [...form.querySelectorAll(".cell__input")].filter((cell) => cell.name && !cell.closest("[hidden]"));
  const fill = (id, html) => {
    const part = document.getElementById(id);
    if (part && part.innerHTML !== html) part.innerHTML = html;
  };

  // Cells are kept one after the other, so that what is shown at the end is how the roster stands.
  const keep = (cell, { undoing = false } = {}) => {
    const value = cell.value;
    waiting = waiting.then(() => send(cell, value, undoing)).catch(() => lost(cell));
    return waiting;
  };
  const send = async (cell, value, undoing) => {
    const seen = seenOf(cell).value;
    if (value === seen) return;
    const { line, name } = placeOf(cell);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set(`s-${line}-${name}`, seen);
    body.set(`c-${line}-${name}`, value);
    // Kept alive: who leaves the page at once has still changed the cell.
    const answer = await fetch(form.dataset.cell, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (!answer.ok) {
      say(said.said);
      return;
    }
    show(said);
    if (said.conflicts) {
      document.getElementById("conflicts").innerHTML = said.conflicts;
      return;
    }
    if (!undoing) done.push({ id: cell.id, value: seen });
    undo.hidden = !done.length;
  };
  const lost = (cell) => {
    say("This change is not kept yet: the portal did not answer. It stays in the field; change it again when you are connected.");
    cell.closest(".cell").classList.add("cell--wrong");
  };
  const say = (words) => {
    told.textContent = words;
    document.getElementById("saved").textContent = words;
  };

  const show = (said) => {
    for (const row of said.rows) showRow(row);
    fill("numbers", said.numbers);
    fill("faults", said.faults);
    fill("bar", said.bar);
    fill("saved", said.saved);
  };
  const showRow = (row) => {
    const line = document.getElementById(`line-${row.id}`);
    if (!line) return;
    line.className = `line line--${row.mark}${line.classList.contains("line--folded") ? " line--folded" : ""}`;
    line.querySelector(".line__mark").innerHTML = row.tag;
    for (const [name, cell] of Object.entries(row.cells)) {
      const input = document.getElementById(`c-${row.id}-${name}`);
      if (input) showCell(input, cell);
    }
    const why = line.querySelector(".cell__why");
    if (why) {
      why.hidden = !row.outside;
      setSeen(`outside_office`, row.id, row.outside ? "yes" : "");
      setSeen(`outside_reason`, row.id, row.reason.value);
      document.getElementById(`n-${row.id}-outside_reason`).innerHTML = row.reason.note;
      why.closest(".cell").classList.toggle("cell--wrong", row.reason.note.includes("cell__fault"));
    }
    const name = line.querySelector(".line__name");
    if (name && row.cells.name) name.textContent = row.cells.name.value || "New line";
  };
  const setSeen = (name, line, value) => {
    const cell = document.getElementById(`c-${line}-${name}`);
    if (cell) seenOf(cell).value = value;
  };
  const showCell = (input, cell) => {
    const untouched = input.value === seenOf(input).value || document.activeElement !== input;
    seenOf(input).value = cell.value;
    if (untouched) input.value = cell.value;
    const box = input.closest(".cell");
    box.classList.toggle("cell--wrong", cell.wrong);
    box.classList.toggle("cell--changed", cell.changed);
    input.toggleAttribute("aria-invalid", cell.wrong);
    if (cell.wrong) input.setAttribute("aria-invalid", "true");
    const note = document.getElementById(input.getAttribute("aria-describedby"));
    if (note.innerHTML !== cell.note) note.innerHTML = cell.note;
  };

  form.addEventListener("change", (event) => {
    if (event.target.matches(".cell__input")) keep(event.target);
  });
  const below = (cell, step) => {
    const { name } = placeOf(cell);
    const column = cells().filter((one) => placeOf(one).name === name);
    return column[column.indexOf(cell) + step];
  };
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches(".cell__input")) return;
    if (event.key === "Escape") {
      cell.value = seenOf(cell).value;
      if (cell.select) cell.select();
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const next = below(cell, event.shiftKey ? -1 : 1);
      if (next) focus(next);
      else cell.blur();
    }
  });
  const focus = (cell) => {
    cell.focus();
    if (cell.select) cell.select();
  };
  // What is still on its way is kept first.
  for (const sender of [form, document.getElementById("send")]) {
    sender.addEventListener("submit", (event) => {
      if (sender.dataset.sure) return;
      const pressed = event.submitter;
      event.preventDefault();
      // A form does not submit again while it is still being asked whether to: hence the new turn.
      waiting.then(() => setTimeout(() => {
        sender.dataset.sure = "1";
        sender.requestSubmit(pressed);
        delete sender.dataset.sure;
      }));
    });
  }
  undo.addEventListener("click", () => {
    const last = done.pop();
    const cell = last && document.getElementById(last.id);
    undo.hidden = !done.length;
    if (!cell) return;
    cell.value = last.value;
    keep(cell, { undoing: true }).then(() => say("The last change is undone."));
    if (!undo.hidden) undo.focus();
    else focus(cell);
  });

  // On a phone, who is the same is one line; a tap opens it.
  for (const line of form.querySelectorAll(".line")) {
    const fold = line.querySelector(".line__fold");
    if (!line.classList.contains("line--same") || line.querySelector(".cell--wrong")) continue;
    fold.hidden = false;
    const set = (folded) => {
      line.classList.toggle("line--folded", folded);
      fold.setAttribute("aria-expanded", String(!folded));
    };
    set(true);
    fold.addEventListener("click", () => set(!line.classList.contains("line--folded")));
  }
  if (location.hash.startsWith("#c-")) {
    const cell = document.getElementById(location.hash.slice(1));
    if (cell) focus(cell);
  }
})();
