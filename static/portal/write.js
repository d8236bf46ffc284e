// The composer: saves at every pause in typing, keeps a copy on this device until the server has it.
(() => {
  "use strict";
  const form = document.getElementById("composer");
  if (!form) return;
  const PAUSE = 400;
  const RETRY = 5000;
  const LOOK_EVERY = 25000;
  const NOT_YET = "Not saved yet. It is kept on this device.";
  const autosave = document.getElementById("autosave");
  const closed = "closed" in form.dataset;
  const part = (id) => document.getElementById(id);
  const said = part("said");
  const say = (words) => { if (said.textContent !== words) said.textContent = words; };
  const NOT_FIELDS = ["csrfmiddlewaretoken", "version", "their_version", "other_version", "parts", "rights_own", "asked_again", "other_asked_again"];
  const OF_PARTS = ["add_part", "part_earlier", "part_later", "remove_part"];

  // What is typed, as a plain object; and back.
  const typed = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (!NOT_FIELDS.includes(name) && !name.startsWith("still-")) fields[name] = value;
    return fields;
  };
  const fill = (fields) => {
    for (const [name, value] of Object.entries(fields)) {
      for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (control.type === "radio") control.checked = control.value === value;
        else control.value = value;
        const fold = value && control.closest("details");
        if (fold) fold.open = true;
      }
    }
    window.composerPictures.fill(fields);
  };
  const same = (one, other) => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

  // The copy on this device. A browser may refuse storage: then there is none.
  const device = {
    keep(fields, over) {
      try { localStorage.setItem(form.dataset.kept, JSON.stringify({ at: Date.now(), fields, over })); return true; } catch { return false; }
    },
    read() {
      try { return JSON.parse(localStorage.getItem(form.dataset.kept)); } catch { return null; }
    },
    drop() {
      try { localStorage.removeItem(form.dataset.kept); } catch { /* there is nothing to drop */ }
    },
  };

  let timer = 0;
  let saving = false;
  let waiting = null;
  let unsent = false;
  let trouble = false;

  const save = () => {
    window.clearTimeout(timer);
    timer = 0;
    if (!closed) htmx.trigger(autosave, "save");
  };
  const pause = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  };
  const notSaved = (words) => {
    trouble = true;
    const line = part("saved");
    const icon = line.querySelector("use");
    if (icon) icon.setAttribute("href", icon.getAttribute("href").replace(/#.*/, "#warning"));
    line.classList.add("write-saved--not");
    line.querySelector("span").textContent = words;
    say(words);
  };

  form.addEventListener("input", () => {
    unsent = true;
    device.keep(typed());
    pause();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "account") form.requestSubmit();
    else if (event.target.type === "radio") { device.keep(typed()); save(); }
  });

  autosave.addEventListener("htmx:beforeRequest", () => { saving = true; unsent = false; });
  autosave.addEventListener("htmx:afterRequest", (event) => {
    saving = false;
    const { xhr, successful } = event.detail;
    const signedOut = successful && new URL(xhr.responseURL).pathname !== autosave.getAttribute("hx-post");
    const button = waiting;
    waiting = null;
    if (signedOut) notSaved("Not saved: you are signed out. It is kept on this device. Sign in and open the post again.");
    else if (successful) arrived();
    else if (xhr.status >= 400 && xhr.status < 500) notSaved("Not saved. It is kept on this device. Load the page again to try once more.");
    else {
      notSaved(NOT_YET);
      window.setTimeout(() => { if (trouble && !timer && !saving) save(); }, RETRY);
    }
    if (button && successful && !signedOut) form.requestSubmit(button);
  });
  const arrived = () => {
    const stands = part("notices").querySelector(".write-conflict, [data-not-saved]") || part("saved").querySelector("[data-not-saved]");
    trouble = Boolean(stands);
    part("saved").classList.toggle("write-saved--not", trouble);
    if (!trouble && !unsent) device.drop();
  };
  window.addEventListener("online", () => { if (trouble) save(); });

  // A submit waits for the save under way; without a network it is not tried.
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!navigator.onLine) {
      event.preventDefault();
      device.keep(typed());
      notSaved(NOT_YET);
    } else if (button && button.name === "use_wording" && !button.dataset.part) {
      event.preventDefault();
    } else if (button && button.name === "check") {
      event.preventDefault();
      save();
    } else if (saving) {
      event.preventDefault();
      waiting = button;
    } else {
      window.clearTimeout(timer);
      if (button && button.value === "theirs") device.drop();
      else device.keep(typed(), button && OF_PARTS.includes(button.name) ? form.elements.version.value : undefined);
      submitted = true;
    }
  });
  let submitted = false;
  window.addEventListener("pagehide", () => { if (!submitted && timer) save(); });

  // Answers: questions keep the control somebody is typing in; what did not change is left alone.
  const mergeQuestions = (into, from) => {
    const held = into.contains(document.activeElement) ? document.activeElement : null;
    const there = new Map([...into.querySelectorAll(".ask")].map((ask) => [ask.id, ask]));
    for (const ask of from.querySelectorAll(".ask")) {
      const old = there.get(ask.id);
      if (!old) continue;
      const line = old.querySelector("[data-said]");
      line.innerHTML = ask.querySelector("[data-said]").innerHTML;
      old.className = ask.className;
      ask.replaceWith(old);
    }
    into.replaceChildren(...from.childNodes);
    if (held && held.isConnected) held.focus({ preventScroll: true });
  };
  const asks = (within) => [...within.querySelectorAll("input")].map((one) => `${one.name}=${one.value}`).join();
  let held = "";
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (!event.detail.shouldSwap) return;
    if (target.innerHTML === fragment.innerHTML) {
      event.detail.shouldSwap = false;
    } else if (target.id === "older-asked" && asks(target) === asks(fragment)) {
      event.detail.shouldSwap = false; // What was ticked meanwhile stays ticked.
    } else if (target.id === "questions") {
      event.detail.shouldSwap = false;
      const order = (within) => [...within.querySelectorAll(".ask")].map((ask) => ask.id).join();
      if (order(target) === order(fragment)) {
        for (const ask of fragment.querySelectorAll(".ask")) {
          const old = part(ask.id);
          old.className = ask.className;
          const line = old.querySelector("[data-said]");
          if (line.innerHTML !== ask.querySelector("[data-said]").innerHTML) line.innerHTML = ask.querySelector("[data-said]").innerHTML;
        }
      } else mergeQuestions(target, fragment);
    } else if (target.contains(document.activeElement)) {
      held = document.activeElement.id;
    }
  });
  document.body.addEventListener("htmx:oobAfterSwap", () => {
    if (held && part(held)) part(held).focus({ preventScroll: true });
    held = "";
  });

  // Text that never reached the server is offered, not forced.
  let kept = device.read();
  // Parts that were moved stand elsewhere now: once the server has them, the copy is of no use.
  if (kept && kept.over && Number(form.elements.version.value) > Number(kept.over)) {
    device.drop();
    kept = null;
  }
  if (kept && kept.fields && !same({ ...typed(), ...kept.fields }, typed())) {
    const offer = part("device");
    const at = new Date(kept.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const element = (name, classes, words) => {
      const made = document.createElement(name);
      made.className = classes;
      made.textContent = words;
      return made;
    };
    const use = element("button", "usa-button usa-button--outline button--small", "Use it");
    const discard = element("button", "usa-button usa-button--outline button--small", "Discard it");
    const note = element("div", "note", "");
    const body = element("div", "", "");
    const actions = element("div", "actions", "");
    const end = (words) => { offer.hidden = true; offer.replaceChildren(); say(words); part("text").focus(); };
    use.type = discard.type = "button";
    use.addEventListener("click", () => {
      fill(kept.fields);
      end("The text from this device is back in the form.");
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    discard.addEventListener("click", () => { device.drop(); end("The text from this device is discarded."); });
    if (closed) actions.append(element("span", "meta", "You can use it once you are on duty."));
    else actions.append(use);
    actions.append(discard);
    body.append(element("b", "", `Text from this device, ${at}`), element("p", "write-device__text", kept.fields.text || "Answers without a text"), actions);
    note.append(body);
    offer.append(note);
    offer.hidden = false;
  } else if (kept) device.drop();

  // Who else is here, and whether they saved: asked while the page is looked at and nothing is typed.
  const look = () => {
    if (document.hidden || saving || timer || closed || !navigator.onLine) return;
    htmx.ajax("POST", autosave.getAttribute("hx-post"), {
      source: part("newer") || form, swap: "none", values: { look: "1", version: form.elements.version.value },
    });
  };
  window.setInterval(look, LOOK_EVERY);

  // What was typed before this script had come over a slow line is kept and judged as well.
  const early = [...form.elements].some((one) =>
    one.type === "radio" || one.type === "checkbox" ? one.checked !== one.defaultChecked
      : "defaultValue" in one && one.type !== "hidden" && one.value !== one.defaultValue);
  if (early) {
    device.keep(typed());
    pause();
  }

  const notReady = part("not-ready");
  if (notReady) window.composerGo(notReady.dataset.first);
})();
