// Keying by keyboard alone: Enter goes to the next cell and at the last one keeps the sheet; each cell is checked
// as it is left. The server checks the same again.
(function () {
  var doc = document, form = doc.getElementById('sheet'), first = doc.querySelector('[data-first]'), sent = false;
  if (!form) { if (first) first.focus(); return; }
  var cells = [].slice.call(form.querySelectorAll('input:not([type=hidden]), textarea'));
  var faults = JSON.parse(form.dataset.faults || '{}'), countries = JSON.parse(form.dataset.countries || '{}');

  function plain(typed) {
    return typed.normalize('NFC').trim().replace(/\p{Nd}/gu, function (sign) {
      var code = sign.codePointAt(0), digit = 0;
      while (digit < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - digit - 1))) digit++;
      return String(digit);
    });
  }
  function parts(typed) { return typed.split(/[\s,;.،]+/).filter(Boolean); }
  function country(typed) {
    var wanted = typed.toLocaleLowerCase(), found = [];
    if (countries[typed.toUpperCase()]) return typed.toUpperCase();
    for (var code in countries) {
      for (var name of countries[code]) {
        if (name.toLocaleLowerCase() === wanted) return code;
        if (name.toLocaleLowerCase().startsWith(wanted) && found.indexOf(code) < 0) found.push(code);
      }
    }
    return found.length === 1 ? found[0] : '';
  }
  function family(cell) {
    return cells.filter(function (other) { return other !== cell && other.dataset.question === cell.dataset.question; })
      .map(function (other) { return plain(other.value); }).filter(Boolean);
  }
  function ranked(cell) { return /^cell:[^.]+\.\w/.test(cell.name) && JSON.parse(cell.dataset.rule).takes === 'number'; }
  function fault(cell) {
    var rule = JSON.parse(cell.dataset.rule), typed = plain(cell.value), found, number;
    if (!typed) return '';
    if (typed === '+' || typed === '-') {
      if (rule.signs.indexOf(typed) < 0) return 'unknown_choice';
      return ranked(cell) && family(cell).some(function (other) { return other !== typed; }) ? 'exclusive' : '';
    }
    if (rule.takes === 'words') {
      if (/[\p{Cc}]/u.test(typed.replace(/[\n\t]/g, ''))) return 'bad_text';
      return [...cell.value.normalize('NFC').trim()].length > rule.longest ? 'too_long' : '';
    }
    if (rule.takes === 'country') return country(typed) ? '' : 'unknown_choice';
    if (rule.takes === 'number') {
      if (!/^[+-]?\d{1,9}$/.test(typed)) return 'not_a_number';
      number = parseInt(typed, 10);
      if (number < rule.least || number > rule.greatest || (number - rule.least) % rule.step) return 'out_of_range';
      if (!ranked(cell)) return '';
      if (family(cell).some(function (other) { return other === '+' || other === '-'; })) return 'exclusive';
      return family(cell).some(function (other) { return parseInt(other, 10) === number; }) ? 'same_place' : '';
    }
    found = parts(typed);
    if (!found.length) return 'unknown_choice';
    if (rule.most === 1 && found.length > 1) return 'too_many';
    if (!found.every(function (each) { return /^\d+$/.test(each) && +each >= 1 && +each <= rule.last; })) return 'unknown_choice';
    return new Set(found.map(Number)).size > rule.most ? 'too_many' : '';
  }
  function show(cell) {
    var line = cell.closest('.line'), typed = plain(cell.value), chosen = parts(typed).map(function (each) { return /^\d+$/.test(each) ? String(+each) : each; });
    if (!line) return;
    [].forEach.call(line.querySelectorAll('[data-key]'), function (key) {
      key.classList.toggle('on', doc.activeElement === cell && chosen.indexOf(key.dataset.key) >= 0);
    });
    if (cell.hasAttribute('data-country')) {
      var code = typed && country(typed);
      line.querySelector('.echo').textContent = code ? countries[code][0] : '';
    }
  }
  function check(cell) {
    if (!cell.dataset.rule) return true;
    var why = fault(cell), place = doc.getElementById('fault-' + cell.name.slice(5));
    if (place.textContent !== (why ? faults[why] : '')) place.textContent = why ? faults[why] : '';
    if (why) cell.setAttribute('aria-invalid', 'true'); else cell.removeAttribute('aria-invalid');
    return !why;
  }
  function go(cell) {
    if (!cell) return;
    cell.focus();
    if (cell.select) cell.select();
  }
  cells.forEach(function (cell, place) {
    if (cell.hasAttribute('list')) { cell.removeAttribute('list'); cell.setAttribute('data-country', ''); }
    cell.addEventListener('input', function () { show(cell); if (cell.hasAttribute('aria-invalid')) check(cell); });
    cell.addEventListener('focus', function () { show(cell); });
    cell.addEventListener('blur', function () {
      if (cell.hasAttribute('data-country') && country(plain(cell.value))) cell.value = country(plain(cell.value));
      check(cell);
      show(cell);
    });
    cell.addEventListener('keydown', function (event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key === 'ArrowUp' && cell.tagName === 'INPUT') { event.preventDefault(); go(cells[place - 1]); }
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (!check(cell)) { go(cell); return; }
      if (place + 1 < cells.length) go(cells[place + 1]); else form.requestSubmit(form.querySelector('.main'));
    });
  });
  form.addEventListener('submit', function (event) {
    var wrong = cells.filter(function (cell) { return !check(cell); })[0];
    if (wrong || sent) { event.preventDefault(); go(wrong); return; }
    sent = true;
  });
  addEventListener('pageshow', function () { sent = false; });
  go(cells.filter(function (cell) { return cell.hasAttribute('aria-invalid'); })[0] || cells[0]);
})();
