import * as kept from "../lib/kept.js";
import { readWithoutNetwork } from "../lib/phone.js";
import { theQueue } from "../lib/queue.js";
import { cellsAround } from "../map/cells.js";

/**
 * A walk round the signs, with a network or without: what is said of a sign, with its photos, is kept
 * in the browser as one filled form and sent by itself (lib/queue.js). The page, its map and what was
 * said can be read without a network (lib/worker.js).
 */
export default function round(walk) {
  const texts = JSON.parse(walk.dataset.texts);
  const { worker, scope } = walk.dataset;
  const page = location.pathname;
  const queue = theQueue();
  const template = walk.querySelector("template");
  const said = walk.querySelector(".round__told");
  const waiting = new Map();
  const mine = (one) => one?.page === page;
  const signOf = (one) => document.getElementById(`skylt-${one.sign}`);

  async function keep(event) {
    const form = event.target;
    if (!form.dataset.keep) return;
    event.preventDefault();
    const [name, why] = missing(form);
    refuse(form, why);
    if (name) return form.querySelector(`[name="${name}"]`).focus();
    const packed = pack(form);
    const bytes = await packed.body.arrayBuffer().catch(() => null);
    if (!bytes) return refuse(form, texts.unreadable);
    if (bytes.byteLength > Number(walk.dataset.most)) return refuse(form, texts.tooLarge);
    const { key, type, sign, result } = packed;
    await queue.add({ page, key, type, sign, result, url: form.dataset.keep }, bytes);
    form.reset();
  }

  /** The name of the field that must be filled in, and why; nothing if all is there. */
  function missing({ elements: { result, kind } }) {
    if (!result.value) return ["result", texts.choose];
    return result.value === "fault" && !kind.value ? ["kind", texts.kind] : [];
  }

  function refuse(form, why = "") {
    form.querySelector(".round__wrong").textContent = why;
  }

  /** The filled form as it is sent. Its key is new: the page may have been kept since yesterday. */
  function pack(form) {
    const fields = new FormData(form);
    const key = crypto.randomUUID();
    fields.set("key", key);
    fields.delete("csrf_token");
    const body = new Response(fields);
    const type = body.headers.get("Content-Type");
    return { body, type, key, sign: form.dataset.sign, result: fields.get("result") };
  }

  function show(one, words) {
    const item = waiting.get(one.key) ?? newItem(one);
    const stopped = one.state === "stopped";
    const what = one.result === "fault" ? texts.fault : texts.ok;
    item.querySelector(".round__what").textContent = words ?? `${what} ${texts.waiting}`;
    item.querySelector("[data-do=again]").hidden = !stopped;
  }

  function newItem(one) {
    const item = template.content.firstElementChild.cloneNode(true);
    item.querySelector("[data-do=again]").addEventListener("click", () => {
      queue.change(one, { state: "waiting" });
    });
    item.querySelector("[data-do=away]").addEventListener("click", () => queue.remove(one));
    waiting.set(one.key, item);
    const sign = signOf(one);
    sign?.querySelector(".round__said").after(item);
    if (sign) sign.querySelector("details").open = false;
    return item;
  }

  function away(one) {
    waiting.get(one.key)?.remove();
    waiting.delete(one.key);
  }

  function arrive(one, data) {
    away(one);
    const sign = signOf(one);
    if (!sign || !data.html) return;
    sign.querySelector(".round__said").replaceChildren(...nodesFrom(data.html));
    walk.querySelector(".round__progress").replaceChildren(...nodesFrom(data.progress));
    said.textContent = `${sign.querySelector("h2").textContent}: ${data.words}`;
    readWithoutNetwork(worker, scope);
  }

  function hear({ what, photo, photos, why, data }) {
    if (what === "expired") photos.filter(mine).forEach(away);
    if (!mine(photo)) return;
    if (what === "added" || what === "changed") show(photo);
    if (what === "progress") show(photo, texts.sending);
    if (what === "later") show(photo, why ?? undefined);
    if (what === "stopped") show({ ...photo, state: "stopped" }, why ?? texts.failed);
    if (what === "removed") away(photo);
    if (what === "arrived") arrive(photo, data);
  }

  async function showKept() {
    for (const one of await kept.photos()) if (mine(one)) show(one, one.why);
  }

  function cells() {
    const map = walk.querySelector("[data-cells]");
    const positions = JSON.parse(map?.dataset.others ?? "[]").map(({ point }) => point);
    return map ? cellsAround(map.dataset.cells, positions) : [];
  }

  walk.addEventListener("submit", keep);
  queue.listen(hear);
  showKept().then(() => queue.wake());
  readWithoutNetwork(worker, scope, cells());
}

/** Nodes from HTML that this very site has made and escaped. */
function nodesFrom(html) {
  return new DOMParser().parseFromString(html, "text/html").body.childNodes;
}
