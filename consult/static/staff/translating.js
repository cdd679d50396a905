// Saves a wording as one leaves its field, and goes on by keyboard. Without script each text has its buttons.
"use strict";

const forms = [...document.querySelectorAll("form.say")];
const overall = document.querySelector(".overall");
// Of each text: what the office has, what is on its way there, and what is to be done after that.
const states = new Map(forms.map((form) => [form, { kept: form.elements.words.value, sent: null, next: "" }]));

for (const node of document.querySelectorAll(".keys")) node.hidden = false;

function show(form, reply) {
  const part = form.closest(".text");
  form.elements.seen.value = reply.seen;
  part.className = `text ${reply.state}`;
  const tag = part.querySelector(".state .tag");
  tag.textContent = reply.label;
  tag.className = `tag ${reply.kind}`;
  const look = form.querySelector(".look");
  look.replaceChildren(...reply.faults.map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  }));
  const bar = overall.querySelector("progress");
  bar.value = reply.done;
  bar.max = reply.total;
}

function tell(form, words, bad) {
  const told = form.querySelector(".told");
  told.textContent = words;
  told.classList.toggle("bad", Boolean(bad));
}

function waits(form) {
  const { kept, sent } = states.get(form);
  return form.elements.words.value !== (sent ?? kept);
}

function post(form, act) {
  const body = new FormData(form);
  body.set("act", act);
  // Kept alive, so that a link that is followed at once does not cut it off.
  return fetch(form.action, {
    method: "POST",
    body,
    keepalive: true,
    headers: { Accept: "application/json", "X-CSRFToken": body.get("csrf_token") },
  });
}

// Who has signed in again in another window has another key against forged posts.
async function admitted() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const key = page.querySelector("meta[name=csrf-token]").content;
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = key;
}

async function ask(form, act) {
  const state = states.get(form);
  let answer = await post(form, act);
  if (answer.status === 400) {
    await admitted();
    answer = await post(form, act);
  }
  if (answer.status === 401) return tell(form, overall.dataset.out, true);
  const reply = await answer.json();
  if (answer.status === 409) {
    if (reply.now.seen) form.elements.seen.value = reply.now.seen;
    return tell(form, reply.now.words ? `${reply.error} «${reply.now.words}»` : reply.error, true);
  }
  state.kept = state.sent;
  show(form, reply);
  return tell(form, reply.saved, false);
}

// One at a time: what comes next is held against what the one before has left there.
async function send(form, act) {
  const state = states.get(form);
  if (state.sent !== null) {
    if (state.next !== "review") state.next = act;
    return;
  }
  state.sent = form.elements.words.value;
  try {
    await ask(form, act);
  } catch {
    tell(form, overall.dataset.lost, true);
  }
  state.sent = null;
  const { next } = state;
  state.next = "";
  if (next === "review" || (next && waits(form))) await send(form, next);
}

for (const form of forms) {
  const words = form.elements.words;
  words.addEventListener("change", () => {
    if (waits(form)) send(form, "save");
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send(form, event.shiftKey ? "review" : "save");
    const next = forms[forms.indexOf(form) + 1];
    if (next) next.elements.words.focus();
  });
  form.addEventListener("submit", (event) => {
    const act = event.submitter ? event.submitter.value : "save";
    if (event.submitter && event.submitter.hasAttribute("formaction")) return;
    if (act !== "save") return; // after a review the page is drawn anew, with who reviewed it
    event.preventDefault();
    send(form, "save");
  });
}

window.addEventListener("beforeunload", (event) => {
  if (forms.some(waits)) event.preventDefault();
});
