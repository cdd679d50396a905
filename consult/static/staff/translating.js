// Saves a wording as one leaves its field, and goes on by keyboard. Without script each text has its buttons.
"use strict";

const forms = [...document.querySelectorAll("form.say")];
const overall = document.querySelector(".overall");

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

async function send(form, act) {
  const body = new FormData(form);
  body.set("act", act);
  const sent = form.elements.words.value;
  form.dataset.sent = sent;
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": body.get("csrf_token") },
    });
  } catch {
    form.dataset.sent = "";
    return tell(form, "⚠", true);
  }
  if (!answer.ok && answer.status !== 409) return form.requestSubmit(form.querySelector("[value=save]"));
  const reply = await answer.json();
  if (answer.status === 409) {
    if (reply.now.seen) form.elements.seen.value = reply.now.seen;
    return tell(form, reply.now.words ? `${reply.error} «${reply.now.words}»` : reply.error, true);
  }
  show(form, reply);
  return tell(form, reply.saved, false);
}

for (const form of forms) {
  const words = form.elements.words;
  form.dataset.sent = words.value;
  words.addEventListener("change", () => {
    if (words.value !== form.dataset.sent) send(form, "save");
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
    if (act === "save" || act === "review") {
      if (act === "review") return; // the page is drawn anew, with who reviewed it
      event.preventDefault();
      send(form, "save");
    }
  });
}

window.addEventListener("beforeunload", (event) => {
  if (forms.some((form) => form.elements.words.value !== form.dataset.sent)) event.preventDefault();
});
