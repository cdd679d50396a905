// The private view of a room: follows the room as phones do, and keeps notes while they are written.
// A facilitator's device that slept, or another one that takes over, simply goes on from where the room is.
(function () {
  var doc = document, live = doc.getElementById('live'), moved = doc.getElementById('moved');
  var fails = 0, waiting, again;

  // ---- where the room is ----
  function each(nodes, act) { return [].map.call(nodes, act); }
  function begun(field) { return field.type === 'checkbox' ? field.checked : field.value !== field.defaultValue; }
  function busy() {
    var field = doc.activeElement;
    return live.contains(field) && /INPUT|TEXTAREA|SELECT/.test(field.tagName) ||
      each(live.querySelectorAll('input:not([type=hidden])'), begun).some(Boolean);
  }
  function line(text) {
    var spot = doc.getElementById('line');
    if (spot && spot.textContent !== text) spot.textContent = text;
  }
  // What was opened stays open, and who uses the keyboard stays where she was, as long as it is about the same prompt.
  function same(node, fresh) {
    function alike(root) {
      return [].filter.call(root.querySelectorAll(node.tagName), function (one) { return one.textContent === node.textContent; });
    }
    return alike(fresh)[alike(live).indexOf(node)];
  }
  function replace(fresh) {
    var held = live.contains(doc.activeElement) && same(doc.activeElement, fresh);
    if (fresh.dataset.place === live.dataset.place) {
      each(live.querySelectorAll('details[open]'), function (part) {
        var summary = same(part.firstElementChild, fresh);
        if (summary) summary.parentNode.open = true;
      });
    }
    live.replaceWith(doc.adoptNode(fresh));
    live = fresh;
    if (held) held.focus({ preventScroll: true });
  }
  function draw() {
    return fetch(location.pathname, { headers: { 'X-Requested-With': 'fetch' } }).then(function (reply) {
      if (!reply.ok || reply.redirected) throw new Error(reply.status);
      return reply.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('live');
      if (!fresh) throw new Error('no room');
      if (busy()) { moved.hidden = false; return; }
      moved.hidden = true;
      replace(fresh);
    });
  }
  // What children wrote arrives a moment after a prompt closes.
  function drawAgain() {
    clearTimeout(again);
    if (live.dataset.phase !== 'closed') return;
    again = setTimeout(function () { if (busy()) drawAgain(); else draw().catch(String); }, 2000);
  }
  function look() {
    clearTimeout(waiting);
    fetch(live.dataset.at + '?n=' + live.dataset.n, { credentials: 'omit' }).then(function (reply) {
      if (reply.status !== 200 && reply.status !== 204) throw new Error(reply.status);
      fails = 0;
      line('');
      if (reply.status === 204) return null;
      if (!moved.hidden && busy()) return null;
      return draw().then(drawAgain);
    }).catch(function () {
      fails += 1;
      if (fails > 1) line(doc.getElementById('line') ? doc.getElementById('line').dataset.lost : '');
    }).then(function () {
      waiting = setTimeout(look, (doc.hidden ? 10000 : 1200 * Math.min(1 + fails, 6)) * (0.85 + Math.random() * 0.3));
    });
  }
  doc.addEventListener('visibilitychange', function () { if (!doc.hidden) look(); });
  addEventListener('online', look);

  // ---- notes ----
  [].forEach.call(doc.querySelectorAll('form.note'), function (form) {
    var field = form.elements.notes, before = form.elements.before, status = form.querySelector('[role=status]');
    var timer, sending, kept = field.value;
    function keep() {
      var sent = field.value, body;
      clearTimeout(timer);
      if (sent === kept) return;
      if (sending) { timer = setTimeout(keep, 500); return; }
      sending = true;
      body = new FormData(form);
      body.append('script', '1');
      fetch(form.action, { method: 'POST', body: body, keepalive: sent.length < 20000, headers: { 'X-CSRFToken': form.elements.csrf_token.value } })
        .then(function (reply) { if (!reply.ok) throw new Error(reply.status); return reply.json(); })
        .then(function (found) {
          if (field.value === sent && found.notes !== sent.trim()) field.value = found.notes;
          kept = field.value === sent || field.value === found.notes ? field.value : sent;
          before.value = found.notes;
          status.textContent = status.dataset.kept;
        })
        .catch(function () { status.textContent = status.dataset.lost; timer = setTimeout(keep, 4000); })
        .then(function () { sending = false; });
    }
    field.addEventListener('input', function () { status.textContent = ''; clearTimeout(timer); timer = setTimeout(keep, 900); });
    field.addEventListener('blur', keep);
    addEventListener('pagehide', keep);
    form.addEventListener('submit', function (event) { event.preventDefault(); keep(); });
  });
  look();
  drawAgain();
})();
