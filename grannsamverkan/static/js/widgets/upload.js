import { sendPatiently } from "../lib/send.js";

const LOOKS = 8;
const LOOK_AGAIN_MS = 4000;
const MB = 1024 * 1024;
// What the server will answer again: no photo, too large, not wanted now.
const FINAL = new Set([404, 409, 413, 422]);

/**
 * Sends each photo the moment it is picked, one after another, and shows how far it has come.
 * The server keeps a photo once however often it is sent, so trying again is always safe. The form
 * waits with going on until all photos are there.
 */
export default function upload(form) {
  const section = form.querySelector("[data-upload]");
  const texts = section.dataset;
  const template = section.querySelector("template");
  const said = section.querySelector(".uploads__said");
  const wait = form.querySelector(".upload-wait");
  const token = form.elements.csrf_token.value;
  const number = new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const waiting = new Set();
  const failed = new Set();
  let line = Promise.resolve();
  let pressed = null;

  function say(text) {
    said.textContent = text;
  }

  function pick(input) {
    const list = input.closest("[data-view]").querySelector(".shots");
    for (const file of input.files) enqueue(file, list);
    input.value = "";
  }

  function enqueue(file, list) {
    const item = template.content.firstElementChild.cloneNode(true);
    const photo = { file, item, list, stop: new AbortController() };
    item.querySelector(".shot__cancel").addEventListener("click", () => cancel(photo));
    item.querySelector(".shot__again").addEventListener("click", () => start(photo));
    list.append(item);
    start(photo);
  }

  function start(photo) {
    failed.delete(photo);
    wait.textContent = "";
    waiting.add(photo);
    photo.item.querySelector(".shot__again").hidden = true;
    photo.item.querySelector("progress").hidden = false;
    tell(photo, texts.waiting);
    line = line.then(() => sendOne(photo)).finally(() => settle(photo));
  }

  async function sendOne(photo) {
    if (photo.stop.signal.aborted) return;
    if (photo.file.size > Number(texts.most)) return refuse(photo, texts.tooLarge);
    const body = new FormData();
    body.append("view", photo.list.closest("[data-view]").dataset.view);
    body.append("photo", photo.file);
    const answer = await sendPatiently(texts.url, body, {
      token,
      signal: photo.stop.signal,
      onProgress: (sent, total) => showProgress(photo, sent, total),
      onAgain: () => tell(photo, texts.again),
    });
    if (photo.stop.signal.aborted) return;
    if (answer.status === 201 && answer.data) arrive(photo, answer.data);
    else if (FINAL.has(answer.status)) refuse(photo, answer.data?.error ?? texts.failed);
    else fail(photo, answer.data?.error ?? texts.failed);
  }

  function showProgress(photo, sent, total) {
    photo.item.querySelector("progress").value = (100 * sent) / total;
    const figures = {
      percent: `${Math.floor((100 * sent) / total)} %`,
      done: number.format(sent / MB),
      total: number.format(total / MB),
    };
    const words = texts.sending.replace(/\{(\w+)\}/g, (_, name) => figures[name]);
    tell(photo, sent < total ? words : texts.checking);
  }

  function arrive(photo, shown) {
    // The same photo again: it stands in a list already.
    section.querySelector(`[data-shot="${shown.id}"]`)?.remove();
    photo.item.replaceWith(itemFrom(shown.html));
    say([texts.arrived, ...shown.advice].join(" "));
    if (shown.state === "received") look(shown.id, LOOKS);
  }

  /** It did not come through: worth another try, and the form should not go without it. */
  function fail(photo, why) {
    failed.add(photo);
    photo.item.querySelector(".shot__again").hidden = false;
    refuse(photo, why);
  }

  /** It will not be taken, however often it is sent. */
  function refuse(photo, why) {
    photo.item.querySelector("progress").hidden = true;
    photo.item.querySelector(".shot__cancel").textContent = texts.away;
    tell(photo, why);
    say(why);
  }

  function cancel(photo) {
    photo.stop.abort();
    photo.item.remove();
    failed.delete(photo);
    wait.textContent = "";
    settle(photo);
  }

  function tell(photo, words) {
    photo.item.querySelector(".shot__state").textContent = words;
  }

  function settle(photo) {
    waiting.delete(photo);
    if (waiting.size || !pressed) return;
    const button = pressed;
    pressed = null;
    wait.textContent = failed.size ? texts.unsent : "";
    if (!failed.size) form.requestSubmit(button);
  }

  /** Ask a few times what has been found of a photo that is still being checked. */
  function look(id, times) {
    setTimeout(async () => {
      const item = section.querySelector(`[data-shot="${id}"][data-state="received"]`);
      if (!item) return;
      const answer = await fetch(`${texts.url}/${id}.json`).catch(() => null);
      const shown = answer?.ok ? await answer.json() : null;
      if (shown && shown.state !== "received") item.replaceWith(itemFrom(shown.html));
      else if (times > 1) look(id, times - 1);
    }, LOOK_AGAIN_MS);
  }

  async function remove(button) {
    const item = button.closest("[data-shot]");
    button.disabled = true;
    const answer = await sendPatiently(`${texts.url}/${button.value}/ta-bort`, new FormData(), { token });
    button.disabled = false;
    if (answer.status !== 200) return say(answer.data?.error ?? texts.failed);
    item.closest("[data-view]").querySelector("input[multiple]").focus();
    item.remove();
    say(texts.removed);
  }

  section.classList.add("uploads--live");
  section.addEventListener("change", (event) => {
    if (event.target.type === "file") pick(event.target);
  });
  section.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=remove]");
    if (!button) return;
    event.preventDefault();
    remove(button);
  });
  // Before any other listener counts this press as sent.
  form.addEventListener("submit", (event) => hold(event), { capture: true });

  function hold(event) {
    if (!waiting.size && !failed.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting.size) pressed = event.submitter;
    wait.textContent = waiting.size ? texts.hold : texts.unsent;
  }

  for (const item of section.querySelectorAll('[data-shot][data-state="received"]')) {
    look(item.dataset.shot, LOOKS);
  }
}

/** An element from HTML that this very site has made and escaped. */
function itemFrom(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}
