// One tablet for many children, on top of leave.js and poll.js, some of whose functions it replaces: a screen
// between two children, no list of answers before sending, Back without effect, and after a minute without a
// touch everything from the beginning. Every child gets a page of her own: nothing is left of the one before.
var begun, idle, warned, own, quiet = window.kioskIdle || 6e4;

function ready() {
  var cover = one('#cover'), place = cover.dataset.at;
  armed = past.state;
  words = one('#poll').dataset.w.split('|');
  own = cover.dataset.w.split('|');
  cover.hidden = begun;
  one('#start').hidden = !begun;
  // Only the worker of a prepared tablet knows how many wait.
  request('GET', place + 'waiting', null, function (status, text) {
    if (status == 200) one('#waiting').textContent = fill(own[0], {n: text});
    else location.replace(place);
  });
}
function begin() {
  var head = one('#start h1');
  begun = 1;
  one('#cover').hidden = 1;
  one('#start').hidden = '';
  if (!armed) past.pushState(armed = 1, '');
  wake();
  head.tabIndex = -1;
  head.focus();
  scrollTo(0, 0);
}
function review() {
  one('h1', panel).textContent = own[2];
  one('p', panel).textContent = own[3];
}

function wake() {
  clearTimeout(idle);
  if (!begun || leaving) return;
  if (warned) tell();
  warned = 0;
  idle = setTimeout(ask, quiet * .6);
}
function ask() {
  if (speech && speech.speaking) return wake();
  warned = 1;
  tell(own[1]);
  idle = setTimeout(leave, quiet * .4);
}
'pointerdown keydown input scroll'.split(' ').forEach(function (name) {
  doc.addEventListener(name, wake, true);
});

doc.addEventListener('click', function (event) {
  var spot = event.target.closest('a,button');
  if (!spot) return;
  if (spot.id == 'begin') return begin();
  if (spot.id == 'back' && here == path()[0]) {
    event.stopPropagation();
    return show();
  }
  if (!spot.href || spot.hreflang || spot.dataset.k) return;
  // No link leads away from here; ours lead to the next child's screen, and one to the tablet's own page.
  event.preventDefault();
  event.stopPropagation();
  if (spot.id == 'tablet') location.replace(spot.href);
  else if (spot.host == location.host) leave();
}, true);
