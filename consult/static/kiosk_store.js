'use strict';
// What a tablet keeps: sealed letters, each under a random name, and what the office gave it (its pass and the
// public point that letters are sealed to). Shared by the worker and by the page of whoever looks after it.
const at = location.pathname.split('/').slice(0, 3).join('/') + '/';

function opened() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(at, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('letters');
      asked.result.createObjectStore('own');
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => fail(asked.error);
  });
}

// One transaction; done only when the device says that it is on its disk.
async function within(store, mode, act) {
  const base = await opened();
  try {
    const deal = base.transaction(store, mode, { durability: 'strict' });
    const ended = new Promise((done, fail) => {
      deal.oncomplete = done;
      deal.onabort = deal.onerror = () => fail(deal.error);
    });
    const asked = act(deal.objectStore(store));
    await ended;
    return asked && asked.result;
  } finally {
    base.close();
  }
}
const read = (store, act) => within(store, 'readonly', act);
const write = (store, act) => within(store, 'readwrite', act);
