// The unit's pictures in a dialog over the composer; without this file, with a modifier key or a bad line, as a page.
(() => {
  "use strict";
  const link = document.getElementById("reuse");
  const dialog = document.getElementById("reuse-dialog");
  if (!link || !dialog) return;
  const body = dialog.querySelector("[data-body]");
  const load = async (address) => {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    body.innerHTML = await answer.text();
    dialog.scrollTop = 0;
  };
  const mine = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  const shown = async (address) => {
    try {
      await load(address);
      if (!dialog.open) dialog.showModal();
    } catch {
      window.location.assign(address);
    }
  };
  link.addEventListener("click", (event) => {
    if (!mine(event)) return;
    event.preventDefault();
    shown(link.href);
  });
  dialog.addEventListener("click", (event) => {
    const turn = event.target.closest(".turn a, .empty a");
    if (!turn || !mine(event)) return;
    event.preventDefault();
    if (turn.hash === "#pictures") dialog.close();
    else shown(turn.href);
  });
  dialog.addEventListener("submit", (event) => {
    const picture = event.target.dataset.again;
    if (!picture) return;
    event.preventDefault();
    dialog.close();
    window.composerPictures.placed(picture, Object.fromEntries(new FormData(event.target)), true);
  });
})();
