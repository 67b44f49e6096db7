import { look as firstLook } from "../lib/advice.js";
import * as kept from "../lib/kept.js";
import { differing } from "../lib/measure.js";
import { theQueue } from "../lib/queue.js";

const LOOKS = 20;
const LOOK_AGAIN_MS = [700, 1000, 1500, 3000];
const MB = 1024 * 1024;
const NOT_WANTED_NOW = 409;
const WAITING = ["received", "covering"];

/**
 * Keeps each photo in the browser the moment it is picked and shows how it is sent, one after
 * another (see lib/queue.js); keeps answers as they are given. The form waits with going on until
 * everything is there.
 */
export default function upload(form) {
  const section = form.querySelector("[data-upload]");
  const texts = JSON.parse(section.dataset.texts);
  const { url, answers: answersUrl, most } = section.dataset;
  const page = location.pathname;
  const template = section.querySelector("template[data-sending-item]");
  const advice = section.querySelector("template[data-advice]").content;
  const said = section.querySelector(".uploads__said");
  const wait = form.querySelector(".upload-wait");
  const number = new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const limits = JSON.parse(section.dataset.limits);
  const items = new Map();
  const hashes = new Map();
  const queue = theQueue();
  let adding = 0;
  let pressed = null;

  const say = (text) => (said.textContent = text);
  const mine = (photo) => photo?.page === page;
  const listOf = (view) => section.querySelector(`[data-view="${view}"] .shots`);

  // What comes in

  async function pick(input) {
    const { view } = input.closest("[data-view]").dataset;
    const files = [...input.files];
    input.value = "";
    adding += files.length;
    for (const file of files) await take(file, view).finally(() => (adding -= 1));
    await goOnIfSent();
  }

  async function take(file, view) {
    if (file.size > Number(most)) return refuseAtOnce(file, view, texts.tooLarge);
    const bytes = await file.arrayBuffer().catch(() => null);
    if (!bytes) return refuseAtOnce(file, view, texts.unreadable);
    const { findings, hash } = await firstLook(bytes, limits);
    if (isElsewhere(hash, view)) findings.push("same_view");
    const held = findings.length ? { state: "held", findings } : {};
    const { key } = await queue.add({ page, url, view, ...held }, bytes);
    if (hash) hashes.set(key, { hash, view });
  }

  function isElsewhere(hash, view) {
    const others = [...hashes.values()].filter((other) => other.view !== view);
    return hash && others.some((other) => differing(hash, other.hash) <= limits.same);
  }

  function refuseAtOnce(file, view, why) {
    const item = newItem(view);
    item.querySelector(".shot__cancel").addEventListener("click", () => item.remove());
    stopItem(item, why);
    item.querySelector(".shot__again").hidden = true;
  }

  // What is seen of a photo on its way

  function itemOf(photo) {
    if (!items.has(photo.key)) {
      const item = newItem(photo.view);
      item.querySelector(".shot__cancel").addEventListener("click", () => queue.remove(photo));
      item.querySelector(".shot__again").addEventListener("click", () => again(photo));
      items.set(photo.key, { item, photo });
      if (photo.state === "held") showHeld(item, photo);
      else showWaiting(item);
    }
    return items.get(photo.key).item;
  }

  function newItem(view) {
    const item = template.content.firstElementChild.cloneNode(true);
    listOf(view).append(item);
    return item;
  }

  const again = (photo) => queue.change(photo, { state: "waiting" });
  const tellOf = (item, words) => (item.querySelector(".shot__state").textContent = words);

  /** The phone has something to say about it: its owner decides. */
  function showHeld(item, { findings = [] }) {
    item.querySelector("progress").hidden = true;
    const better = item.querySelector(".shot__better");
    better.replaceChildren(...findings.map(adviceOn).filter(Boolean));
    better.hidden = false;
    item.querySelector(".shot__again").hidden = false;
    item.querySelector(".shot__again").textContent = texts.anyway;
    item.querySelector(".shot__cancel").textContent = texts.away;
    tellOf(item, texts.held);
    say([...better.children].map((told) => told.textContent.trim()).join(" "));
  }

  /** What to do better, as the page has it: a drawing and a sentence. */
  function adviceOn(code) {
    return advice.querySelector(`[data-finding="${code}"]`)?.cloneNode(true);
  }

  function showWaiting(item, why) {
    item.querySelector(".shot__better").hidden = true;
    item.querySelector("progress").hidden = false;
    item.querySelector("progress").value = 0;
    item.querySelector(".shot__again").hidden = true;
    item.querySelector(".shot__cancel").hidden = false;
    tellOf(item, why ?? texts.waiting);
  }

  /** Without a network none of those on their way comes further. */
  function showAllWaiting(why) {
    for (const { item } of items.values()) {
      if (!item.querySelector("progress").hidden) showWaiting(item, why ?? texts.kept);
    }
  }

  function showProgress(item, sent, total) {
    item.querySelector("progress").value = (100 * sent) / total;
    // What is wholly sent may be there already: it can be taken away once that is known.
    item.querySelector(".shot__cancel").hidden = sent >= total;
    const figures = {
      percent: `${Math.floor((100 * sent) / total)} %`,
      done: number.format(sent / MB),
      total: number.format(total / MB),
    };
    const words = texts.sending.replace(/\{(\w+)\}/g, (_, name) => figures[name]);
    tellOf(item, sent < total ? words : texts.checking);
  }

  function stopItem(item, why) {
    item.querySelector("progress").hidden = true;
    item.querySelector(".shot__again").hidden = false;
    item.querySelector(".shot__again").textContent = texts.again;
    item.querySelector(".shot__cancel").hidden = false;
    item.querySelector(".shot__cancel").textContent = texts.away;
    tellOf(item, why ?? texts.failed);
    say(why ?? texts.failed);
  }

  function arrive(photo, data) {
    const known = items.get(photo.key);
    items.delete(photo.key);
    section.querySelector(`[data-shot="${data.id}"]`)?.remove();
    const shown = data.html ? itemFrom(data.html) : null;
    if (known && shown) known.item.replaceWith(shown);
    else if (known) known.item.remove();
    else if (shown) listOf(photo.view).append(shown);
    if (!shown) return;
    say([texts.arrived, ...data.advice].join(" "));
    if (WAITING.includes(data.state)) look(data.id, 0);
  }

  function away(photo) {
    items.get(photo.key)?.item.remove();
    items.delete(photo.key);
    hashes.delete(photo.key);
  }

  function hear({ what, photo, photos, why, data, sent, total }) {
    if (what === "expired") photos.filter(mine).forEach(away);
    if (what === "later") showAllWaiting(why);
    if (mine(photo)) {
      if (what === "added") itemOf(photo);
      if (what === "changed" && photo.state === "waiting") showWaiting(itemOf(photo));
      if (what === "progress") showProgress(itemOf(photo), sent, total);
      if (what === "stopped") stopItem(itemOf(photo), why);
      if (what === "removed") away(photo);
      if (what === "arrived") arrive(photo, data);
    }
    if (what === "pause" && pressed) wait.textContent = texts.offline;
    if (what !== "progress" && what !== "pause") goOnIfSent();
  }

  /** Ask a few times what has been found of a photo that is still being checked. */
  function look(id, times) {
    setTimeout(async () => {
      const item = section.querySelector(`[data-shot="${id}"]`);
      if (!WAITING.includes(item?.dataset.state)) return;
      const answer = await fetch(`${url}/${id}.json`).catch(() => null);
      const shown = answer?.ok ? await answer.json().catch(() => null) : null;
      if (shown && shown.state !== item.dataset.state) {
        // Its advice comes first, its picture when all that must be covered is covered.
        if (shown.advice.length && item.dataset.state === "received") say(shown.advice.join(" "));
        item.replaceWith(itemFrom(shown.html));
      }
      const waits = !shown || WAITING.includes(shown.state);
      if (waits && times < LOOKS) look(id, times + 1);
    }, LOOK_AGAIN_MS[Math.min(times, LOOK_AGAIN_MS.length - 1)]);
  }

  async function remove(button) {
    const item = button.closest("[data-shot]");
    button.disabled = true;
    const headers = { Accept: "application/json" };
    const answer = await fetch(`${url}/${button.value}/ta-bort`, { method: "POST", headers }).catch(
      () => null,
    );
    button.disabled = false;
    if (!answer?.ok) return say((await answer?.json().catch(() => null))?.error ?? texts.notRemoved);
    item.closest("[data-view]").querySelector("input[multiple]").focus();
    item.remove();
    say(texts.removed);
  }

  // Going on

  function hold(event) {
    if (event.submitter?.name === "remove") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = event.submitter;
    queue.wake();
    goOnIfSent();
  }

  /** The form goes on when nothing is left here; it says why not as long as it does not. */
  async function goOnIfSent() {
    if (!pressed) return;
    const left = (await kept.photos()).filter(mine);
    const isSaid = (await kept.answers()).every((one) => one.page !== page);
    if (!pressed) return;
    const isHeld = left.some(({ state }) => state === "held");
    const stopped = isHeld || left.some(({ state }) => state === "stopped");
    if (adding || !isSaid || left.length) {
      wait.textContent = isHeld ? texts.choose : stopped ? texts.unsent : texts.hold;
      if (stopped) pressed = null;
      return;
    }
    if ("copy" in section.dataset && !(await freshToken())) {
      wait.textContent = texts.offline;
      return;
    }
    const button = pressed;
    pressed = null;
    wait.textContent = "";
    form.removeEventListener("submit", hold, { capture: true });
    form.requestSubmit(button);
    form.addEventListener("submit", hold, { capture: true });
  }

  /** A page that was kept in the phone has nobody's token: ask for one. False without a network. */
  async function freshToken() {
    const answer = await fetch(page).catch(() => null);
    if (!answer?.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = fresh.querySelector("input[name=csrf_token]")?.value;
    if (token) form.elements.csrf_token.value = token;
    return Boolean(token);
  }

  // Answers

  function keepAnswer({ target }) {
    if (!target.name || target.type === "file" || target.type === "hidden") return;
    queue.keepAnswer(page, answersUrl, target.name, target.value);
  }

  async function showKept() {
    for (const photo of await kept.photos()) {
      if (!mine(photo)) continue;
      if (photo.state === "stopped" && photo.status === NOT_WANTED_NOW) await again(photo);
      else if (photo.state === "stopped") stopItem(itemOf(photo), photo.why);
      else itemOf(photo);
    }
    const before = (await kept.answers()).find((one) => one.page === page);
    for (const [name, value] of Object.entries(before?.fields ?? {})) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
  }

  section.classList.add("uploads--live");
  section.addEventListener("change", ({ target }) => target.type === "file" && pick(target));
  section.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=remove]");
    if (!button) return;
    event.preventDefault();
    remove(button);
  });
  form.addEventListener("change", keepAnswer);
  // Before any other listener counts this press as sent.
  form.addEventListener("submit", hold, { capture: true });
  for (const item of section.querySelectorAll("[data-shot]")) {
    if (WAITING.includes(item.dataset.state)) look(item.dataset.shot, 0);
  }
  queue.listen(hear);
  showKept().then(() => queue.wake());
  // Over a slow network somebody has chosen before this script was there.
  for (const input of section.querySelectorAll("input[type=file]")) {
    if (input.files.length) pick(input);
  }
}

/** An element from HTML that this very site has made and escaped. */
function itemFrom(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}
