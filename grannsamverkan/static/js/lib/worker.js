/**
 * The service worker of the pages that are opened by a link of their own, a letter's or a round's:
 * shows such a page without a network, and sends what is kept when the network comes back after the
 * page was closed.
 */

import { keepFiles, keepPage, keptFile, keptPage, purgePages } from "./pages.js";
import { CHANNEL, SYNC } from "./names.js";
import { sendKept } from "./sendkept.js";

const SHELL = "grannsamverkan-shell-";
const PATIENCE_MS = 5000;
const SEND_MS = 120000;
const PAGES_TURN_MS = 2000;
const NOBODY_THERE = new Set([502, 503, 504]);

/**
 * Called once, as the worker starts.
 * @param {{room: string, version: string, shell: string[], map: string}} what  addresses of the
 *   files that the pages of a room need; the version changes with the content of any of them; `map`
 *   is the path of the base map's cells
 */
export function serve({ room, version, shell, map }) {
  const rooms = `${SHELL}${room}-`;
  const name = rooms + version;
  self.addEventListener("install", (event) => event.waitUntil(fill(name, shell)));
  self.addEventListener("activate", (event) => event.waitUntil(takeOver(rooms, name)));
  self.addEventListener("message", (event) => event.waitUntil(hear(event.data)));
  self.addEventListener("fetch", (event) => answer(event, name, map));
  self.addEventListener("sync", (event) => {
    if (event.tag === SYNC) event.waitUntil(sendInBackground());
  });
}

async function fill(name, shell) {
  const cache = await caches.open(name);
  await cache.addAll(shell.map((url) => new Request(url, { cache: "no-cache" })));
  await self.skipWaiting();
}

async function takeOver(rooms, name) {
  const old = (await caches.keys()).filter((key) => key.startsWith(rooms) && key !== name);
  await Promise.all([...old.map((key) => caches.delete(key)), purgePages()]);
  await self.clients.claim();
}

async function hear({ keep, language, files = [] }) {
  // Not worth a word if it fails: the page asks again the next time it is opened.
  if (keep) await keepPage(keep, language).catch(() => {});
  await keepFiles(files).catch(() => {});
}

function answer(event, name, map) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageFor(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(fileFor(request, name));
  else if (pathname === map) event.respondWith(cellFor(request));
}

/** The server's page; the kept one if no answer comes in time. */
async function pageFor(request, path) {
  const kept = (await keptPage(path)) ?? (await wayBack(path));
  const asked = fetch(request);
  if (!kept) return asked;
  const silence = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const got = await Promise.race([asked, silence]).catch(() => null);
  return !got || NOBODY_THERE.has(got.status) ? kept : got;
}

/** From a link's other pages one comes to its kept page. */
async function wayBack(path) {
  const [, room, token] = path.split("/");
  const first = `/${room}/${token}`;
  return path !== first && (await keptPage(first)) ? Response.redirect(first) : undefined;
}

/** The server's cell of the map; the kept one where there is no network. */
async function cellFor(request) {
  const kept = await keptFile(request.url);
  const asked = fetch(request);
  return kept ? asked.catch(() => kept) : asked;
}

/** A file whose address tells its content comes from the shell; others from the server, if it can. */
async function fileFor(request, name) {
  const shell = await caches.open(name);
  const isNamedByContent = new URL(request.url).searchParams.has("v");
  const exact = isNamedByContent && (await shell.match(request, { ignoreVary: true }));
  if (exact) return exact;
  try {
    return await fetch(request);
  } catch (error) {
    const other = await shell.match(request, { ignoreVary: true, ignoreSearch: true });
    if (other) return other;
    throw error;
  }
}

async function sendInBackground() {
  const channel = new BroadcastChannel(CHANNEL);
  const windows = await self.clients.matchAll({ type: "window" });
  if (windows.length) {
    // An open page shows how far it has come: it goes first.
    channel.postMessage({ what: "try" });
    await new Promise((resolve) => setTimeout(resolve, PAGES_TURN_MS));
  }
  const outcome = await sendKept(post, (told) => channel.postMessage(told));
  channel.close();
  // So the browser tries again later.
  if (outcome === "later") throw new Error("no network yet");
}

async function post(url, body, { headers }) {
  try {
    const signal = AbortSignal.timeout(SEND_MS);
    const got = await fetch(url, { method: "POST", body, headers, signal });
    return { status: got.status, data: await got.json().catch(() => null) };
  } catch {
    return { status: 0, data: null };
  }
}
