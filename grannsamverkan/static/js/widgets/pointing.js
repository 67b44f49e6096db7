// Pointing out in the photo itself, by mouse, finger and keyboard: the foot, the fastening, the sign's
// corners, what is to be covered or was covered for nothing, rust. Without JavaScript one chooses a field.

import { loupe } from "../lib/loupe.js";
import { box, grown, GROWTH, middle, moved, nearest, ring, span, stepOf, thinned } from "../lib/points.js";
import { fit } from "./layers.js";

const SVG = "http://www.w3.org/2000/svg";
const PATIENCE_MS = 1200;
const MOST_PLACES = 200;
const START_REACH = 0.08;
const LEAST_DRAG = 0.01;
const BOXES = ["cover", "uncover"];
const MEASURED = ["foot", "corners"];

export default function pointing(root) {
  const tool = new Tool(root);
  for (const one of root.querySelectorAll("[data-by-script]")) one.hidden = false;
  for (const one of root.querySelectorAll("[data-without-script]")) one.hidden = true;
  tool.details.addEventListener("toggle", () => (tool.details.open ? tool.begin() : tool.leave()));
  tool.form.addEventListener("change", (event) => event.target.name === "kind" && tool.begin());
  tool.form.addEventListener("submit", () => tool.write());
  tool.form.addEventListener("keydown", (event) => {
    // In a choice Enter would send what nobody has pointed out yet.
    if (event.key !== "Enter" || !event.target.matches("[type=radio]")) return;
    event.preventDefault();
    tool.handles[0].focus();
  });
}

class Tool {
  constructor(root) {
    this.root = root;
    this.details = root.querySelector("details");
    this.form = root.querySelector("form");
    this.help = root.querySelector(".point-form__help");
    this.marks = root.parentElement.querySelector(".mark-form")?.closest("details");
    this.marks?.addEventListener("toggle", () => {
      if (this.marks.open) this.details.open = false;
    });
    this.handles = [];
    this.kept = false;
  }

  get kind() {
    return this.form.elements.kind.value;
  }

  get aspect() {
    return this.image.naturalWidth / this.image.naturalHeight || 4 / 3;
  }

  begin() {
    if (!this.details.open) return;
    if (this.marks) this.marks.open = false;
    this.standIn(this.root.closest("figure"));
    this.places = this.starting();
    this.touched = false;
    this.text = "";
    this.help.textContent = this.form.querySelector("[name=kind]:checked").dataset.help;
    this.build();
    this.bar ??= this.buttons();
    this.frame.after(this.bar);
    this.frame.scrollIntoView({ block: "nearest" });
  }

  /** The form stands with one photo at a time (see stage.js). */
  standIn(figure) {
    this.figure = figure;
    this.frame = figure.querySelector(".photo__frame");
    this.image = this.frame.querySelector("img");
    this.starts = JSON.parse(figure.dataset.starts ?? "{}");
  }

  /** What one does stands below the photo while one looks at it; the form may be far down. */
  buttons() {
    const bar = document.createElement("div");
    const save = document.createElement("button");
    const cancel = document.createElement("button");
    bar.className = "points-bar";
    for (const [button, variant] of [[save, "primary"], [cancel, "tertiary"]]) {
      button.type = "button";
      button.className = "ds-button";
      button.dataset.variant = variant;
    }
    save.textContent = this.root.dataset.save;
    cancel.textContent = this.root.dataset.cancel;
    save.addEventListener("click", () => this.enter());
    cancel.addEventListener("click", () => this.escape());
    bar.append(this.help, save, cancel);
    return bar;
  }

  starting() {
    const { fastening } = this.starts;
    const known = this.starts[this.kind];
    if (known) return known.map((place) => [...place]);
    const here = fastening?.[0] ?? [0.5, 0.5];
    const [x, y] = here;
    const reach = START_REACH;
    if (this.kind === "rust") return ring(here, reach / 2, this.aspect);
    if (BOXES.includes(this.kind)) {
      return moved([[x - reach, y - reach], [x + reach, y + reach]], [0, 0]);
    }
    if (this.kind !== "corners") return [here];
    return [[x - reach, y - reach], [x + reach, y - reach], [x + reach, y + reach], [x - reach, y + reach]];
  }

  leave() {
    this.overlay?.remove();
    this.glass?.remove();
    this.bar?.remove();
    this.figure?.classList.remove("photo--pointing");
    this.handles = [];
    clearTimeout(this.soon);
    if (!this.kept) return;
    // What was kept on the way is being looked at: this page, read in anew, waits for it.
    window.location.hash = this.figure.id;
    window.location.reload();
  }

  build() {
    this.overlay?.remove();
    this.glass?.remove();
    this.glass = loupe(this.frame, this.image);
    this.overlay = make("svg", { class: "points", role: "group", "aria-label": this.label(this.kind) });
    const { naturalWidth, naturalHeight } = this.image;
    this.overlay.setAttribute("viewBox", `0 0 ${naturalWidth || 1600} ${naturalHeight || 1200}`);
    this.under = make("path", { class: "points__under", "vector-effect": "non-scaling-stroke" });
    this.line = make("path", { class: "points__line", "vector-effect": "non-scaling-stroke" });
    this.words = make("text", {});
    const whole = this.kind === "rust" || BOXES.includes(this.kind);
    this.handles = whole ? [this.handle(null)] : this.places.map((_, index) => this.handle(index));
    this.overlay.append(this.under, this.line, ...this.handles, this.words);
    this.overlay.addEventListener("pointerdown", (event) => this.press(event));
    this.overlay.addEventListener("pointermove", (event) => this.drag(event));
    this.overlay.addEventListener("pointerup", () => this.release());
    this.overlay.addEventListener("pointercancel", () => (this.held = undefined));
    this.frame.append(this.overlay);
    this.figure.classList.add("photo--pointing");
    new ResizeObserver(() => this.draw()).observe(this.overlay);
    this.draw();
    this.measure();
  }

  handle(index) {
    const handle = make("g", { class: "points__handle", tabindex: "0", role: "button" });
    const cross = "M-11 0H-4M4 0H11M0 -11V-4M0 4V11";
    handle.append(
      make("circle", { class: "points__reach", r: "22" }),
      make("path", { class: "points__under", d: cross }),
      make("path", { class: "points__line", d: cross }),
    );
    handle.addEventListener("keydown", (event) => this.key(event, index));
    handle.addEventListener("focus", () => this.enlarge());
    handle.addEventListener("blur", () => this.glass.hide());
    return handle;
  }

  label(kind) {
    const radio = this.form.querySelector(`[name=kind][value=${kind}]`);
    return radio.parentElement.querySelector("label").textContent.trim();
  }

  // What is seen -----------------------------------------------------------------------------

  draw() {
    if (!this.overlay.isConnected) return;
    fit(this.overlay);
    const { width, height } = this.overlay.viewBox.baseVal;
    const unit = Number(this.overlay.style.getPropertyValue("--layer-unit")) || 1;
    const px = ([x, y]) => [x * width, y * height];
    const at = this.handles.length > 1 || this.places.length === 1 ? this.places : [middle(this.places)];
    this.handles.forEach((handle, index) => {
      const [x, y] = px(at[index]);
      handle.setAttribute("transform", `translate(${x} ${y}) scale(${unit})`);
      handle.setAttribute("aria-label", this.described(at[index], index));
    });
    for (const path of [this.under, this.line]) path.setAttribute("d", this.outline(px));
    const [x, y] = px(this.beside());
    this.words.setAttribute("x", x + 18 * unit);
    this.words.setAttribute("y", y);
    this.words.textContent = this.text;
    this.enlarge();
  }

  /** The place that is held, under the glass; what is an area needs none. */
  enlarge() {
    const active = this.handles.indexOf(document.activeElement);
    const isPlace = this.handles.length === this.places.length;
    if (active < 0 || !isPlace) return;
    const { width } = this.overlay.viewBox.baseVal;
    const unit = Number(this.overlay.style.getPropertyValue("--layer-unit")) || 1;
    this.glass.show(this.places[active], width / unit);
  }

  outline(px) {
    const ways = (places) => places.map((place) => px(place).join(" ")).join("L");
    if (BOXES.includes(this.kind)) {
      const [[a, b], [c, d]] = box(this.places);
      return `M${ways([[a, b], [c, b], [c, d], [a, d]])}Z`;
    }
    if (this.places.length > 1) return `M${ways(this.places)}Z`;
    const edge = this.kind === "foot" && this.starts.corners;
    return edge ? `M${ways([this.places[0], middle(edge.slice(2))])}` : "";
  }

  /** Where the height stands: at the sign's lower edge, whose height it is. */
  beside() {
    if (this.kind === "corners") return this.places[2];
    return this.places[0];
  }

  described([x, y], index) {
    const number = this.handles.length > 1 ? ` ${index + 1}` : "";
    return `${this.label(this.kind)}${number}: ${Math.round(x * 100)} %, ${Math.round(y * 100)} %`;
  }

  // What is done -----------------------------------------------------------------------------

  press(event) {
    const place = this.placeOf(event);
    event.preventDefault();
    this.overlay.setPointerCapture(event.pointerId);
    clearTimeout(this.soon);
    this.held = { from: place, index: 0 };
    if (this.kind === "corners") this.held.index = nearest(this.places, place, this.aspect);
    else if (this.kind === "rust") this.held.path = [place];
    this.handles[this.handles.length > 1 ? this.held.index : 0].focus({ preventScroll: true });
    if (this.places.length === 1) this.change([place]);
  }

  drag(event) {
    if (!this.held) return;
    const place = this.placeOf(event);
    const { from, index, path } = this.held;
    if (BOXES.includes(this.kind)) {
      if (span([from, place]) > LEAST_DRAG) this.change(box([from, place]));
    } else if (path) {
      path.push(place);
      if (path.length > 3 && span(path) > LEAST_DRAG) this.change(thinned(path, MOST_PLACES));
    } else {
      this.change(this.places.map((old, at) => (at === index ? place : old)));
    }
  }

  release() {
    if (!this.held) return;
    this.held = undefined;
    if (this.places.length === 1) this.form.requestSubmit();
    else if (this.kind === "corners") this.soon = setTimeout(() => this.keep(), PATIENCE_MS);
  }

  key(event, index) {
    const step = stepOf(event.key, event.shiftKey, this.aspect);
    const factor = { "+": GROWTH, "-": 1 / GROWTH }[event.key];
    if (step) this.change(moved(this.places, step, index));
    else if (factor && index === null) this.change(grown(this.places, factor));
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.escape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  enter() {
    if (this.kept && !this.touched) this.details.open = false;
    else this.form.requestSubmit();
  }

  escape() {
    this.details.open = false;
    this.details.querySelector("summary").focus();
  }

  change(places) {
    this.places = places;
    this.touched = true;
    this.draw();
    this.measure();
  }

  // What is told -----------------------------------------------------------------------------

  write() {
    this.kept = false;
    const places = this.places.map((place) => place.map((share) => Number(share.toFixed(5))));
    this.form.elements.places.value = JSON.stringify(places);
  }

  async keep() {
    this.write();
    const answer = await fetch(this.form.action, {
      method: "POST",
      body: new FormData(this.form),
      headers: { Accept: "application/json" },
    }).catch(() => null);
    this.kept = Boolean(answer?.ok);
    if (this.kept) this.touched = false;
    this.help.textContent = this.kept ? this.help.dataset.kept : this.help.dataset.lost;
  }

  /** Asks what the height would be; one question at a time, the newest places last. */
  async measure() {
    if (!MEASURED.includes(this.kind) || this.asking) {
      this.again = Boolean(this.asking);
      return;
    }
    const name = this.kind === "foot" ? "fot" : "horn";
    const asked = new URLSearchParams({ [name]: JSON.stringify(this.places) });
    this.asking = true;
    const answer = await fetch(`${this.root.dataset.height}?${asked}`, {
      headers: { Accept: "application/json" },
    }).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => ({ text: "" })) : { text: "" };
    this.asking = false;
    this.text = found.metres === null ? "" : found.text;
    this.draw();
    if (this.again) this.measure();
  }

  placeOf(event) {
    const area = this.overlay.getScreenCTM();
    const { width, height } = this.overlay.viewBox.baseVal;
    const shares = [
      (event.clientX - area.e) / area.a / width,
      (event.clientY - area.f) / area.d / height,
    ];
    return shares.map((share) => Math.min(1, Math.max(0, share)));
  }
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
