// Only in polls with recordings: texts read aloud by a person, fetched from our own host on a tap. Where there
// is no recording, the voice of the phone reads as ever.
var sounds, player, kept_at = '/sound/', voices = ears, speak = read, turned = show, clean = wipe;

function recording(text) {
  var field = one('input,select', text), row = text.parentNode.dataset.r, name = row || text.parentNode.id.slice(2);
  if (text.tagName == 'LABEL') {
    if (!field) return;
    row = field.name.split('.');
    name = row[0] + '=' + (field.options ? row[1] : field.value);
  }
  return sounds[name + '@' + one('[name=band]', form).value] || sounds[name];
}
function quiet() { if (player) player.pause(); }
ears = function () {
  voices();
  // Each language has its own recordings, and another one may have come since.
  sounds = JSON.parse(one('#poll').dataset.s || '{}');
  if (form) each('legend,label', form, function (text) {
    var next = text.nextSibling, button;
    if (!recording(text) || next && next.className == 'ear') return;
    button = doc.createElement('button');
    button.type = 'button';
    button.className = 'ear';
    button.setAttribute('aria-label', words[7] + ': ' + text.textContent);
    text.parentNode.insertBefore(button, next);
  });
};
read = function (button) {
  var found = recording(button.previousSibling);
  quiet();
  if (!found) return speak(button);
  if (speech) speech.cancel();
  player = new Audio(kept_at + found);
  player.play();
};
show = function (step) {
  quiet();
  turned(step);
};
wipe = function () {
  quiet();
  clean();
};
if (speech) speech.onvoiceschanged = ears;
