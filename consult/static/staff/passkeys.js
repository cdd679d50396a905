// Passkeys: asks the office what to ask the device, asks the device, and brings back its answer.
"use strict";
(() => {
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  async function post(address, fields) {
    const token = document.querySelector("meta[name=csrf-token]").content;
    const reply = await fetch(address, {
      method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token },
    });
    if (reply.redirected) {
      location.assign(reply.url);
      throw new Error("redirected");
    }
    return reply;
  }

  async function shown(asked) {
    const found = await navigator.credentials.get({ publicKey: {
      ...asked, challenge: bytes(asked.challenge), allowCredentials: listed(asked.allowCredentials),
    } });
    const said = found.response;
    return { ...named(found), response: {
      clientDataJSON: text(said.clientDataJSON), authenticatorData: text(said.authenticatorData),
      signature: text(said.signature), userHandle: said.userHandle ? text(said.userHandle) : null,
    } };
  }

  async function made(asked) {
    const found = await navigator.credentials.create({ publicKey: {
      ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: listed(asked.excludeCredentials),
    } });
    const said = found.response;
    return { ...named(found), response: {
      clientDataJSON: text(said.clientDataJSON), attestationObject: text(said.attestationObject),
    } };
  }

  const named = (found) => ({
    id: found.id, rawId: text(found.rawId), type: found.type, clientExtensionResults: {},
  });

  // What the office says; all other failures speak the browser's language, or a programmer's.
  class Refused extends Error {}

  async function go(box) {
    const said = box.querySelector("[role=alert]");
    said.hidden = true;
    try {
      const asked = await (await post(box.dataset.options, {})).json();
      const answer = JSON.stringify(await (box.dataset.passkey === "make" ? made : shown)(asked));
      const name = box.dataset.name ? document.getElementById(box.dataset.name).value : "";
      const reply = await post(box.dataset.answer, { answer, name });
      const told = await reply.json();
      if (told.go) location.assign(told.go);
      else throw new Refused(told.told);
    } catch (error) {
      if (error.message === "redirected") return;
      said.textContent = error instanceof Refused ? error.message : box.dataset.failed;
      said.hidden = false;
    }
  }

  for (const box of document.querySelectorAll("[data-passkey]")) {
    box.hidden = false;
    box.querySelector("button").addEventListener("click", () => go(box));
  }
  for (const part of document.querySelectorAll(".needs-passkeys")) part.hidden = false;
})();
