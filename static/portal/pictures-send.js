// Pictures on their way to the portal: made smaller here, sent in pieces, gone on with after a cut or a reload.
(() => {
  "use strict";
  const LONGEST = 4096;
  const LONGEST_ON_A_SLOW_LINE = 2048;
  const MOST_BYTES = 5 * 1024 * 1024;
  const AS_IT_IS = 1024 * 1024;
  const SMALLEST_PIECE = 16 * 1024;
  const FIRST_PIECE = 32 * 1024;
  const LARGEST_PIECE = 512 * 1024;
  const A_PIECE_SHOULD_TAKE = 2500;
  const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
  const CHECK_FIRST = 600;
  const CHECK_AT_MOST = 4000;
  const DAY = 24 * 60 * 60 * 1000;

  const wait = (milliseconds) => new Promise((done) => { window.setTimeout(done, milliseconds); });

  // ---- Smaller. What this browser cannot read, an HEIC for one, goes up as it is and is turned and shrunk there.
  const redrawn = (bitmap, longest) => {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  const jpeg = (canvas, quality) => new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
  const slowLine = () => {
    const line = navigator.connection;
    return Boolean(line && (line.saveData || /2g/.test(line.effectiveType || "")));
  };
  const shrunk = async (file) => {
    if (file.type === "image/gif" || file.type.startsWith("video/")) return file;
    let bitmap;
    try {
      bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      return file;
    }
    try {
      let longest = slowLine() ? LONGEST_ON_A_SLOW_LINE : LONGEST;
      const fits = Math.max(bitmap.width, bitmap.height) <= longest && file.size < MOST_BYTES;
      if (fits && file.size <= AS_IT_IS) return file;
      for (const quality of [0.85, 0.75, 0.65, 0.6]) {
        const blob = await jpeg(redrawn(bitmap, longest), quality);
        if (!blob) return file;
        if (blob.size < MOST_BYTES) return fits && blob.size >= file.size ? file : blob;
        longest *= 0.8;
      }
      return file;
    } finally {
      bitmap.close();
    }
  };

  // ---- Kept on this device until the portal has it, so that a reload goes on where the line was cut.
  const store = (() => {
    let opened = null;
    const open = () => {
      opened ||= new Promise((done, failed) => {
        const asked = indexedDB.open("portal-pictures", 1);
        asked.onupgradeneeded = () => { asked.result.createObjectStore("files", { keyPath: "id" }); };
        asked.onsuccess = () => { done(asked.result); };
        asked.onerror = () => { failed(asked.error); };
      });
      return opened;
    };
    const ask = async (mode, act) => {
      try {
        const files = (await open()).transaction("files", mode).objectStore("files");
        return await new Promise((done, failed) => {
          const asked = act(files);
          asked.onsuccess = () => { done(asked.result); };
          asked.onerror = () => { failed(asked.error); };
        });
      } catch {
        return undefined; // A browser may refuse storage: then the file is chosen again.
      }
    };
    return {
      keep: (id, owner, blob) => ask("readwrite", (files) => files.put({ id, owner, blob, at: Date.now() })),
      read: (id) => ask("readonly", (files) => files.get(id)),
      drop: (id) => ask("readwrite", (files) => files.delete(id)),
      tidy: async (owner) => {
        for (const kept of (await ask("readonly", (files) => files.getAll())) || []) {
          if (kept.owner !== owner || Date.now() - kept.at > DAY) await ask("readwrite", (files) => files.delete(kept.id));
        }
      },
    };
  })();

  // ---- Asking the portal.
  class Cut extends Error {}
  class Said extends Error {}
  const ask = async (address, options) => {
    let answer;
    try {
      answer = await fetch(address, { credentials: "same-origin", ...options });
    } catch {
      throw new Cut();
    }
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json().catch(() => null) : null;
    if (told && (answer.ok || answer.status === 409)) return told;
    if (told) throw new Said(told.sentence);
    if (answer.redirected) throw new Said("You are signed out. Sign in and open the post again: the picture goes on from here.");
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new Cut();
    throw new Said("The portal did not take this picture. Load the page again to try once more.");
  };

  // One picture on its way. `show` is called with what to tell; the promise ends with the upload's last state.
  class Sending {
    constructor({ post, token, owner, show }) {
      Object.assign(this, { post, token, owner, show, stopped: false, wake: null, tries: 0, piece: FIRST_PIECE });
    }

    async begin(file) {
      this.show({ step: "shrinking" });
      const blob = await shrunk(file);
      const body = new URLSearchParams({ name: file.name || "picture", size: String(blob.size) });
      const begun = await this.persist(() => ask(this.post, { method: "POST", body, headers: { "X-CSRFToken": this.token } }));
      if (!begun) return null;
      this.address = begun.address;
      this.id = begun.id;
      await store.keep(begun.id, this.owner, blob);
      return this.send(begun, blob);
    }

    // Goes on with an upload that began on an earlier page, with the same bytes.
    async goOn(upload, blob) {
      return this.send(await this.persist(() => ask(upload.address, {})) || upload, blob);
    }

    async send(upload, blob) {
      let now = upload;
      while (!this.stopped && now.state === "receiving") {
        this.show({ step: "sending", sent: now.received, of: blob.size });
        now = await this.one(now, blob);
      }
      return this.stopped ? null : this.checked(now);
    }

    async one(now, blob) {
      const from = now.received;
      const began = performance.now();
      const answer = await this.persist(
        () => ask(now.address, {
          method: "PATCH",
          body: blob.slice(from, from + this.piece),
          headers: { "X-CSRFToken": this.token, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(from) },
        }),
        () => ask(now.address, {}),
      );
      const took = performance.now() - began;
      if (took < A_PIECE_SHOULD_TAKE / 2) this.piece = Math.min(LARGEST_PIECE, this.piece * 2);
      else if (took > A_PIECE_SHOULD_TAKE * 2) this.piece = Math.max(SMALLEST_PIECE, this.piece / 2);
      return answer || now;
    }

    async checked(upload) {
      let now = upload;
      for (let pause = CHECK_FIRST; now.state === "checking" && !this.stopped; pause = Math.min(CHECK_AT_MOST, pause * 1.4)) {
        this.show({ step: "checking" });
        await wait(pause);
        now = await this.persist(() => ask(now.address, {})) || now;
      }
      if (!this.stopped) await store.drop(upload.id);
      return this.stopped ? null : now;
    }

    // Until it is answered. After a cut the portal is asked first how much it has: `after` does that.
    async persist(act, after = act) {
      let next = act;
      while (!this.stopped) {
        try {
          const answer = await next();
          this.tries = 0;
          return answer;
        } catch (fault) {
          if (!(fault instanceof Cut)) throw fault;
          next = after;
          this.show({ step: "cut" });
          await this.pause();
        }
      }
      return null;
    }

    pause() {
      const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
      this.tries += 1;
      this.piece = Math.max(SMALLEST_PIECE, this.piece / 2);
      return new Promise((done) => {
        const timer = window.setTimeout(() => this.resume(), pause);
        this.wake = () => { window.clearTimeout(timer); this.wake = null; done(); };
      });
    }

    resume() { if (this.wake) this.wake(); }

    stop(id) {
      this.stopped = true;
      this.resume();
      if (id) store.drop(id);
    }
  }

  window.pictures = { Sending, Said, store, shrunk };
})();
