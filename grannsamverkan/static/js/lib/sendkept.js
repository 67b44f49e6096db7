/**
 * Sends what is kept, photo by photo in order; used by pages and by the service worker.
 * One of them at a time: the others wait for their turn and then find nothing left.
 */

import * as kept from "./kept.js";

const LOCK = "grannsamverkan-send";
const JSON_WANTED = { Accept: "application/json" };
// What another try may mend: no answer, too slow, too many, broken or full for the moment.
const PASSING = new Set([0, 408, 425, 429, 500, 502, 503, 504, 507]);

/**
 * @typedef {object} Told  What happened: {what, photo, …}; "expired" has `photos`, "arrived" the
 *   server's `data`, "progress" `sent` and `total`, "later" and "stopped" `why` or null.
 */

/**
 * Send until nothing waits or the network fails.
 * @param {(url: string, body: BodyInit, how: object) => Promise<{status: number, data: any}>} post
 * @param {(told: Told) => void} tell
 * @param {(photo: kept.Kept) => AbortSignal | undefined} signalOf  ends the sending of a photo
 * @returns {Promise<"done" | "later">}
 */
export function sendKept(post, tell, signalOf = () => undefined) {
  return oneAtATime(async () => {
    const lost = await kept.purge();
    if (lost.length) tell({ what: "expired", photos: lost });
    if ((await sendAnswers(post, tell)) === "later") return "later";
    for (;;) {
      const photo = (await kept.photos()).find(({ state }) => state === "waiting");
      if (!photo) return "done";
      if ((await sendPhoto(photo, post, tell, signalOf(photo))) === "later") return "later";
    }
  });
}

async function sendAnswers(post, tell) {
  for (const { page, url, fields } of await kept.answers()) {
    const { status, data } = await post(url, new URLSearchParams(fields), { headers: JSON_WANTED });
    if (PASSING.has(status)) {
      tell({ what: "later", photo: null, why: data?.error ?? null });
      return "later";
    }
    // What is wrong is told beside its field when the form goes; what is refused is not wanted.
    await kept.removeAnswers(page, fields);
    tell({ what: "answered", page });
  }
  return "done";
}

async function sendPhoto(photo, post, tell, signal) {
  const bytes = await kept.bytesOf(photo.id);
  if (bytes === undefined || signal?.aborted) {
    await kept.remove(photo.id);
    return "gone";
  }
  tell({ what: "progress", photo, sent: 0, total: photo.size });
  const address = photo.view ? `${photo.url}?vy=${photo.view}` : photo.url;
  const { status, data } = await post(address, bytes, {
    headers: {
      ...JSON_WANTED,
      "Content-Type": photo.type ?? "application/octet-stream",
      "Idempotency-Key": photo.key,
    },
    onProgress: (sent, total) => tell({ what: "progress", photo, sent, total }),
    signal,
  });
  if (signal?.aborted) return "gone";
  return settle(photo, status, data, tell);
}

async function settle(photo, status, data, tell) {
  if ((status === 201 || status === 200) && data) {
    await kept.remove(photo.id);
    tell({ what: "arrived", photo, data });
    return "arrived";
  }
  const why = data?.error ?? null;
  // An answer that is none of ours (a network's own sign-in page) says nothing about the photo.
  if (PASSING.has(status) || status < 400) {
    tell({ what: "later", photo, why });
    return "later";
  }
  await kept.change(photo.id, { state: "stopped", status, why });
  tell({ what: "stopped", photo, why });
  return "stopped";
}

/** Without locks (old browsers) two may send at once: the photo's key then makes them one. */
function oneAtATime(action) {
  return globalThis.navigator?.locks ? navigator.locks.request(LOCK, action) : action();
}
