// The page of whoever looks after a tablet: preparing it, handing it round, sending what waits, finishing.
const BATCH = 44 * 1024, MOST = 50;
const main = document.querySelector('main');
const words = JSON.parse(main.dataset.w);
const part = (id) => document.getElementById(id);
const say = (text) => { part('told').textContent = text || ''; };

async function begin() {
  const pass = location.hash.slice(1);
  if (!self.isSecureContext || !navigator.serviceWorker || !self.indexedDB) return show('unfit');
  if (!/^[0-9a-f]{32}$/.test(pass)) return ready();
  show('preparing');
  try {
    await prepare(pass);
    history.replaceState(null, '', at);
    await ready();
  } catch (failure) {
    show('failed');
    part('why').textContent = words[failure.message] || words.network;
  }
}

async function prepare(pass) {
  const known = await post({ pass, letters: [] });
  if (known.refused) throw new Error(known.refused);
  if (!known.open) throw new Error('closed');
  await navigator.serviceWorker.register(at + 'worker.js', { scope: at });
  await navigator.serviceWorker.ready;
  const pack = await (await fetch(at + 'pack', { cache: 'reload' })).json();
  const point = Uint8Array.from(atob(pack.point), (sign) => sign.charCodeAt(0));
  const cache = await caches.open(at);
  await cache.addAll(pack.pages.map((page) => new Request(page, { cache: 'reload' })));
  await write('own', (own) => {
    own.put(point, 'point');
    own.put(known.label, 'label');
    own.put(known.until, 'until');
    own.put(pass, 'pass');
  });
  if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
}

function show(id) {
  for (const section of main.querySelectorAll('section')) section.hidden = section.id !== id;
}

async function ready() {
  const own = {};
  for (const name of ['pass', 'label', 'until']) own[name] = await read('own', (store) => store.get(name));
  if (!own.pass) return show('unprepared');
  show('ready');
  part('label').textContent = own.label;
  const language = document.documentElement.lang.replace(/^en$/, 'en-GB');
  part('until').textContent = new Date(own.until + 'T12:00').toLocaleDateString(language, { dateStyle: 'long' });
  return count();
}

async function count() {
  const letters = await read('letters', (store) => store.getAll());
  const refused = {};
  for (const each of letters) if (each.reason) refused[each.reason] = (refused[each.reason] || 0) + 1;
  const kept = Object.values(refused).reduce((sum, number) => sum + number, 0);
  part('waiting').textContent = letters.length - kept;
  part('send').hidden = !letters.length;
  part('empty').hidden = letters.length > 0;
  part('kept').hidden = !kept;
  part('reasons').replaceChildren(...Object.entries(refused).map(([reason, number]) => {
    const line = document.createElement('li');
    line.textContent = number + ' – ' + (words[reason] || words.unfit);
    return line;
  }));
  part('finish').hidden = letters.length > kept;
  return letters.length - kept;
}

async function post(said) {
  const how = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(said) };
  const reply = await fetch(at + 'letters', how);
  if (!reply.ok && reply.status !== 403) throw new Error(reply.status === 413 ? 'large' : 'network');
  return reply.json();
}

async function send() {
  const pass = await read('own', (own) => own.get('pass'));
  let open = true;
  say(words.sending);
  part('send').disabled = true;
  try {
    for (const batch of batches(await all())) open = await hand(pass, batch);
    const left = await count();
    if (!left && !open) await post({ pass, letters: [], finished: true });
    say(left ? words.network : part('kept').hidden ? words.sent : words.kept);
  } catch (failure) {
    await count();
    say(words[failure.message] || words.network);
  }
  part('send').disabled = false;
}

// In an order drawn by chance: the order in which children answered never leaves the tablet.
async function all() {
  const names = await read('letters', (store) => store.getAllKeys());
  const found = await read('letters', (store) => store.getAll());
  const letters = found.map((each, place) => ({ name: names[place], letter: each.letter }));
  for (let place = letters.length - 1; place > 0; place--) {
    const other = Math.floor(crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32 * (place + 1));
    [letters[place], letters[other]] = [letters[other], letters[place]];
  }
  return letters;
}

function batches(letters) {
  const made = [];
  let size = BATCH;
  for (const each of letters) {
    each.text = btoa(Array.from(each.letter, (byte) => String.fromCharCode(byte)).join(''));
    if (size + each.text.length > BATCH || made[made.length - 1].length >= MOST) {
      made.push([]);
      size = 0;
    }
    made[made.length - 1].push(each);
    size += each.text.length + 3;
  }
  return made;
}

// What is taken goes from the tablet; what is refused stays, with the reason. Sent again it counts once.
async function hand(pass, batch) {
  const reply = await post({ pass, letters: batch.map((each) => each.text) });
  const outcomes = reply.outcomes || batch.map(() => ({ taken: false, reason: reply.refused }));
  await write('letters', (letters) => {
    outcomes.forEach((outcome, place) => {
      const { name, letter } = batch[place];
      if (outcome.taken) letters.delete(name); else letters.put({ letter, reason: outcome.reason }, name);
    });
  });
  await count();
  return reply.open !== false;
}

async function finish() {
  const pass = await read('own', (own) => own.get('pass'));
  try {
    await post({ pass, letters: [], finished: true });
  } catch {
    return say(words.network);
  }
  await write('letters', (letters) => letters.clear());
  await write('own', (own) => own.clear());
  await caches.delete(at);
  const registered = await navigator.serviceWorker.getRegistration(at);
  if (registered) await registered.unregister();
  indexedDB.deleteDatabase(at);
  say();
  return show('finished');
}

part('send').addEventListener('click', send);
part('finish-now').addEventListener('click', finish);
// Nothing is left in the history that Back could come to.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (link && link.host === location.host) {
    event.preventDefault();
    location.replace(link.href);
  }
});
begin();
