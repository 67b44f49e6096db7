/**
 * Pages that can be read without a network: the page of a letter or a round without a word of who is
 * signed in, and what it shows, such as cells of its map, for a day. Used by the service worker, and
 * by pages that forget.
 */

const CACHE = "grannsamverkan-pages";
const KEPT_AT = "X-Kept-At";
const KEPT_MS = 24 * 60 * 60 * 1000;
const ASK = "?utan-nat=1";
const AT_ONCE = 6;

/** Fetch and keep the page at `path` as nobody in particular; forget it if it is no more. */
export async function keepPage(path, language) {
  const answer = await fetch(path + ASK, {
    // Without cookies: neither a name nor a session gets into the copy.
    credentials: "omit",
    headers: { "Accept-Language": language },
  });
  const pages = await caches.open(CACHE);
  return answer.ok ? put(pages, path, answer) : pages.delete(path);
}

/** Fetch and keep what a page shows; what is kept already and young is not asked for again. */
export async function keepFiles(urls) {
  const pages = await caches.open(CACHE);
  const left = [...urls];
  const takeOne = async () => {
    for (let url = left.shift(); url; url = left.shift()) {
      if (isYoung(await pages.match(url))) continue;
      const answer = await fetch(url, { credentials: "omit" }).catch(() => null);
      if (answer?.ok) await put(pages, url, answer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeOne));
}

async function put(pages, url, answer) {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  return pages.put(url, new Response(await answer.blob(), { headers }));
}

/** The kept page at `path`, or undefined. @returns {Promise<Response | undefined>} */
export async function keptPage(path) {
  const pages = await caches.open(CACHE);
  const found = await pages.match(path, { ignoreSearch: true, ignoreVary: true });
  return found && isYoung(found) ? found : undefined;
}

/** What a page shows, if it is kept. @returns {Promise<Response | undefined>} */
export async function keptFile(request) {
  const pages = await caches.open(CACHE);
  const found = await pages.match(request, { ignoreVary: true });
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
