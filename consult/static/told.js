// Results read aloud, one part at a time, by a voice that lives on this phone; a second tap makes it stop.
var speech = window.speechSynthesis, told = one('main'), voice;

function ears() {
  voice = speech.getVoices().filter(function (other) {
    return other.localService && other.lang.slice(0, 2).toLowerCase() == root.lang;
  })[0];
  all('.ear', told).forEach(function (button) { button.remove(); });
  if (voice) all('section>h2,section>h3', told).forEach(function (head) {
    var button = doc.createElement('button');
    button.type = 'button';
    button.className = 'ear';
    button.setAttribute('aria-label', told.dataset.listen + ': ' + head.textContent);
    head.parentNode.insertBefore(button, head.nextSibling);
  });
}
function read(button) {
  var words = new SpeechSynthesisUtterance(all('h2,h3,p,dt,dd,blockquote,[role=img]', button.parentNode).map(function (text) {
    return text.lang && text.lang != root.lang ? '' : text.getAttribute('aria-label') || text.textContent;
  }).join('. '));
  if (speech.speaking) return speech.cancel();
  words.voice = voice;
  words.lang = voice.lang;
  speech.speak(words);
}
if (speech) {
  ears();
  speech.onvoiceschanged = ears;
}
doc.addEventListener('click', function (event) {
  var spot = event.target.closest('.ear');
  if (spot) read(spot);
});
// A face counts once, however often it is pressed or sent again: this page's own key goes with it.
var faces = one('.face'), key;
if (faces && window.crypto) {
  key = faces.appendChild(doc.createElement('input'));
  key.type = 'hidden';
  key.name = 'key';
  key.value = [].map.call(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
    return (byte + 256).toString(16).slice(1);
  }).join('');
}
