// The editor's help for those with script: a preview that follows the typing, Ctrl+S, and a word before leaving.
'use strict';
(() => {
  document.documentElement.classList.add('scripted');
  const token = document.querySelector('meta[name=csrf-token]').content;
  const editor = document.querySelector('form.editor');
  const beside = document.querySelector('.preview');
  let dirty = false;

  if (editor) {
    editor.addEventListener('input', () => { dirty = true; });
    editor.addEventListener('submit', () => { dirty = false; });
    addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });
    document.addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
        event.preventDefault();
        editor.requestSubmit();
      }
    });
  }

  // In the list of questions: Alt+Up and Alt+Down move the question that has the focus.
  document.addEventListener('keydown', (event) => {
    const line = event.target.closest?.('.questions > li');
    const way = { ArrowUp: 'up', ArrowDown: 'down' }[event.key];
    if (!line || !way || !event.altKey) return;
    event.preventDefault();
    line.querySelector(`button[value^="question_${way}:"]`)?.click();
  });

  if (!beside) return;
  const frame = beside.querySelector('iframe');
  const language = beside.querySelector('[name=language]');
  const band = beside.querySelector('[name=band]');
  const first = band.querySelector('option:not(:disabled)');
  if (first) band.value = first.value;
  let ready = false;
  let waiting = 0;
  let asked = 0;

  const shown = (html) => {
    const number = beside.dataset.part === 'about' ? '' : band.selectedOptions[0]?.dataset.n ?? '';
    frame.contentWindow.postMessage([html, number, beside.dataset.question || ''], location.origin);
  };
  const draw = async () => {
    const form = editor ? new FormData(editor) : new FormData();
    form.set('language', language.value);
    form.set('band', band.value);
    const mine = ++asked;
    const reply = await fetch(beside.dataset.preview, {
      method: 'POST', headers: { 'X-CSRFToken': token }, body: new URLSearchParams(form),
    }).catch(() => null);
    if (!reply?.ok || mine !== asked) return;
    const html = await reply.text();
    if (mine === asked) shown(html);
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 300);
  };

  addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== location.origin) return;
    if (event.data[0] === 'ready' && !ready) {
      ready = true;
      draw();
    }
    if (event.data[0] === 'turn') {
      language.value = new URL(event.data[1], location).pathname.split('/')[1];
      draw();
    }
  });
  language.addEventListener('change', draw);
  band.addEventListener('change', draw);
  editor?.addEventListener('input', soon);
  frame.src = `${beside.dataset.preview}?live=1&language=${language.value}`;
})();
