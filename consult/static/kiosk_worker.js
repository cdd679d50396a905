// Between a shared tablet and the network, for the addresses of one kiosk only: it hands out the pages that were
// kept when the tablet was prepared, and what a child sends it seals and keeps. Nothing is ever kept in clear.
const VERSION = new Uint8Array([1]);
const PURPOSE = new TextEncoder().encode('consult sealed answers 1');
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

addEventListener('install', () => self.skipWaiting());
addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
addEventListener('fetch', (event) => {
  const asked = event.request, rest = new URL(asked.url).pathname.slice(at.length);
  if (asked.method === 'POST' && /^[a-z]{2}$/.test(rest)) event.respondWith(take(asked, rest));
  if (asked.method !== 'GET' || asked.cache === 'reload') return;
  event.respondWith(rest === 'waiting' ? waiting() : kept(asked));
});

async function kept(asked) {
  const cache = await caches.open(at);
  const found = await cache.match(asked, { ignoreSearch: true, ignoreVary: true });
  return found || fetch(asked);
}

async function waiting() {
  if (!await read('own', (own) => own.get('pass'))) return new Response('', { status: 404 });
  const letters = await read('letters', (store) => store.getAll());
  return new Response(letters.filter((each) => !each.reason).length);
}

// The page tries again by itself, with the same key, whenever this does not say that all is well.
async function take(asked, language) {
  try {
    const words = JSON.stringify({ language, form: await asked.text() });
    const point = await read('own', (own) => own.get('point'));
    const letter = await seal(point, new TextEncoder().encode(words));
    const name = crypto.getRandomValues(new Uint8Array(16));
    await write('letters', (letters) => letters.add({ letter }, name));
    return await (await caches.open(at)).match(at + language + '/thanks', { ignoreVary: true });
  } catch {
    return new Response('', { status: 503 });
  }
}

// As consult/services/sealing.py opens it: ECDH with a key pair for this letter alone, HKDF, AES-GCM.
async function seal(point, words) {
  const own = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const ownPoint = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const receiver = await crypto.subtle.importKey('raw', point, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: receiver }, own.privateKey, 256);
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const derived = { name: 'HKDF', hash: 'SHA-256', salt: joined(ownPoint, point), info: PURPOSE };
  const key = await crypto.subtle.deriveKey(derived, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const how = { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: VERSION };
  return joined(VERSION, ownPoint, new Uint8Array(await crypto.subtle.encrypt(how, key, words)));
}

function joined(...parts) {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    made.set(part, end);
    end += part.length;
  }
  return made;
}
