// A second press while the first is on its way sends nothing again. What was changed meanwhile is sent.
"use strict";
(() => {
  const LASTS = 8000; // milliseconds; then it may be pressed again, as a reply may have been lost
  const sent = new WeakMap();
  const content = (form, button) => {
    const pairs = [...new FormData(form, button)].map(([name, value]) => [name, value.name ?? value]);
    return JSON.stringify([button?.formAction ?? form.action, pairs]);
  };
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    const now = content(event.target, event.submitter);
    const before = sent.get(event.target);
    if (before?.content === now && performance.now() - before.at < LASTS) event.preventDefault();
    else sent.set(event.target, { content: now, at: performance.now() });
  });
})();
