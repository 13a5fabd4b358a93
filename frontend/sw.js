/* The built page, for when there is no network: registered for whoever takes texts along, and no one
 * else. It keeps the page's own files and nothing that the API answers. The build puts them in. */
const FILES = __FILES__;
const PAGES = "postil.page.";
const PAGE = PAGES + "__VERSION__";
/** A line that doesn't answer by then is none. */
const PATIENCE = 5_000;

async function fill() {
  const cache = await caches.open(PAGE);
  if (!(await cache.match("/"))) await cache.addAll(FILES);
}

async function dropOlder() {
  for (const name of await caches.keys())
    if (name.startsWith(PAGES) && name !== PAGE) await caches.delete(name);
  await self.clients.claim();
}

const kept = async (name) => (await caches.open(PAGE)).match(name);

/** The newest page where there is a network: an older one never stays. */
async function shell(request) {
  const late = new Promise((_, fail) => setTimeout(fail, PATIENCE));
  const answer = await Promise.race([fetch(request), late]).catch(() => null);
  if (answer && answer.status < 500) return answer;
  return (await kept("/")) ?? answer ?? Response.error();
}

const file = async (request) => (await kept(new URL(request.url).pathname)) ?? fetch(request);

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
self.addEventListener("message", (event) => {
  const say = (isFilled) => event.ports[0].postMessage(isFilled);
  event.waitUntil(
    fill().then(
      () => say(true),
      () => say(false),
    ),
  );
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(shell(request));
  else if (pathname !== "/" && FILES.includes(pathname)) event.respondWith(file(request));
});
