// The pictures of the composer: chosen, dropped or pasted, in their order, with their words. See pictures-send.js.
(() => {
  "use strict";
  const box = document.getElementById("pictures");
  const form = document.getElementById("composer");
  if (!box || !form || !window.pictures) return;
  const { Sending, Said, store } = window.pictures;
  const MOST = Number(box.dataset.most);
  const LARGEST_CAPTIONS = 200000;
  const LONGEST = Number(box.dataset.longest);
  const part = (id) => document.getElementById(id);
  const [list, order, arriving, undo, chooser, add] = ["picture-list", "picture-order", "arriving", "picture-undo", "picture-files", "picture-add"].map(part);
  const closed = "closed" in form.dataset;
  const say = (words) => { part("picture-said").textContent = words; };
  const tell = (words) => { undo.replaceChildren(words); say(words); };
  const items = () => [...list.querySelectorAll("[data-picture]")];
  const rows = () => [...arriving.querySelectorAll("[data-arriving]")];
  const sendings = new Map();
  const plural = (number) => (number === 1 ? "picture" : "pictures");
  const kilobytes = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

  // ---- The list: what stands here is the truth until it is saved; an answer only fills in what is new.
  const renumber = () => {
    const all = items();
    all.forEach((item, at) => {
      item.id = `picture-${at + 1}`;
      for (const number of item.querySelectorAll("[data-number]")) number.textContent = String(at + 1);
      const [earlier, later] = ["move_earlier", "move_later"].map((name) => item.querySelector(`[name=${name}]`));
      if (earlier) earlier.disabled = at === 0;
      if (later) later.disabled = at === all.length - 1;
    });
    order.value = all.map((item) => item.dataset.picture).join();
    const room = MOST - all.length - rows().filter((row) => !row.matches(".arriving--refused")).length;
    add.hidden = room <= 0;
    part("picture-full").hidden = all.length < MOST;
    part("alt-hint").hidden = all.every((item) => item.querySelector("[data-captions]"));
    return room;
  };
  const changed = () => {
    const room = renumber();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    return room;
  };
  const count = (words) => {
    const left = Number(words.dataset.longest || LONGEST) - [...words.value].length;
    const line = part(`${words.id}-left`);
    if (!line) return;
    line.textContent = left < 0 ? `${-left} too many` : `${left} left`;
    line.classList.toggle("write-count--over", left < 0);
  };
  form.addEventListener("formdata", ({ formData }) => {
    for (const name of [...formData.keys()]) if (name.startsWith("captions-")) formData.delete(name);
  });
  // Captions from a file stand in the text like words that were typed, and are saved with it.
  list.addEventListener("change", async (event) => {
    const words = event.target.dataset.captions && part(event.target.dataset.captions);
    const file = words && event.target.files[0];
    if (!file) return;
    if (file.size > LARGEST_CAPTIONS) {
      tell("This file is too large for captions. Choose an .srt or .vtt file.");
      return;
    }
    words.value = await file.text();
    event.target.value = "";
    words.dispatchEvent(new Event("input", { bubbles: true }));
    say("The captions stand in the text now.");
  });
  // What the form says of one picture: its words, the language of its captions, the part that shows it.
  const OWN = ["alt", "language", "part-of"];
  const placed = (picture, fields, focus) => {
    if (list.querySelector(`[data-picture="${picture}"]`)) {
      say("This picture is in the post already.");
      return;
    }
    if (items().length >= MOST) {
      tell(`A post can hold ${MOST} pictures. Remove one first.`);
      return;
    }
    const item = document.createElement("li");
    item.className = "pic pic--waiting";
    item.dataset.picture = picture;
    item.dataset.waiting = focus ? "focus" : "";
    item.append("Added. It appears here once it is saved.");
    for (const name of OWN.map((one) => `${one}-${picture}`).filter((one) => fields[one])) {
      const kept = document.createElement("textarea");
      kept.name = name;
      kept.value = fields[name];
      kept.hidden = true;
      item.append(kept);
    }
    list.append(item);
    changed();
  };
  // What this device kept of an earlier page: the pictures it had, in its order.
  const fill = (fields) => {
    if (fields.pictures === undefined) return;
    const ids = fields.pictures.split(",").filter(Boolean);
    for (const item of items()) if (!ids.includes(item.dataset.picture)) item.remove();
    for (const id of ids) {
      const item = list.querySelector(`[data-picture="${CSS.escape(id)}"]`);
      if (item) list.append(item);
      else placed(id, fields);
    }
    renumber();
  };
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target !== list) return;
    event.detail.shouldSwap = false;
    for (const made of [...fragment.querySelectorAll("[data-picture]")]) {
      const own = list.querySelector(`[data-picture="${made.dataset.picture}"]`);
      if (!own) continue;
      if ("waiting" in own.dataset) {
        own.replaceWith(made);
        count(made.querySelector("textarea"));
        if (own.dataset.waiting) made.querySelector("textarea").focus();
      } else {
        own.querySelector("[data-said]").innerHTML = made.querySelector("[data-said]").innerHTML;
        const [had, has] = [own, made].map((item) => item.querySelector("[data-rights]"));
        // Tapped after the question was sent: this answer knows nothing of it, the next one will.
        if (had.querySelector("[name=rights_own]:not(button, [data-sent])")) continue;
        const held = had.contains(document.activeElement);
        had.innerHTML = has.innerHTML;
        if (held) had.querySelector("button").focus();
      }
    }
    renumber();
  });
  list.addEventListener("input", (event) => { if (event.target.matches("textarea")) count(event.target); });

  const move = (item, by) => {
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(item); else other.after(item);
    changed();
    const wanted = item.querySelector(by < 0 ? "[name=move_earlier]" : "[name=move_later]");
    (wanted.disabled ? item.querySelector(by < 0 ? "[name=move_later]" : "[name=move_earlier]") : wanted).focus();
    say(`Now picture ${items().indexOf(item) + 1} of ${items().length}.`);
  };
  const remove = (item) => {
    const at = items().indexOf(item);
    item.remove();
    changed();
    const back = document.createElement("button");
    back.type = "button";
    back.className = "link-button";
    back.textContent = "Undo: put it back";
    back.addEventListener("click", () => {
      undo.replaceChildren();
      if (changed() <= 0) {
        say(`A post can hold ${MOST} pictures. Remove one first.`);
        return;
      }
      const before = items()[at];
      if (before) before.before(item); else list.append(item);
      changed();
      item.querySelector("textarea").focus();
      say("The picture is back, with its words.");
    });
    undo.replaceChildren(`Picture ${at + 1} removed. `, back);
    back.focus();
    say(`Picture ${at + 1} removed.`);
  };
  // One tap says whose a picture is; it is saved with the form, and the answer shows what stands then.
  const tap = (button) => {
    const own = document.createElement("input");
    Object.assign(own, { type: "hidden", name: button.name, value: button.value });
    button.after(own);
    button.focus();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    say("Saved with the post: the department’s, nobody and no evidence in it.");
  };
  document.body.addEventListener("htmx:beforeRequest", () => {
    for (const own of list.querySelectorAll("input[name=rights_own]")) own.dataset.sent = "";
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    // The page of a picture's rights is led to by the form itself, once all is saved.
    if (!button || button.name === "rights_of") return;
    event.preventDefault();
    const item = button.closest("[data-picture]");
    if (button.name === "rights_own") tap(button);
    if (button.name === "move_earlier") move(item, -1);
    if (button.name === "move_later") move(item, 1);
    if (button.name === "remove_picture") remove(item);
  });

  // ---- Pictures on their way: one row each, in words and as a bar.
  const TOLD = {
    queued: () => "It waits for the one before it.",
    shrinking: () => "It is made smaller for the way.",
    sending: ({ sent, of }) => `${kilobytes(sent)} of ${kilobytes(of)} sent.`,
    cut: ({ percent }) => `The line is cut. ${percent} % has arrived. It goes on by itself when the line is back.`,
    checking: () => "All of it is there. The portal checks it and takes out where it was taken.",
    choose: ({ percent }) => `The line was cut, and ${percent} % has arrived. Choose the file again to go on from there.`,
    refused: ({ words }) => words,
  };
  const show = (row, told) => {
    const before = row.dataset.step;
    if (told.of) row.dataset.percent = String(Math.floor((100 * told.sent) / told.of));
    const percent = Number(row.dataset.percent || 0);
    row.dataset.step = told.step;
    row.className = `arriving arriving--${told.step}`;
    const words = TOLD[told.step]({ ...told, percent });
    row.querySelector("[data-words]").textContent = words;
    const bar = row.querySelector("progress");
    bar.hidden = told.step === "refused";
    if (told.step === "shrinking") bar.removeAttribute("value");
    else bar.value = told.step === "checking" ? 100 : percent;
    row.querySelector("[data-resume]").hidden = !["cut", "choose"].includes(told.step);
    if (before !== told.step) say(`${row.dataset.name}: ${words}`);
  };
  const rowFor = (name) => {
    const row = part("arriving-row").content.cloneNode(true).querySelector("li");
    row.dataset.name = name;
    row.querySelector("[data-name-of]").textContent = name;
    row.querySelector("progress").setAttribute("aria-label", `How much of ${name} has arrived`);
    row.querySelector("[data-give-up]").setAttribute("aria-label", `Remove ${name}`);
    arriving.append(row);
    renumber();
    return row;
  };
  const gone = (row) => {
    const held = row.contains(document.activeElement);
    sendings.delete(row);
    row.remove();
    if (renumber() > 0 && held) chooser.focus();
  };
  const run = async (row, act) => {
    const sending = new Sending({
      post: box.dataset.begin,
      token: form.elements.csrfmiddlewaretoken.value,
      owner: form.dataset.kept,
      show: (told) => show(row, told),
    });
    sendings.set(row, sending);
    try {
      const upload = await act(sending);
      if (!upload) return;
      if (upload.state === "refused") throw new Said(upload.sentence);
      gone(row);
      say(`${row.dataset.name} has arrived. Say in words what it shows.`);
      placed(upload.picture, {});
    } catch (fault) {
      if (!(fault instanceof Said)) window.reportError(fault);
      sendings.delete(row);
      show(row, { step: "refused", words: fault instanceof Said ? fault.message : "Something went wrong here. Choose the picture again." });
      renumber();
    }
  };
  // One after the other: each picture has the whole line, and they keep the order they were chosen in.
  let turn = Promise.resolve();
  const inTurn = (row, act) => {
    show(row, { step: "queued" });
    turn = turn.then(() => (row.isConnected ? run(row, act) : null));
  };
  const take = (files) => {
    for (const file of files) {
      const resumed = rows().find((row) => row.dataset.step === "choose" && row.dataset.name === file.name);
      if (resumed) {
        window.pictures.shrunk(file).then((blob) => goOn(resumed, blob, file));
      } else if (renumber() <= 0) {
        tell(`A post can hold ${MOST} pictures. ${file.name} was not added.`);
      } else if (file.type && !file.type.startsWith("image/") && file.type !== "video/mp4") {
        show(rowFor(file.name), { step: "refused", words: "This is no picture. Choose a JPEG, PNG, WebP, HEIC or GIF file, or an MP4 video." });
        renumber();
      } else {
        inTurn(rowFor(file.name || "Picture"), (sending) => sending.begin(file));
      }
    }
  };
  const goOn = (row, blob, file) => {
    const upload = { id: row.dataset.upload, address: row.dataset.address, state: "receiving", received: Number(row.dataset.received) };
    if (blob.size === Number(row.dataset.size)) run(row, (sending) => sending.goOn(upload, blob));
    else {
      giveUp(row);
      take([file]);
    }
  };
  const giveUp = (row) => {
    const sending = sendings.get(row);
    const id = row.dataset.upload || (sending && sending.id);
    const address = row.dataset.address || (sending && sending.address);
    if (sending) sending.stop(id);
    if (address) fetch(address, { method: "DELETE", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } }).catch(() => {});
    gone(row);
  };
  arriving.addEventListener("click", (event) => {
    const row = event.target.closest("[data-arriving]");
    if (event.target.closest("[data-give-up]")) {
      event.preventDefault();
      giveUp(row);
      say(`${row.dataset.name} was removed.`);
    } else if (event.target.closest("[data-resume]")) {
      event.preventDefault();
      if (sendings.has(row)) sendings.get(row).resume();
      else chooser.click();
    }
  });
  window.addEventListener("online", () => { for (const sending of sendings.values()) sending.resume(); });

  // ---- Ways in.
  chooser.removeAttribute("name");
  chooser.value = "";
  chooser.addEventListener("change", () => { const files = [...chooser.files]; chooser.value = ""; take(files); });
  const dragged = (event) => !closed && event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  form.addEventListener("dragover", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    box.classList.add("pics--over");
  });
  form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) box.classList.remove("pics--over"); });
  form.addEventListener("drop", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    box.classList.remove("pics--over");
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData ? event.clipboardData.files : [])].filter((file) => file.type.startsWith("image/"));
    if (closed || !files.length) return;
    event.preventDefault();
    take(files);
  });

  // Nothing is submitted while a picture is on its way: the page says which, and where.
  form.addEventListener("submit", (event) => {
    const under = rows().filter((row) => row.dataset.step !== "refused");
    if (!event.submitter || event.submitter.id !== "submit" || !under.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const words = `${under.length} ${plural(under.length)} still on the way. Nothing was submitted. Wait for it, or remove it.`;
    tell(words);
    box.scrollIntoView({ block: "center" });
    under[0].querySelector("[data-give-up]").focus({ preventScroll: true });
  });

  // ---- Uploads of an earlier page go on by themselves where this device still has the file.
  const again = async (row) => {
    if (row.dataset.state === "refused") {
      row.dataset.step = "refused";
      return;
    }
    const kept = await store.read(row.dataset.upload);
    const upload = { id: row.dataset.upload, address: row.dataset.address, state: row.dataset.state, received: Number(row.dataset.received) };
    if (row.dataset.state !== "receiving" || (kept && kept.blob.size === Number(row.dataset.size))) run(row, (sending) => sending.goOn(upload, kept ? kept.blob : new Blob()));
    else show(row, { step: "choose", sent: upload.received, of: Number(row.dataset.size) });
  };
  if (!closed) for (const row of rows()) again(row);
  store.tidy(form.dataset.kept);
  for (const words of list.querySelectorAll("textarea")) count(words);
  renumber();
  // What became ready while the page was closed stands in the form already: it is saved now.
  if ("unsaved" in box.dataset && !closed) document.addEventListener("DOMContentLoaded", changed);
  window.composerPictures = { placed, fill };
})();
