// Single keys for reading texts. They can be switched off (WCAG 2.1.4), and rest while a field is being filled in.
(function () {
  var doc = document, root = doc.documentElement, box = doc.getElementById('keys-on'), name = 'consult-single-keys';
  function on() { return localStorage.getItem(name) !== 'off'; }
  function show() {
    root.classList.toggle('keys-off', !on());
    if (box) box.checked = on();
  }
  function typing(node) {
    return /^(TEXTAREA|SELECT)$/.test(node.tagName) || (node.tagName === 'INPUT' && !/checkbox|radio/.test(node.type));
  }
  if (box) {
    box.closest('[hidden]').hidden = false;
    box.addEventListener('change', function () { localStorage.setItem(name, box.checked ? 'on' : 'off'); show(); });
  }
  doc.addEventListener('keydown', function (event) {
    var spot, enter = doc.querySelector('[data-enter]');
    if (event.target.tagName === 'TEXTAREA') {
      if (event.key === 'Escape') event.target.blur();
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && enter) enter.click();
      return;
    }
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    spot = doc.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!spot) return;
    event.preventDefault();
    if (spot.tagName === 'TEXTAREA') spot.focus(); else spot.click();
  });
  show();
})();
