// The service worker, for pages without a network. Pages always come from the server, and none is kept: only the page that
// says that there is no network, and what it is drawn with. HOUSE comes with the address of the worker (config/views/sw.py).
const CACHE = `house-${HOUSE.version}`;
// The language of the last page, kept beside: the worker itself is stopped and started at any time.
const SPOKEN = "/offline/spoken";

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // Without credentials: what is kept here is nobody's.
    const asked = [...Object.values(HOUSE.pages), ...HOUSE.files].map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
    await cache.addAll(asked);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("house-") && name !== CACHE) await caches.delete(name);
    // The browser asks for the page while it starts the worker.
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (HOUSE.files.includes(new URL(request.url).pathname)) event.respondWith(file(request));
});

async function page(event) {
  try {
    const answer = await event.preloadResponse || await fetch(event.request);
    const language = answer.headers.get("Content-Language");
    if (language in HOUSE.pages) event.waitUntil(remember(language));
    return answer;
  } catch {
    const cache = await caches.open(CACHE);
    return await cache.match(HOUSE.pages[await spoken(cache)], { ignoreVary: true }) || Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return await (await caches.open(CACHE)).match(request, { ignoreVary: true }) || Response.error();
  }
}

async function spoken(cache) {
  const kept = await (await cache.match(SPOKEN))?.text();
  const wanted = [kept, ...navigator.languages.map((one) => one.split("-")[0]), HOUSE.language];
  return wanted.find((one) => one in HOUSE.pages);
}

let last;
async function remember(language) {
  if (language === last) return;
  last = language;
  await (await caches.open(CACHE)).put(SPOKEN, new Response(language));
}
