import { loupe } from "../lib/loupe.js";

// One place in a picture, by press, by drag and by arrow keys. Until this script has the picture,
// and where it never gets it, the picture is a button that sends where it was pressed.

const STEP = 0.005;
const FAR = 8;
const START = { x: 0.5, y: 0.5 };
const SVG = "http://www.w3.org/2000/svg";
const CROSS = "M-11 0H-3M3 0H11M0-11V-3M0 3V11M7 0A7 7 0 1 1-7 0A7 7 0 1 1 7 0";
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export default async function tap(box) {
  const small = box.querySelector("input[type=image]");
  const image = make("img", { src: box.dataset.large, alt: small.alt, className: "tap__picture" });
  const hasPicture = await image.decode().then(() => true, () => false);
  if (hasPicture) new Tap(box, image).begin();
}

class Tap {
  constructor(box, image) {
    this.box = box;
    this.image = image;
    this.form = box.closest("form");
    this.save = this.form.querySelector(".tap__save");
    this.texts = JSON.parse(box.dataset.texts);
    this.frame = make("div", { className: "tap__frame" });
    this.cross = make("button", { type: "button", className: "tap__cross" });
    this.help = make("p", { id: "peka-hjalp", className: "small", textContent: this.texts.help });
    this.said = make("p", { className: "ds-sr-only" });
    const { x, y } = box.dataset;
    this.place = x === undefined ? null : { x: Number(x), y: Number(y) };
  }

  begin() {
    this.frame.style.setProperty("--proportion", this.image.naturalWidth / this.image.naturalHeight);
    this.cross.setAttribute("aria-describedby", this.help.id);
    this.cross.append(drawnCross());
    this.said.setAttribute("role", "status");
    this.frame.append(this.image, this.cross);
    this.glass = loupe(this.frame, this.image);
    this.listen();
    this.box.replaceChildren(this.frame, this.help, this.said);
    this.save.hidden = false;
    this.show();
  }

  listen() {
    this.frame.addEventListener("pointerdown", (event) => this.press(event));
    this.frame.addEventListener("pointermove", (event) => {
      if (this.frame.hasPointerCapture(event.pointerId)) this.follow(event);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.frame.addEventListener(end, () => this.tell());
    }
    this.cross.addEventListener("keydown", (event) => this.key(event));
    this.cross.addEventListener("keyup", (event) => WAYS[event.key] && this.tell());
    this.cross.addEventListener("focus", () => this.show());
    this.cross.addEventListener("blur", () => this.glass.hide());
    this.save.addEventListener("click", (event) => this.place || this.ask(event));
  }

  press(event) {
    event.preventDefault();
    this.frame.setPointerCapture(event.pointerId);
    this.cross.focus({ preventScroll: true });
    this.follow(event);
  }

  follow(event) {
    const at = this.frame.getBoundingClientRect();
    this.move((event.clientX - at.left) / at.width, (event.clientY - at.top) / at.height);
  }

  key(event) {
    const way = WAYS[event.key];
    if (!way && event.key !== "Enter") return;
    event.preventDefault();
    if (!way) return this.form.requestSubmit(this.save.querySelector("button"));
    const step = event.shiftKey ? FAR * STEP : STEP;
    const { x, y } = this.place ?? START;
    this.move(x + way[0] * step, y + way[1] * step);
  }

  move(x, y) {
    this.place = { x: within(x), y: within(y) };
    for (const name of ["x", "y"]) this.field(name).value = this.place[name].toFixed(4);
    this.show();
  }

  /** The form's field of a share; there is none before a place is pointed out. */
  field(name) {
    if (!this.form.elements[name]) this.form.append(make("input", { type: "hidden", name }));
    return this.form.elements[name];
  }

  show() {
    const { x, y } = this.place ?? START;
    Object.assign(this.cross.style, { left: `${100 * x}%`, top: `${100 * y}%` });
    this.cross.classList.toggle("tap__cross--nowhere", !this.place);
    this.cross.setAttribute("aria-label", this.place ? this.words() : this.texts.name);
    if (document.activeElement === this.cross) this.glass.show([x, y], this.frame.clientWidth);
  }

  words() {
    const shares = { x: Math.round(100 * this.place.x), y: Math.round(100 * this.place.y) };
    const at = this.texts.at.replace(/\{(\w)\}/g, (_, name) => shares[name]);
    return `${this.texts.name}: ${at}`;
  }

  tell() {
    if (this.place) this.said.textContent = this.words();
  }

  ask(event) {
    event.preventDefault();
    this.cross.focus();
    this.said.textContent = this.texts.none;
    this.help.textContent = this.texts.none;
  }
}

const within = (share) => Math.min(1, Math.max(0, share));
const make = (name, properties) => Object.assign(document.createElement(name), properties);

/** A ring with a cross, dark on light: seen on zinc, snow and hedges alike. */
function drawnCross() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-12 -12 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const part of ["tap__under", "tap__line"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", part);
    path.setAttribute("d", CROSS);
    svg.append(path);
  }
  return svg;
}
