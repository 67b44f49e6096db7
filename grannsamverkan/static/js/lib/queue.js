/** A page's part in sending: begins at once, tries again by itself, and hears of the other tabs. */

import * as kept from "./kept.js";
import { CHANNEL, SYNC } from "./names.js";
import { send } from "./send.js";
import { sendKept } from "./sendkept.js";

const PAUSES_S = [2, 4, 8, 15, 30, 60, 120, 300];

let shared = null;

/** The page's one queue, which begins to send what is left from before. @returns {Queue} */
export function theQueue() {
  shared ??= new Queue();
  return shared;
}

/**
 * Tells its listeners what happens here, in other tabs and in the service worker (see sendkept.js), and
 * besides {what: "pause", seconds} each second until the next try, and {what: "changed"}.
 */
class Queue {
  #listeners = new Set();
  #channel = new BroadcastChannel(CHANNEL);
  #stops = new Map();
  #tries = 0;
  #timer = 0;
  #running = false;
  #again = false;

  constructor() {
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    window.addEventListener("online", () => this.wake());
    window.addEventListener("pageshow", () => this.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
  }

  /** From now on, hear what happens. */
  listen(listener) {
    this.#listeners.add(listener);
  }

  /** Keep a photo and send it when its turn comes; `state` "held" keeps it only. */
  async add(photo, bytes) {
    const whole = { key: crypto.randomUUID(), at: Date.now(), state: "waiting", ...photo };
    const added = await kept.add(whole, bytes);
    this.#tell({ what: "added", photo: added });
    if (added.state === "waiting") this.wake();
    return added;
  }

  /** Let a photo that was held or stopped go, or hold it. */
  async change(photo, fields) {
    await kept.change(photo.id, fields);
    this.#tell({ what: "changed", photo: { ...photo, ...fields } });
    this.wake();
  }

  /** Take a photo away, also while it is being sent. */
  async remove(photo) {
    this.#stop(photo);
    await kept.remove(photo.id);
    this.#tell({ what: "removed", photo });
  }

  /** Take away all that is kept for a page. */
  async clear(page) {
    for (const photo of await kept.photos()) if (photo.page === page) await this.remove(photo);
    await kept.clear(page);
    this.#tell({ what: "changed" });
  }

  async keepAnswer(page, url, name, value) {
    const isKept = await kept.keepAnswer(page, url, name, value);
    this.#tell({ what: "changed" });
    this.wake();
    return isKept;
  }

  /** Try now: somebody asks, the network is back, or there is something new. */
  wake() {
    this.#tries = 0;
    this.#run();
  }

  async #run() {
    clearInterval(this.#timer);
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    let outcome = "later";
    try {
      do {
        this.#again = false;
        outcome = await sendKept(send, (told) => this.#tell(told), (photo) => this.#signal(photo));
      } while (this.#again && outcome === "done");
    } finally {
      this.#running = false;
    }
    if (outcome === "later") this.#pause();
    else this.#tell({ what: "changed" });
  }

  #pause() {
    askForSync();
    let seconds = PAUSES_S[Math.min(this.#tries, PAUSES_S.length - 1)];
    this.#tries += 1;
    this.#say({ what: "pause", seconds });
    this.#timer = setInterval(() => {
      seconds -= 1;
      this.#say({ what: "pause", seconds });
      if (seconds <= 0) this.#run();
    }, 1000);
  }

  #signal(photo) {
    const stop = new AbortController();
    this.#stops.set(photo.key, stop);
    return stop.signal;
  }

  #stop(photo) {
    this.#stops.get(photo.key)?.abort();
    this.#stops.delete(photo.key);
  }

  #tell(told) {
    this.#channel.postMessage(told);
    this.#say(told);
  }

  #say(told) {
    for (const listener of this.#listeners) listener(told);
  }

  #hear(told) {
    if (told.what === "try") return this.wake();
    if (told.what === "removed") this.#stop(told.photo);
    this.#say(told);
  }
}

/** Where the browser can: let it send when the network is back, even if the page is closed. */
async function askForSync() {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register(SYNC);
  } catch {
    // Not allowed in this browser: the page sends when it is opened again.
  }
}
