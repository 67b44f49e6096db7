import * as kept from "../lib/kept.js";
import { readWithoutNetwork } from "../lib/phone.js";
import { theQueue } from "../lib/queue.js";

const YOUNG_MS = 8000;

/**
 * Says what of this page is kept in the browser and not sent yet: how much, until when, and when the
 * next try is; lets one try now, or take it all away. Sends what is left from before, too.
 */
export default function notice(section) {
  const texts = JSON.parse(section.dataset.texts);
  const { page, worker, scope } = section.dataset;
  const queue = theQueue();
  const part = (name) => section.querySelector(`[data-kept="${name}"]`);
  const time = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
  const list = new Intl.ListFormat(document.documentElement.lang);
  let inTrouble = false;
  let young = 0;

  async function show() {
    const photos = (await kept.photos()).filter((photo) => photo.page === page);
    const answers = (await kept.answers()).filter((one) => one.page === page);
    const first = Math.min(...[...photos, ...answers].map(({ at }) => at));
    const isOld = Date.now() - first > YOUNG_MS;
    const isNews = part("lost").textContent !== "";
    clearTimeout(young);
    if (first < Infinity && !isOld) young = setTimeout(show, YOUNG_MS);
    part("left").hidden = first === Infinity || !(inTrouble || isOld);
    section.hidden = part("left").hidden && !isNews;
    if (part("left").hidden) return;
    tell("what", whatIsLeft(photos.length, answers.length));
    const until = time.format(first + kept.KEPT_MS);
    const isLoose = photos.some((photo) => photo.loose);
    tell("until", (isLoose ? texts.loose : texts.until).replace("{time}", until));
  }

  function whatIsLeft(photos, answers) {
    const words = [
      photos === 1 ? texts.one : photos ? texts.many.replace("{n}", photos) : "",
      answers ? texts.answers : "",
    ];
    return texts.left.replace("{what}", list.format(words.filter(Boolean)));
  }

  /** Only what is new is written: a screen reader says it again otherwise. */
  function tell(name, words) {
    if (part(name).textContent !== words) part(name).textContent = words;
  }

  function hear({ what, photos, seconds }) {
    if (what === "pause") {
      tell("when", texts.pause.replace("{s}", seconds));
      if (inTrouble) return;
      inTrouble = true;
    } else if (what === "progress") {
      tell("when", "");
      return;
    } else if (what === "arrived" || what === "answered") {
      inTrouble = false;
    } else if (what === "expired" && photos.some((photo) => photo.page === page)) {
      tell("lost", texts.lost);
    }
    show();
  }

  part("now").addEventListener("click", () => queue.wake());
  part("away").addEventListener("click", () => {
    if (window.confirm(texts.sure)) queue.clear(page);
  });
  queue.listen(hear);
  show();
  queue.wake();
  if (worker && location.pathname === page) readWithoutNetwork(worker, scope);
}
