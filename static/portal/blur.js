// Faces and plates made unreadable: boxes over a picture, by mouse, finger or keyboard. What is sent holds no trace of
// what was under them: each box becomes a few squares of one colour, drawn into the pixels.
(() => {
  "use strict";
  const tool = document.getElementById("blur");
  const form = document.getElementById("blur-form");
  if (!tool || !form) return;
  const SQUARES = 5;
  const SMALLEST = 16;
  const stage = tool.querySelector("[data-stage]");
  const canvas = stage.querySelector("canvas");
  const [add, removal, saving] = ["add", "remove", "save"].map((name) => tool.querySelector(`[data-${name}]`));
  const fault = tool.querySelector("[data-fault]");
  const say = (words) => { document.getElementById("blur-said").textContent = words; };
  const picture = new Image();
  const boxes = new Map();
  let held = null;

  const pen = canvas.getContext("2d");
  const few = document.createElement("canvas");
  const draw = () => {
    pen.drawImage(picture, 0, 0);
    for (const box of boxes.values()) {
      const across = box.w >= box.h ? SQUARES : Math.max(1, Math.round((SQUARES * box.w) / box.h));
      const down = box.h > box.w ? SQUARES : Math.max(1, Math.round((SQUARES * box.h) / box.w));
      few.width = across;
      few.height = down;
      const small = few.getContext("2d");
      small.imageSmoothingQuality = "high";
      small.drawImage(picture, box.x, box.y, box.w, box.h, 0, 0, across, down);
      pen.imageSmoothingEnabled = false;
      pen.drawImage(few, 0, 0, across, down, box.x, box.y, box.w, box.h);
      pen.imageSmoothingEnabled = true;
    }
  };
  const scale = () => canvas.width / canvas.getBoundingClientRect().width;
  const within = (box) => {
    box.w = Math.round(Math.min(Math.max(box.w, SMALLEST), canvas.width));
    box.h = Math.round(Math.min(Math.max(box.h, SMALLEST), canvas.height));
    box.x = Math.round(Math.min(Math.max(box.x, 0), canvas.width - box.w));
    box.y = Math.round(Math.min(Math.max(box.y, 0), canvas.height - box.h));
  };
  const percent = (part, whole) => `${(100 * part) / whole}%`;
  const place = (button, box) => {
    within(box);
    button.style.left = percent(box.x, canvas.width);
    button.style.top = percent(box.y, canvas.height);
    button.style.width = percent(box.w, canvas.width);
    button.style.height = percent(box.h, canvas.height);
    draw();
  };
  const told = () => {
    let number = 0;
    for (const [button, box] of boxes) {
      number += 1;
      button.setAttribute("aria-label", `Box ${number}, ${box.w} by ${box.h} at ${box.x} from the left and ${box.y} from the top`);
    }
    saving.disabled = number === 0;
    removal.disabled = !held;
  };
  const hold = (button) => {
    held = button;
    told();
  };
  const made = (box) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "blur__box";
    button.setAttribute("aria-describedby", "blur-help");
    const corner = document.createElement("span");
    corner.className = "blur__corner";
    button.append(corner);
    boxes.set(button, box);
    stage.append(button);
    button.addEventListener("focus", () => hold(button));
    place(button, box);
    told();
    return button;
  };
  const remove = (button) => {
    if (!button) return;
    boxes.delete(button);
    button.remove();
    hold(null);
    draw();
    const [last] = [...boxes.keys()].slice(-1);
    (last || add).focus();
    say(`Box removed. ${boxes.size} left.`);
  };

  // ---- Mouse and finger: drawn on the picture, moved by the box, sized by its corner.
  const at = (event) => {
    const edge = canvas.getBoundingClientRect();
    return [(event.clientX - edge.left) * scale(), (event.clientY - edge.top) * scale()];
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button || !picture.naturalWidth) return;
    event.preventDefault();
    const [x, y] = at(event);
    let button = event.target.closest(".blur__box");
    const sized = !button || event.target.classList.contains("blur__corner");
    if (!button) button = made({ x, y, w: SMALLEST, h: SMALLEST });
    const box = boxes.get(button);
    const before = { ...box };
    const anchor = sized ? [box.x, box.y] : null;
    button.focus();
    stage.setPointerCapture(event.pointerId);
    const move = (next) => {
      const [nx, ny] = at(next);
      if (anchor) {
        Object.assign(box, { x: Math.min(anchor[0], nx), y: Math.min(anchor[1], ny), w: Math.abs(nx - anchor[0]), h: Math.abs(ny - anchor[1]) });
      } else Object.assign(box, { x: before.x + nx - x, y: before.y + ny - y });
      place(button, box);
    };
    const end = () => {
      stage.removeEventListener("pointermove", move);
      stage.removeEventListener("pointerup", end);
      stage.removeEventListener("pointercancel", end);
      told();
    };
    stage.addEventListener("pointermove", move);
    stage.addEventListener("pointerup", end);
    stage.addEventListener("pointercancel", end);
  });

  // ---- Keyboard.
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  stage.addEventListener("keydown", (event) => {
    const button = event.target.closest(".blur__box");
    if (!button) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(button);
      return;
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const box = boxes.get(button);
    const far = Math.max(4, Math.round(canvas.width / 60));
    if (event.shiftKey) Object.assign(box, { w: box.w + step[0] * far, h: box.h + step[1] * far });
    else Object.assign(box, { x: box.x + step[0] * far, y: box.y + step[1] * far });
    place(button, box);
    told();
    say(button.getAttribute("aria-label"));
  });
  add.addEventListener("click", () => {
    const [w, h] = [canvas.width / 5, canvas.height / 5];
    made({ x: (canvas.width - w) / 2, y: (canvas.height - h) / 2, w, h }).focus();
    say(`Box ${boxes.size} added in the middle.`);
  });
  removal.addEventListener("click", () => remove(held));

  // ---- What is sent are the pixels alone.
  const wrong = (words) => {
    fault.hidden = false;
    fault.querySelector("[data-words]").textContent = words;
    saving.disabled = false;
  };
  saving.addEventListener("click", () => {
    saving.disabled = true;
    fault.hidden = true;
    say("The blurred picture is being sent.");
    canvas.toBlob(async (blob) => {
      const fields = new FormData(form);
      fields.set("file", blob, "blurred");
      try {
        const answer = await fetch(window.location.href, { method: "POST", body: fields, headers: { Accept: "application/json" } });
        window.location.assign((await answer.json()).go);
      } catch {
        wrong("It could not be sent. Look whether you are online, then try once more.");
      }
    }, tool.dataset.type, 0.92);
  });
  picture.addEventListener("load", () => {
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    draw();
    tool.hidden = false;
  });
  picture.src = tool.dataset.picture;
})();
