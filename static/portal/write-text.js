// The text of the composer: marks under words, suggested wordings with an undo, rules in a side panel.
(() => {
  "use strict";
  const text = document.getElementById("text");
  if (!text) return;
  const form = text.form;
  const marks = document.getElementById("marks");
  const undo = document.getElementById("undo");
  const said = document.getElementById("said");
  let checked = marks.textContent;

  // Spans move with an edit before them and go with an edit inside them.
  const edit = (before, after) => {
    let start = 0;
    const least = Math.min(before.length, after.length);
    while (start < least && before[start] === after[start]) start += 1;
    let tail = 0;
    while (tail < least - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
    return { start, end: before.length - tail, shift: after.length - before.length };
  };
  const moved = (span, change) => {
    if (span.end <= change.start) return span;
    if (span.start >= change.end) return { ...span, start: span.start + change.shift, end: span.end + change.shift };
    return null;
  };

  const drawn = () => {
    const spans = [];
    let at = 0;
    for (const node of marks.childNodes) {
      const end = at + node.textContent.length;
      if (node.nodeName === "MARK") spans.push({ start: at, end, node });
      at = end;
    }
    return spans;
  };
  const redraw = () => {
    const before = marks.textContent;
    if (before === text.value) return;
    const change = edit(before, text.value);
    const spans = drawn().map((span) => moved(span, change)).filter(Boolean);
    const pieces = [];
    let at = 0;
    for (const span of spans) {
      const mark = span.node.cloneNode(false);
      mark.textContent = text.value.slice(span.start, span.end);
      pieces.push(text.value.slice(at, span.start), mark);
      at = span.end;
    }
    pieces.push(text.value.slice(at));
    marks.replaceChildren(...pieces);
  };
  const grow = () => {
    if (CSS.supports("field-sizing", "content")) return;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
  };
  const typed = () => { redraw(); grow(); };
  text.addEventListener("input", typed);
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target !== marks) return;
    checked = marks.textContent;
    redraw();
  });
  redraw();
  grow();

  // The finding of the words at the caret is pointed at.
  document.addEventListener("selectionchange", () => {
    for (const finding of document.querySelectorAll(".write-finding.is-pointed")) finding.classList.remove("is-pointed");
    if (document.activeElement !== text) return;
    const at = text.selectionStart;
    const span = drawn().find((one) => one.start <= at && at <= one.end);
    const finding = span && document.getElementById(`finding-${span.node.dataset.finding}`);
    if (finding) finding.closest(".write-finding").classList.add("is-pointed");
  });

  // Words go in as if typed, so that the browser's own undo knows them too.
  const put = (start, end, words) => {
    text.focus();
    text.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, words)) {
      text.setRangeText(words, start, end, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    text.setSelectionRange(start, start + words.length);
  };
  const units = (words, points) => [...words].slice(0, points).join("").length;
  const tell = (words) => { said.textContent = words; };

  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="use_wording"]');
    if (!button || text.disabled || button.dataset.part) return;
    event.preventDefault();
    const { start, end, words } = button.dataset;
    const span = moved(
      { start: units(checked, Number(start)), end: units(checked, Number(end)) },
      edit(checked, text.value),
    );
    if (!span) {
      tell("These words have changed since. Nothing was replaced.");
      return;
    }
    const old = text.value.slice(span.start, span.end);
    put(span.start, span.end, words);
    offerUndo(old, words, span.start);
    tell(`${old ? "Replaced by" : "Added:"} “${words.trim()}”. An undo is below the text.`);
  });
  const offerUndo = (old, words, start) => {
    const back = document.createElement("button");
    back.type = "button";
    back.className = "link-button";
    back.textContent = "Undo";
    back.setAttribute("aria-label", old ? `Undo: put back “${old}”` : `Undo: take “${words.trim()}” out again`);
    const after = text.value;
    back.addEventListener("click", () => {
      const span = moved({ start, end: start + words.length }, edit(after, text.value));
      undo.replaceChildren();
      if (!span) {
        tell("These words have changed since. Nothing was put back.");
        return;
      }
      put(span.start, span.end, old);
      tell(old ? `“${old}” is back.` : `“${words.trim()}” is out again.`);
    });
    undo.replaceChildren(old ? "Replaced. " : "Added. ", back);
  };

  // Links that lead to a field take the focus there.
  const go = (id) => {
    const place = document.getElementById(id);
    if (!place) return;
    if (place.matches("details")) place.open = true;
    const control = place.matches("input, textarea, select") ? place
      : place.querySelector("input:checked") || place.querySelector("input, textarea, select") || place;
    place.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true, focusVisible: true });
  };
  window.composerGo = go;
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || link.classList.contains("skip") || event.ctrlKey || event.metaKey) return;
    if (!form.contains(document.getElementById(link.hash.slice(1)))) return;
    event.preventDefault();
    go(link.hash.slice(1));
  });

  // A rule opens beside the post; with a modifier key, or without this file, as a page.
  const panel = document.getElementById("rule");
  document.addEventListener("click", async (event) => {
    const link = event.target.closest('a[href^="/rules/"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.statusText);
      panel.querySelector("[data-body]").innerHTML = await answer.text();
      panel.showModal();
    } catch {
      window.location.assign(link.href);
    }
  });
})();
