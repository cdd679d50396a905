// Leave quickly, on every page: by the button, or by Escape pressed three times within two seconds.
// Without script the button is a plain link to /leave.
var doc = document, root = doc.documentElement, past = history, armed, leaving, escapes = [];

function one(selector, box) { return (box || doc).querySelector(selector); }
function all(selector, box) { return [].slice.call((box || doc).querySelectorAll(selector)); }

// Nothing that a child typed may stay in memory or come back with the Back button, and no voice reads on.
function wipe() {
  doc.body.textContent = '';
  if (window.speechSynthesis) speechSynthesis.cancel();
}
function go() { location.replace('/leave'); }
function leave() {
  wipe();
  leaving = 1;
  // The page holds one extra history entry while questions are shown: step off it first.
  if (armed) { past.back(); setTimeout(go, 150); } else go();
}
doc.addEventListener('click', function (event) {
  if (event.target.closest('#leave')) { event.preventDefault(); leave(); }
});
doc.addEventListener('keydown', function (event) {
  if (event.key != 'Escape') return;
  escapes.push(event.timeStamp);
  if (event.timeStamp - escapes[escapes.length - 3] < 2000) leave();
});
addEventListener('pageshow', function (event) {
  if (event.persisted) { wipe(); location.replace(location.pathname); }
});
