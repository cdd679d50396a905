// The projector of a live room: the same news as the phones, drawn large.
var doc = document, screen_ = doc.getElementById('screen'), words = screen_.dataset.w.split('|');
var levels = JSON.parse(screen_.dataset.levels), at = -1, fails = 0;

function one(selector, box) { return (box || doc).querySelector(selector); }
function make(tag, text, parent) {
  var node = doc.createElement(tag);
  node.textContent = text;
  return parent.appendChild(node);
}
function look() {
  var call = new XMLHttpRequest();
  call.open('GET', screen_.dataset.at + '/state?n=' + at);
  call.timeout = 1e4;
  call.onloadend = function () {
    fails = call.status == 200 || call.status == 204 ? 0 : fails + 1;
    if (call.status == 200) hear(JSON.parse(call.responseText));
    setTimeout(look, 1000 * Math.min(1 + fails, 8) * (.9 + Math.random() / 5));
  };
  call.send();
}
function hear(state) {
  var section = state.prompt && one('#p-' + state.prompt), place;
  if (state.n == at) return;
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
