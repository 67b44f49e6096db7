/**
 * Pages that can be read without a network: a letter's page, empty of what was sent and of who is
 * signed in, for a day. Used by the service worker, and by pages that forget.
 */

const CACHE = "grannsamverkan-pages";
const KEPT_AT = "X-Kept-At";
const KEPT_MS = 24 * 60 * 60 * 1000;
const ASK = "?utan-nat=1";

/** Fetch and keep the page at `path` as nobody in particular; forget it if it is no more. */
export async function keepPage(path, language) {
  const answer = await fetch(path + ASK, {
    // Without cookies: neither a name nor a session gets into the copy.
    credentials: "omit",
    headers: { "Accept-Language": language },
  });
  const pages = await caches.open(CACHE);
  if (!answer.ok) return pages.delete(path);
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  return pages.put(path, new Response(await answer.blob(), { headers }));
}

/** The kept page at `path`, or undefined. @returns {Promise<Response | undefined>} */
export async function keptPage(path) {
  const pages = await caches.open(CACHE);
  const found = await pages.match(path, { ignoreSearch: true, ignoreVary: true });
  return found && isYoung(found) ? found : undefined;
}

/** Away with pages older than a day. */
export async function purgePages() {
  const pages = await caches.open(CACHE);
  for (const request of await pages.keys()) {
    if (!isYoung(await pages.match(request, { ignoreVary: true }))) await pages.delete(request);
  }
}

/** Away with every kept page. */
export function forgetPages() {
  return caches.delete(CACHE);
}

function isYoung(answer) {
  const age = Date.now() - Number(answer?.headers.get(KEPT_AT));
  return age >= 0 && age < KEPT_MS;
}
