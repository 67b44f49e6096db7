/**
 * The service worker of the pages that are opened by a letter: shows such a page without a network,
 * and sends what is kept when the network comes back after the page was closed.
 */

import { keepPage, keptPage, purgePages } from "./pages.js";
import { CHANNEL, SYNC } from "./names.js";
import { sendKept } from "./sendkept.js";

const SHELL = "grannsamverkan-shell-";
const PATIENCE_MS = 5000;
const SEND_MS = 120000;
const PAGES_TURN_MS = 2000;
const NOBODY_THERE = new Set([502, 503, 504]);

/**
 * Called once, as the worker starts.
 * @param {{version: string, shell: string[]}} what  addresses of the files that the pages need; the
 *   version changes with the content of any of them
 */
export function serve({ version, shell }) {
  const name = SHELL + version;
  self.addEventListener("install", (event) => event.waitUntil(fill(name, shell)));
  self.addEventListener("activate", (event) => event.waitUntil(takeOver(name)));
  self.addEventListener("message", (event) => event.waitUntil(hear(event.data)));
  self.addEventListener("fetch", (event) => answer(event, name));
  self.addEventListener("sync", (event) => {
    if (event.tag === SYNC) event.waitUntil(sendInBackground());
  });
}

async function fill(name, shell) {
  const cache = await caches.open(name);
  await cache.addAll(shell.map((url) => new Request(url, { cache: "no-cache" })));
  await self.skipWaiting();
}

async function takeOver(name) {
  const old = (await caches.keys()).filter((key) => key.startsWith(SHELL) && key !== name);
  await Promise.all([...old.map((key) => caches.delete(key)), purgePages()]);
  await self.clients.claim();
}

async function hear({ keep, language }) {
  // Not worth a word if it fails: the page asks again the next time it is opened.
  if (keep) await keepPage(keep, language).catch(() => {});
}

function answer(event, name) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageFor(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(fileFor(request, name));
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

/** From a letter's other pages one comes to the letter's kept page. */
async function wayBack(path) {
  const [, room, token] = path.split("/");
  const letter = `/${room}/${token}`;
  return path !== letter && (await keptPage(letter)) ? Response.redirect(letter) : undefined;
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
