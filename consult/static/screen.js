// The projector of a live room: the same news as the phones, drawn large.
var doc = document, screen_ = doc.getElementById('screen'), words = screen_.dataset.w.split('|');
var levels = JSON.parse(screen_.dataset.levels), at = -1, fails = 0, behind = 0;

function one(selector, box) { return (box || doc).querySelector(selector); }
function make(tag, text, parent) {
  var node = doc.createElement(tag);
  node.textContent = text;
  return parent.appendChild(node);
}
// A page that the network shows instead of ours, to ask for its terms, is no answer.
function read(text) { try { return JSON.parse(text); } catch (_) { return; } }
function look() {
  var call = new XMLHttpRequest();
  call.open('GET', screen_.dataset.at + '/state?n=' + at);
  call.timeout = 1e4;
  call.onloadend = function () {
    var state = call.status == 200 && read(call.responseText);
    fails = state || call.status == 204 ? 0 : fails + 1;
    setTimeout(look, 1000 * Math.min(1 + fails, 8) * (.9 + Math.random() / 5));
    if (state) hear(state);
  };
  call.send();
}
function hear(state) {
  var section = state.prompt && one('#p-' + state.prompt), place;
  // Of several processes that serve a room, one may know it only as it was a moment ago.
  if (state.n == at || state.n < at && ++behind < 3) return;
  behind = 0;
  at = state.n;
  place = state.phase == 'waiting' ? '#how' : /shown|ended/.test(state.phase) ? '#' + state.phase : '#p-' + state.prompt;
  if (place == '#shown') results(section, state.shown);
  [].forEach.call(screen_.children, function (part) { part.hidden = '#' + part.id != place; });
}
function label(section, value) {
  var item = one('[data-v="' + value + '"]', section);
  return item ? item.textContent : value;
}
function results(section, shown) {
  var list = one('#shown ul');
  one('#shown h1').textContent = one('h1', section).textContent;
  one('#few').hidden = !shown.few;
  list.textContent = '';
  list.className = shown.words ? 'bars cloud' : 'bars';
  (shown.lines || []).forEach(function (line) {
    var item = make('li', '', list), name = label(section, line[1]);
    if (line[0]) name = label(section, line[0]) + (line[1] == '1' ? '' : ': ' + name);
    make('b', name, item);
    if (line[2] > -1) make('i', '', item).style.width = line[2] + '%';
    make('span', line[2] > -1 ? line[2] + ' ' + words[1] : levels[line[2]] || '', item);
  });
  (shown.words || []).forEach(function (word) {
    var item = make('li', word.t, list);
    item.dir = 'auto';
    if (word.m) item.className = 'many';
  });
}
look();
