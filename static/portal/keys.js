// A security key: the browser is asked for it, and what it says goes with the form. Without this file the page says so.
(() => {
  "use strict";
  const form = document.querySelector("form[data-key]");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  const Key = window.PublicKeyCredential;
  const asked = JSON.parse(document.getElementById("key-asked").textContent).publicKey;
  const said = form.querySelector("[data-key-said]");
  const button = form.querySelector("[data-key-ask]");
  const making = form.dataset.key === "create";

  // Browsers of before 2024 know keys, but not how they are written as JSON.
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));
  const options = () => {
    const known = making ? Key.parseCreationOptionsFromJSON : Key.parseRequestOptionsFromJSON;
    if (known) return known.call(Key, asked);
    const read = { ...asked, challenge: bytes(asked.challenge) };
    if (!making) return { ...read, allowCredentials: named(asked.allowCredentials) };
    const user = { ...asked.user, id: bytes(asked.user.id) };
    return { ...read, user, excludeCredentials: named(asked.excludeCredentials) };
  };
  const written = (shown) => {
    if (shown.toJSON) return shown.toJSON();
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (shown.response[name]) response[name] = text(shown.response[name]);
    }
    return { id: shown.id, rawId: text(shown.rawId), type: shown.type, response, clientExtensionResults: {} };
  };

  const faults = {
    InvalidStateError: "This key is on your list already. Use another one.",
    NotAllowedError: "No key was shown in time. Try again.",
    SecurityError: "Security keys do not work at this address. Open the portal by its own name.",
  };
  let waiting = false;
  form.addEventListener("submit", async (event) => {
    const name = form.elements.name;
    if (name && !name.value.trim()) return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    said.textContent = "Touch your key, or do what your browser asks.";
    try {
      const shown = await navigator.credentials[form.dataset.key]({ publicKey: options() });
      form.elements.credential.value = JSON.stringify(written(shown));
      form.submit();
    } catch (fault) {
      said.textContent = faults[fault.name] || "The browser could not use the key. Try again, or use another one.";
      waiting = false;
    }
  });
  form.querySelector("[data-key-without]").remove();
  button.hidden = false;
})();
