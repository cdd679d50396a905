// Only in polls with recordings: texts read aloud by a person, fetched from our own host on a tap. Where there
// is no recording, the voice of the phone reads as ever.
var sounds = JSON.parse(one('#poll').dataset.s), voices = ears, speak = read, player;

function recording(text) {
  var field = one('input,select', text), row = text.parentNode.dataset.r, name = row || text.parentNode.id.slice(2);
  if (text.tagName == 'LABEL') {
    if (!field) return;
    row = field.name.split('.');
    name = row[0] + '=' + (field.options ? row[1] : field.value);
  }
  return sounds[name + '@' + one('[name=band]', form).value] || sounds[name];
}
ears = function () {
  voices();
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
  if (player) player.pause();
  if (!found) return speak(button);
  if (speech) speech.cancel();
  player = new Audio('/sound/' + found);
  player.play();
};
if (speech) speech.onvoiceschanged = ears;
