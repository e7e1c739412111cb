// The service worker: without a connection there is still the box to write a jot in, and the jot is sent when the
// connection returns. It keeps the shape of the pages and the empty box, nothing with anybody's words in it, and it
// touches nothing that is posted.

'use strict';

const VERSION = '%VERSION%';
const CACHE = `afterword-${VERSION}`;
const SHELL = [
  '/offline',
  '/manifest.webmanifest',
  '/assets/icon.svg',
  '/assets/icon-192.png',
  ...['style.css', 'app.js', 'htmx.js'].map((name) => `/assets/${name}?v=${VERSION}`),
];

importScripts(`/assets/app.js?v=${VERSION}`);

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith('afterword-') && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

/** The network's page; where there is none, the box to write in. */
async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const empty = await caches.match('/offline', { cacheName: CACHE });
    if (empty) return empty;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (SHELL.includes(url.pathname + url.search)) {
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((found) => found ?? fetch(request)));
  }
});

self.addEventListener('sync', (event) => {
  const taken = async () => {
    const takenUp = await kept.send();
    if ((await kept.all()).some((jot) => !jot.refused)) throw new Error('not all are taken up yet');
    for (const client of await self.clients.matchAll()) client.postMessage({ takenUp });
  };
  if (event.tag === 'kept') event.waitUntil(taken());
});
