/* The built page, for when there is no network. It keeps the page's own files, whose names the build
 * puts in, and nothing that the API answers: nothing of it is anybody's. */
const FILES = __FILES__;
const PAGES = "postil.page.";
const PAGE = PAGES + "__VERSION__";
/** A line that doesn't answer by then is none. */
const PATIENCE = 5_000;

async function fill() {
  await (await caches.open(PAGE)).addAll(FILES);
  await self.skipWaiting();
}

async function begin() {
  await self.registration.navigationPreload?.enable();
  for (const name of await caches.keys())
    if (name.startsWith(PAGES) && name !== PAGE) await caches.delete(name);
  await self.clients.claim();
}

const kept = async (name) => (await caches.open(PAGE)).match(name);

/** The newest page where there is a network: an older one never stays. */
async function shell({ request, preloadResponse }) {
  const late = new Promise((_, fail) => setTimeout(fail, PATIENCE));
  const fresh = preloadResponse.then((answer) => answer ?? fetch(request));
  const answer = await Promise.race([fresh, late]).catch(() => null);
  if (answer && answer.status < 500) return answer;
  return (await kept("/")) ?? answer ?? Response.error();
}

const file = async (request) => (await kept(new URL(request.url).pathname)) ?? fetch(request);

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(shell(event));
  else if (pathname !== "/" && FILES.includes(pathname)) event.respondWith(file(request));
});
