// The preview in the editor: the child's page as it is, but nothing is sent, nothing is left, and the focus
// stays where staff are typing. The editor hands over pages as [page, number of the age band, question].
past = [];
past.back = function () { show(); };
past.pushState = past.forward = function () {};
HTMLElement.prototype.focus = function () {};
window.scrollTo = function () {};
kept_at = location.pathname.replace(/preview$/, 'sounds/');
function leave() {}
function send() { tell(words[1]); }
function turn(address) { window.parent.postMessage(['turn', address], location.origin); }
addEventListener('message', function (event) {
  var told = event.data, asked;
  if (event.source != window.parent || event.origin != location.origin || !told.shift) return;
  if (told[0] && !swap(told[0], '#poll')) return;
  ready();
  armed = 1;
  if (!told[1]) return form && show();
  start(told[1]);
  asked = told[2] && one('#q-' + told[2]);
  if (asked) show(asked);
});
window.parent.postMessage(['ready'], location.origin);
