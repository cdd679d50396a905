// One question at a time, out of the one document that holds them all. Nothing is stored, and nothing
// leaves the phone before Send. Without this script the links to the plain pages do the same job.
var form, steps, panel, here, band, seen, reviewed, words, key, busy, tries, timer, turns = 0, voice, answers;
var speech = window.speechSynthesis;

function each(selector, box, act) { all(selector, box).forEach(act); }
function make(tag, text, parent) {
  var node = doc.createElement(tag);
  node.textContent = text;
  return parent.appendChild(node);
}
function tell(text) { one('#say').textContent = text || ''; }
function fill(text, values) {
  return text.replace(/{(.)}/g, function (_, name) { return values[name]; });
}

// ---- answers and the path through the questions (the same rules as survey/routing.py) ----
function given(field) {
  return field.name && (/radio|checkbox/.test(field.type) ? field.checked : field.value.trim());
}
function fields(box) { return all('input,select,textarea', box); }
function values(box) {
  var found = {};
  fields(box).filter(given).forEach(function (field) {
    (found[field.name] = found[field.name] || []).push(field.value);
  });
  return found;
}
function holds(rule) {
  if (rule.all) return rule.all.every(holds);
  if (rule.any) return rule.any.some(holds);
  if (rule.not) return !holds(rule.not);
  return (answers[rule.question] || []).some(function (value) {
    return rule.is ? rule.is.indexOf(value) >= 0 : !/^\.?(dont_know|rather_not_say)$/.test(value);
  });
}
function path() {
  answers = {};
  return steps.filter(function (step) {
    var rule = step.dataset.if, name = step.id.slice(2);
    if (rule && !holds(JSON.parse(rule))) return;
    answers[name] = fields(step).filter(given).map(function (field) {
      if (field.name == name) return field.value;
      // What a rank means is its choices; a row of a grid can only count as answered.
      return field.options ? field.name.split('.')[1] : '.' + field.value;
    });
    return 1;
  });
}

// ---- building the form of one age band ----
function build(old) {
  var box = one('#poll').content.cloneNode(true), start = one('#start');
  if (form) form.remove();
  form = one('form', box);
  // The choices of a grid stand in its first row only.
  each('[data-r]', form, function (row) {
    if (one('input', row)) return;
    each('.c', one('[data-r]', row.parentNode), function (choices) {
      row.appendChild(choices.cloneNode(true));
    });
    fields(row).forEach(function (field) { field.name = row.dataset.r; });
  });
  each('[data-b]', form, function (node) { if (node.dataset.b.indexOf(band) < 0) node.remove(); });
  each('[data-p]', form, function (select) {
    one('#places').content.textContent.split('|').forEach(function (place) {
      make('option', place.slice(2), select).value = place.slice(0, 2);
    });
  });
  one('[name=band]', form).value = one('[data-k="' + band + '"]').dataset.n;
  steps = all('[data-q]', form);
  panel = one('#check', form);
  start.parentNode.appendChild(form);
  if (old) fields(form).forEach(function (field) {
    var kept = old[field.name] || [];
    if (field.type == 'hidden') return;
    if (/radio|checkbox/.test(field.type)) field.checked = kept.indexOf(field.value) >= 0;
    else if (kept[0]) field.value = kept[0];
  });
  help();
  ears();
}
function show(step) {
  var route = path(), head = one('h1', step || one('#start'));
  if (speech) speech.cancel();
  // Who goes back to change something presses Send again herself.
  if (!step || step != panel) timer = clearTimeout(timer);
  tell(timer && words[5]);
  here = step;
  root.className = step ? 'asking' : '';
  one('#start').hidden = step;
  if (form) {
    form.hidden = !step;
    steps.concat(panel).forEach(function (other) { other.hidden = other != step; });
    one('#go', form).hidden = step == panel;
    one('#skip', form).hidden = step && step.dataset.note == '';
    one('#at', form).textContent = step == panel || !step ? '' :
      fill(words[0], {n: route.indexOf(step) + 1, m: route.length});
  }
  if (step == panel && step) review(route);
  head.tabIndex = -1;
  head.focus();
  scrollTo(0, 0);
}
function start(number) {
  band = number;
  build(form && values(form));
  seen = [];
  reviewed = 0;
  if (!armed) past.pushState(armed = 1, '');
  show(path()[0]);
}
function next(skip) {
  var wrong = fields(here).filter(function (field) { return !field.validity.valid; })[0], route, at;
  if (skip) fields(here).forEach(function (field) {
    if (/radio|checkbox/.test(field.type)) field.checked = false; else field.value = '';
  });
  else if (wrong) { tell(wrong.title); return wrong.focus(); }
  else if (here.dataset.note != '' && !fields(here).some(given)) return tell(words[1]);
  seen.push(here.id);
  route = path();
  at = route.indexOf(here) + 1;
  while (reviewed && route[at] && seen.indexOf(route[at].id) >= 0) at++;
  show(route[at] || panel);
}
function back() {
  var route = path();
  show(here == panel ? route[route.length - 1] : route[route.indexOf(here) - 1]);
}

// ---- check answers ----
function shown(field) {
  var row = field.closest('[data-r]'), text = field.value, name = field.parentNode.firstElementChild;
  if (/radio|checkbox/.test(field.type)) text = field.parentNode.textContent;
  if (field.options) text = field.options[field.selectedIndex].text;
  if (field.closest('.rank')) text = name.textContent + ' (' + text + ')';
  return (row ? one('legend', row).textContent + ': ' : '') + text;
}
function review(route) {
  var list = one('dl', panel);
  reviewed = 1;
  list.textContent = '';
  route.forEach(function (step) {
    var row, cell, button, told = fields(step).filter(given).map(shown);
    if (step.dataset.note == '') return;
    row = make('div', '', list);
    make('dt', one('h1', step).textContent, row);
    cell = make('dd', '', row);
    (told.length ? told : [words[2]]).forEach(function (text) { make('p', text, cell); });
    button = make('button', words[3], cell);
    button.type = 'button';
    button.dataset.to = step.id;
    button.setAttribute('aria-label', words[3] + ': ' + one('h1', step).textContent);
  });
}

// ---- sending: the same key on every try, so that one child makes one response ----
function swap(text, valid) {
  var other = new DOMParser().parseFromString(text, 'text/html');
  if (!one(valid, other)) return;
  if (speech) speech.cancel();
  root.lang = other.documentElement.lang;
  root.dir = other.documentElement.dir;
  root.replaceChild(doc.adoptNode(other.body), doc.body);
  scrollTo(0, 0);
  return 1;
}
function request(method, address, body, done) {
  var call = new XMLHttpRequest();
  call.open(method, address);
  call.timeout = 3e4;
  if (body) call.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  call.onloadend = function () { if (!leaving) done(call.status, call.responseText); };
  call.send(body);
}
function send() {
  var body = new URLSearchParams(), found, name;
  if (busy || !form) return;
  busy = 1;
  clearTimeout(timer);
  tell(words[4]);
  key = key || [].map.call(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
    return (byte + 256).toString(16).slice(1);
  }).join('');
  body.append('key', key);
  path().concat(one('#own', form)).forEach(function (step) {
    found = values(step);
    for (name in found) found[name].forEach(function (value) { body.append(name, value); });
  });
  // All answers without words have one length on the wire; words add whole steps of 1 KiB.
  body += '&pad=';
  while (body.length < one('#poll').dataset.pad || body.length % 1024) body += '0';
  request('POST', form.action, body, function (status, text) {
    busy = 0;
    if (status > 199 && status < 500 && status != 429 && swap(text, '[data-reply]')) {
      form = here = key = band = 0;
      turns++;
      root.className = '';
      one('h1').tabIndex = -1;
      return one('h1').focus();
    }
    if (here != panel) return;
    tell(words[5]);
    tries = tries < 6 ? tries + 1 : 1;
    timer = setTimeout(send, 1e3 * Math.pow(2, tries) * (1 + Math.random()));
  });
}
addEventListener('online', function () { if (timer) send(); });

// ---- another language: same place, same answers ----
function turn(address) {
  var mine = ++turns;
  request('GET', address, null, function (status, text) {
    var kept = form && values(form), at = here && here.id;
    // It may come late: another language was asked for since, or thanks are on the screen.
    if (mine != turns) return;
    if (!swap(text, '#poll')) return tell(words[6]);
    ready();
    if (kept) build(kept);
    show(at && one('#' + at));
  });
}

// ---- help for the chosen country; reading aloud by a voice that lives on this phone ----
function help() {
  var country = one('[data-p]', form), own = country && country.value;
  own = own && one('#help [data-c="' + own + '"]');
  each('#help [data-c]', doc, function (item) {
    item.hidden = own && item != own;
    item.open = item == own;
  });
}
function ears() {
  if (!form) return;
  voice = speech && speech.getVoices().filter(function (other) {
    return other.localService && other.lang.slice(0, 2).toLowerCase() == root.lang;
  })[0];
  each('.ear', form, function (button) { button.remove(); });
  if (voice) each('legend,label', form, function (label) {
    var button = doc.createElement('button');
    button.type = 'button';
    button.className = 'ear';
    button.setAttribute('aria-label', words[7] + ': ' + label.textContent);
    label.parentNode.insertBefore(button, label.nextSibling);
  });
}
function read(button) {
  var words = new SpeechSynthesisUtterance(button.previousSibling.textContent);
  speech.cancel();
  words.voice = voice;
  words.lang = voice.lang;
  speech.speak(words);
}
if (speech) speech.onvoiceschanged = ears;

// ---- what the child does ----
doc.addEventListener('click', function (event) {
  var spot = event.target.closest('a,button'), data = spot && spot.dataset;
  if (!spot || !words) return;
  if (spot.hreflang || data.k) event.preventDefault();
  if (spot.hreflang) turn(spot.href);
  if (data.k) start(data.k);
  if (data.to) show(one('#' + data.to));
  if (spot.id == 'skip') next(1);
  if (spot.id == 'back') if (here == path()[0]) past.back(); else back();
  if (spot.className == 'ear') read(spot);
});
doc.addEventListener('submit', function (event) {
  if (!form) return;
  event.preventDefault();
  if (here == panel) send(); else next();
});
doc.addEventListener('change', function (event) {
  var field = event.target, most = here && here.dataset.most, others;
  if (!form) return;
  tell();
  // "I don't know" and "I'd rather not say" stand alone; an answer takes them back.
  if (given(field)) fields(here).forEach(function (other) {
    if (other == field || !given(other)) return;
    if (field.closest('.rank') && other.value == field.value && !other.closest('.none')) other.value = '';
    if (!field.closest('.none') && !other.closest('.none')) return;
    if (/radio|checkbox/.test(other.type)) other.checked = false; else other.value = '';
  });
  others = fields(here).filter(function (other) { return given(other) && !other.closest('.none'); });
  if (others.length > most) { field.checked = false; tell(fill(words[8], {n: most})); }
  if (field.dataset.p == '') help();
});
addEventListener('popstate', function (event) {
  if (leaving) return go();
  armed = event.state;
  if (armed || !here) return;
  // Back on the phone: one question back. Stepping forward again, not pushing a new entry, keeps
  // the history at one extra entry and keeps browsers from skipping this page.
  if (here == path()[0]) show(); else { past.forward(); back(); }
});
addEventListener('pagehide', wipe);

function ready() {
  armed = past.state;
  words = one('#poll').dataset.w.split('|');
}
ready();
