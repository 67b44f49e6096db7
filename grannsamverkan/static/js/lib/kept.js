/**
 * What waits in this browser to be sent: photos in order, their bytes, and answers. Shared by all
 * tabs and the service worker. Nothing stays longer than a day, and nothing stays once it is sent.
 *
 * Where the browser keeps nothing (private windows, full disk) a photo waits in the tab's memory:
 * it is sent all the same, but does not survive the tab. Such a photo has `loose: true`.
 */

const NAME = "grannsamverkan";
const VERSION = 1;
export const KEPT_MS = 24 * 60 * 60 * 1000;

const FIRST_LOOSE = 2 ** 40;

const loose = new Map();
let looseSoFar = 0;
let opened = null;

/**
 * @typedef {object} Kept  A photo that waits, or what was said of a sign on a round, with photos.
 * @property {number} id  Its place in the order.
 * @property {string} key  Names it to the server, however often it is sent.
 * @property {string} url  Where it is sent to.
 * @property {string} page  The page it belongs to.
 * @property {string} [view]  What a letter's photo shows.
 * @property {string} [type]  Of the bytes, where they are a filled form and not a photo alone.
 * @property {number} at  When it was picked, in ms.
 * @property {number} size  Bytes.
 * @property {"waiting"|"held"|"stopped"} state  Held: its owner is asked first. Stopped: refused.
 * @property {string[]} [findings]  Of one that is held: what could be better, as codes.
 * @property {string} [why]  Of one that was refused.
 */

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("photos", { keyPath: "id", autoIncrement: true });
      asked.result.createObjectStore("bytes");
      asked.result.createObjectStore("answers", { keyPath: "page" });
    };
    asked.onsuccess = () => {
      // Another tab may bring a newer version, or clear everything: let it.
      asked.result.onversionchange = () => close(asked.result);
      asked.result.onclose = () => close(asked.result);
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

function close(database) {
  database.close();
  opened = null;
}

/** Run `action` on stores in one transaction; resolves to its result when that is on the disk. */
async function within(names, mode, action) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode, { durability: "strict" });
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    const answer = action(stores);
    transaction.oncomplete = () => resolve(answer?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Nothing kept is also the answer of a browser that cannot keep. */
async function listOf(store) {
  try {
    return await within([store], "readonly", (stores) => stores[store].getAll());
  } catch {
    return [];
  }
}

/** Keep a photo; resolves to it with its `id`. @returns {Promise<Kept>} */
export async function add(photo, bytes) {
  const kept = { ...photo, size: bytes.byteLength };
  try {
    kept.id = await within(["photos", "bytes"], "readwrite", ({ photos, bytes: store }) => {
      const added = photos.add(kept);
      added.onsuccess = () => store.put(bytes, added.result);
      return added;
    });
  } catch {
    kept.id = FIRST_LOOSE + (looseSoFar += 1);
    kept.loose = true;
    loose.set(kept.id, { photo: kept, bytes });
  }
  return kept;
}

/** Every photo that waits, in the order they were picked. @returns {Promise<Kept[]>} */
export async function photos() {
  const inMemory = [...loose.values()].map((one) => one.photo);
  return [...(await listOf("photos")), ...inMemory];
}

/** A photo's bytes, or undefined if it is gone. @returns {Promise<ArrayBuffer | undefined>} */
export async function bytesOf(id) {
  if (loose.has(id)) return loose.get(id).bytes;
  return within(["bytes"], "readonly", ({ bytes }) => bytes.get(id));
}

/** Change a photo that is still there. */
export async function change(id, fields) {
  if (loose.has(id)) {
    Object.assign(loose.get(id).photo, fields);
    return;
  }
  await within(["photos"], "readwrite", ({ photos: store }) => {
    const found = store.get(id);
    found.onsuccess = () => found.result && store.put({ ...found.result, ...fields });
  });
}

/** Away with a photo: it has arrived, or its owner says so. */
export async function remove(id) {
  if (loose.delete(id)) return;
  await within(["photos", "bytes"], "readwrite", ({ photos: store, bytes }) => {
    store.delete(id);
    bytes.delete(id);
  });
}

/** Answers that wait, by page: {page, url, at, fields: {name: value}}. */
export function answers() {
  return listOf("answers");
}

/** Keep one answer of a page; a later one takes the place of an earlier. False if it cannot be. */
export async function keepAnswer(page, url, name, value) {
  try {
    await within(["answers"], "readwrite", ({ answers: store }) => {
      const found = store.get(page);
      found.onsuccess = () => {
        const before = found.result ?? { page, url, at: Date.now(), fields: {} };
        store.put({ ...before, fields: { ...before.fields, [name]: value } });
      };
    });
    return true;
  } catch {
    return false;
  }
}

/** Away with the answers that have been sent, unless they were changed on the way. */
export async function removeAnswers(page, sent) {
  await within(["answers"], "readwrite", ({ answers: store }) => {
    const found = store.get(page);
    found.onsuccess = () => {
      const left = Object.entries(found.result?.fields ?? {}).filter(([n, v]) => sent[n] !== v);
      if (left.length) store.put({ ...found.result, fields: Object.fromEntries(left) });
      else store.delete(page);
    };
  });
}

/** Away with everything that belongs to a page. */
export async function clear(page) {
  for (const photo of await photos()) if (photo.page === page) await remove(photo.id);
  await within(["answers"], "readwrite", ({ answers: store }) => store.delete(page)).catch(() => {});
}

/** Away with all that is older than a day; resolves to the photos that were lost by it. */
export async function purge(now = Date.now()) {
  const old = ({ at }) => now - at >= KEPT_MS || at > now + KEPT_MS;
  const lost = (await photos()).filter(old);
  for (const photo of lost) await remove(photo.id);
  for (const kept of (await answers()).filter(old)) {
    await within(["answers"], "readwrite", ({ answers: store }) => store.delete(kept.page));
  }
  return lost;
}
