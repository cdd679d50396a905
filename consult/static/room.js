// A phone in a live room. It asks every two seconds whether there is news, with jitter and less often when
// nobody looks; nothing is stored, and an answer leaves the phone only with Send.
var room = one('#room'), words = room.dataset.w.split('|'), levels = JSON.parse(room.dataset.levels);
var at = -1, sent = {}, keys = {}, stood = {}, bodies = {}, busy = {}, again = {}, now = {};
var fails = 0, asked = 0, behind = 0, waiting, stands, late = '';
var speech = window.speechSynthesis;

function tell(text) { one('#say').textContent = text || ''; }
function make(tag, text, parent) {
  var node = doc.createElement(tag);
  node.textContent = text;
  return parent.appendChild(node);
}
function fresh() {
  return [].map.call(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
    return (byte + 256).toString(16).slice(1);
  }).join('');
}
// A page that the network shows instead of ours, to ask for its terms, is no answer.
function read(text) { try { return JSON.parse(text); } catch (_) { return; } }
function request(method, address, body, done) {
  var call = new XMLHttpRequest();
  call.open(method, address);
  call.timeout = 1e4;
  if (body) call.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  call.onloadend = function () {
    var said = read(call.responseText);
    if (!leaving) done(said || call.status == 204 ? call.status : 0, said || {});
  };
  call.send(body);
}

// ---- news ----
function look() {
  var mine = ++asked;
  clearTimeout(waiting);
  request('GET', room.dataset.at + '/state?n=' + at, null, function (status, state) {
    if (mine != asked) return;
    fails = status == 200 || status == 204 ? 0 : fails + 1;
    waiting = setTimeout(look, (doc.hidden ? 15e3 : 1500 * Math.min(1 + fails, 8)) * (.75 + Math.random() / 2));
    if (status == 200) hear(state);
    if (fails > 2) tell(words[2]); else if (one('#say').textContent == words[2]) tell();
  });
}
function hear(state) {
  // Of several processes that serve a room, one may know it only as it was a moment ago.
  if (state.n == at || state.n < at && ++behind < 3) return;
  behind = 0;
  at = state.n;
  now = state;
  tell(late === now.prompt && words[3]);
  show();
}
function show() {
  var form = now.prompt && one('#p-' + now.prompt), high = scrollY, head, place = now.phase == 'waiting' ? '#wait' : '#' + now.phase;
  if (now.phase == 'asking') place = sent[now.prompt] || !form ? '#sent' : '#p-' + now.prompt;
  if (place == '#shown') results(form);
  [].forEach.call(room.children, function (part) { if (part.id) part.hidden = '#' + part.id != place; });
  // More words on the same screen leave the reader where she is.
  if (stands == place + now.prompt) return scrollTo(0, high);
  stands = place + now.prompt;
  head = one(place + ' h1') || one(place);
  head.tabIndex = -1;
  head.focus();
  scrollTo(0, 0);
}

// ---- what the room said ----
function label(form, value) {
  var field = one('[value="' + value + '"]', form);
  return field && field.parentNode.textContent.trim() || value;
}
function part(form, name) {
  var field = one('[name="' + now.prompt + '.' + name + '"]', form), row = field && field.closest('fieldset.row,label');
  var head = row && (one('legend', row) || one('span', row));
  return head ? head.textContent : name;
}
function results(form) {
  var list = one('#shown ul'), shown = now.shown, held = doc.activeElement.dataset.i;
  one('#shown h1').textContent = one('h1', form).textContent;
  one('#few').hidden = !shown.few;
  list.textContent = '';
  list.className = shown.words && shown.words[0] && !shown.words[0].i ? 'bars cloud' : 'bars';
  (shown.lines || []).forEach(function (line) {
    var item = make('li', '', list), name = label(form, line[1]);
    if (line[0]) name = part(form, line[0]) + (line[1] == '1' ? '' : ': ' + name);
    make('b', name, item);
    if (line[2] > -1) make('i', '', item).style.width = line[2] + '%';
    make('span', line[2] > -1 ? room.dataset.share.replace('{n}', line[2]) : levels[line[2]] || '', item);
  });
  (shown.words || []).forEach(function (word) {
    var item = make('li', word.t, list), button;
    item.dir = 'auto';
    if (word.m) item.className = 'many';
    if (!word.i) return;
    button = make('button', words[stood[word.i] ? 9 : 6], item);
    button.dataset.i = word.i;
    button.onclick = function () { support(word.i); };
    if (word.i == held) button.focus({preventScroll: true});
  });
}
function support(which) {
  var back = stood[which];
  keys[which] = keys[which] || fresh();
  request('POST', one('form', room).action + '/support',
    'script=1&which=' + which + '&key=' + keys[which] + (back ? '&back=1' : ''),
    function (status) {
      var button = one('#shown [data-i="' + which + '"]');
      if (status != 200) return;
      // Not turned but set: two quick presses say the same.
      stood[which] = !back;
      if (button) button.textContent = words[stood[which] ? 9 : 6];
    });
}

// ---- answering ----
function fields(form) { return all('input,select,textarea', form); }
function given(field) {
  return field.name && (/radio|checkbox/.test(field.type) ? field.checked : field.value.trim());
}
function send(form) {
  var prompt = form.id.slice(2), body = new URLSearchParams();
  if (!fields(form).some(given)) return tell(words[0]);
  keys[prompt] = keys[prompt] || fresh();
  tell(words[1]);
  body.append('script', 1);
  body.append('prompt', prompt);
  body.append('key', keys[prompt]);
  fields(form).filter(given).forEach(function (field) { body.append(field.name, field.value); });
  // All answers without words have one length on the wire.
  body += '&pad=';
  while (body.length % 1024) body += '0';
  bodies[prompt] = body;
  post(form, prompt);
}
// The same bytes again until the room has said what became of them, though it may be at another question by then.
function post(form, prompt) {
  clearTimeout(again[prompt]);
  if (busy[prompt]) return;
  busy[prompt] = 1;
  request('POST', form.action, bodies[prompt], function (status, said) {
    var here = now.prompt == prompt;
    busy[prompt] = 0;
    if (status == 200 || status == 410) {
      sent[prompt] = 1;
      if (status == 410) tell(words[here ? 3 : 10], late = prompt); else if (here) tell();
      if (here) show();
    } else if (status == 400) {
      if (here) tell(said.say || words[4]);
    } else {
      if (here) tell(words[2]);
      again[prompt] = setTimeout(post, 2e3 + 2e3 * Math.random(), form, prompt);
    }
  });
}
doc.addEventListener('submit', function (event) { event.preventDefault(); send(event.target); });
doc.addEventListener('change', function (event) {
  var form = event.target.closest('form'), most = form && one('[data-most]', form), field = event.target, others;
  if (!form) return;
  tell();
  if (given(field)) fields(form).forEach(function (other) {
    if (other == field || !given(other)) return;
    if (!field.closest('.none') && !other.closest('.none')) return;
    if (/radio|checkbox/.test(other.type)) other.checked = false; else other.value = '';
  });
  others = fields(form).filter(function (other) { return given(other) && !other.closest('.none'); });
  if (most && others.length > most.dataset.most) field.checked = false;
});
doc.addEventListener('visibilitychange', function () { if (!doc.hidden) look(); });
addEventListener('online', look);
addEventListener('pagehide', wipe);

// ---- reading aloud by a voice that lives on this phone ----
function ears() {
  var voice = speech.getVoices().filter(function (other) {
    return other.localService && other.lang.slice(0, 2).toLowerCase() == root.lang;
  })[0];
  all('.ear', room).forEach(function (button) { button.remove(); });
  if (voice) all('legend,label', room).forEach(function (text) {
    var button = doc.createElement('button');
    button.type = 'button';
    button.className = 'ear';
    button.setAttribute('aria-label', words[5] + ': ' + text.textContent);
    text.parentNode.insertBefore(button, text.nextSibling);
    button.onclick = function () {
      var said = new SpeechSynthesisUtterance(text.textContent);
      speech.cancel();
      said.voice = voice;
      said.lang = voice.lang;
      speech.speak(said);
    };
  });
}
if (speech) { speech.onvoiceschanged = ears; ears(); }
look();
