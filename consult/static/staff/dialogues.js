// The private view of a room: follows the room as phones do, and keeps notes while they are written.
// A facilitator's device that slept, or another one that takes over, simply goes on from where the room is.
(function () {
  var doc = document, live = doc.getElementById('live'), moved = doc.getElementById('moved');
  var fails = 0, asked = 0, drawn = 0, out = false, waiting, again;

  // ---- where the room is ----
  function each(nodes, act) { [].forEach.call(nodes, act); }
  function begun(field) { return field.type === 'checkbox' ? field.checked : field.value !== field.defaultValue; }
  function busy() {
    var field = doc.activeElement;
    return live.contains(field) && /INPUT|TEXTAREA|SELECT/.test(field.tagName) ||
      [].some.call(live.querySelectorAll('input:not([type=hidden])'), begun);
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
  // Who has signed in again in another window has another key against forged posts.
  function signed(reply) {
    if (reply.status === 401 || reply.status === 400) out = true;
    if (!reply.ok || reply.redirected) throw new Error(reply.status);
    return reply;
  }
  function admit(page) {
    var key = page.querySelector('meta[name=csrf-token]').content;
    each(doc.querySelectorAll('input[name=csrf_token]'), function (field) { field.value = key; });
    out = false;
  }
  function draw() {
    var mine = ++drawn;
    return fetch(location.pathname, { headers: { 'X-Requested-With': 'fetch' } }).then(signed).then(function (reply) {
      return reply.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html'), fresh = page.getElementById('live');
      if (!fresh) throw new Error('no room');
      if (mine !== drawn) return;
      admit(page);
      if (busy()) { moved.hidden = fresh.dataset.n === live.dataset.n; return; }
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
    var mine = ++asked;
    clearTimeout(waiting);
    fetch(live.dataset.at + '?n=' + live.dataset.n, { credentials: 'omit' }).then(function (reply) {
      if (reply.status !== 200 && reply.status !== 204) throw new Error(reply.status);
      if (mine !== asked || reply.status === 204 && !out) return null;
      if (!out && !moved.hidden && busy()) return null;
      return draw().then(drawAgain);
    }).then(function () {
      if (mine === asked) fails = 0;
    }).catch(function () {
      if (mine === asked) fails += 1;
    }).then(function () {
      if (mine !== asked) return;
      line(out ? live.querySelector('#line').dataset.out : fails > 1 ? live.querySelector('#line').dataset.lost : '');
      waiting = setTimeout(look, (doc.hidden ? 10000 : 1200 * Math.min(1 + fails, 6)) * (0.85 + Math.random() * 0.3));
    });
  }
  doc.addEventListener('visibilitychange', function () { if (!doc.hidden) look(); });
  addEventListener('online', look);

  // ---- notes ----
  [].forEach.call(doc.querySelectorAll('form.note'), function (form) {
    var field = form.elements.notes, before = form.elements.before, status = form.querySelector('[role=status]');
    var timer, lost, onTheWay = null, kept = field.value;
    // What was written while words were on their way is kept as well when the page is left meanwhile.
    function keep(event) {
      var sent = field.value, leaving = event && event.type === 'pagehide', body;
      clearTimeout(timer);
      if (sent === kept || sent === onTheWay) return;
      if (onTheWay !== null && !leaving) { timer = setTimeout(keep, 500); return; }
      body = new FormData(form);
      if (onTheWay !== null) body.set('before', onTheWay);
      onTheWay = sent;
      body.append('script', '1');
      fetch(form.action, { method: 'POST', body: body, keepalive: sent.length < 20000, headers: { 'X-CSRFToken': form.elements.csrf_token.value } })
        .then(signed).then(function (reply) { return reply.json(); })
        .then(function (found) {
          if (field.value === sent && found.notes !== sent.trim()) field.value = found.notes;
          kept = field.value === sent || field.value === found.notes ? field.value : sent;
          before.value = found.notes;
          lost = false;
          status.textContent = status.dataset.kept;
        })
        .catch(function () { lost = true; status.textContent = status.dataset.lost; timer = setTimeout(keep, 4000); })
        .then(function () { onTheWay = null; });
    }
    field.addEventListener('input', function () { status.textContent = ''; clearTimeout(timer); timer = setTimeout(keep, 900); });
    field.addEventListener('blur', keep);
    addEventListener('pagehide', keep);
    addEventListener('beforeunload', function (event) { if (lost && field.value !== kept) event.preventDefault(); });
    form.addEventListener('submit', function (event) { event.preventDefault(); keep(); });
  });
  look();
  drawAgain();
})();
