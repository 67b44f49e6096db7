/**
 * Draws one area into a text field, as GeoJSON: by mouse, by touch and by keyboard alike.
 * While drawing, a press on the map or Enter at the cross puts a corner; afterwards corners are
 * moved, put between two others, or taken away. Every change can be undone.
 */

import * as L from "../../vendor/leaflet/leaflet-src.esm.js";
import { area, crossing, hectares, midpoint, nearestSide, toGeoJSON, toRing } from "../lib/plane.js";
import { dot, toLatLng } from "./shapes.js";

const CORNER = 44;
const BETWEEN = 44;
/** On a shorter side the handle between two corners would lie upon them. */
const SIDE_PX_AT_LEAST = CORNER + BETWEEN;
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const STEP_PX = 4;
const LONG_STEP_PX = 24;
const UNDONE_AT_MOST = 100;

export class AreaDrawing {
  /**
   * @param {L.Map} map
   * @param {{target: HTMLTextAreaElement, say: (text: string) => void, texts: object}} parts
   */
  constructor(map, { target, say, texts }) {
    Object.assign(this, { map, target, say, texts });
    this.ring = toRing(target.value) ?? [];
    this.open = this.ring.length === 0;
    this.before = [];
    this.shape = L.polygon([], { className: "map-area map-area--own", interactive: false }).addTo(map);
    this.line = L.polyline([], { className: "map-line", interactive: false }).addTo(map);
    this.handles = L.layerGroup().addTo(map);
    map.doubleClickZoom.disable();
    map.on("click", ({ latlng }) => this.pressed(latlng));
    map.on("zoomend", () => this.draw());
    map.getContainer().addEventListener("keydown", (event) => this.key(event));
    target.addEventListener("change", () => this.read());
    this.draw();
    this.tell();
  }

  /** What the buttons beside the map do, by their data-do. */
  act(name) {
    const actions = {
      add: () => this.add(this.map.getCenter()),
      undo: () => this.undo(),
      restart: () => this.restart(),
      done: () => this.done(),
    };
    actions[name]?.();
  }

  /** The corners to be seen when the page opens. */
  get bounds() {
    return this.ring.length ? L.latLngBounds(this.ring.map(toLatLng)) : null;
  }

  pressed(latlng) {
    if (this.open) this.add(latlng);
  }

  add({ lng, lat }) {
    const at = this.open ? this.ring.length : nearestSide(this.ring, [lng, lat]) + 1;
    this.change([...this.ring.slice(0, at), [lng, lat], ...this.ring.slice(at)]);
  }

  remove(index) {
    this.change(this.ring.filter((_, i) => i !== index));
    this.focus(Math.max(0, index - 1));
  }

  insertAfter(index) {
    const next = this.ring[(index + 1) % this.ring.length];
    this.change([
      ...this.ring.slice(0, index + 1),
      midpoint(this.ring[index], next),
      ...this.ring.slice(index + 1),
    ]);
    this.focus(index + 1);
  }

  moveTo(index, { lng, lat }) {
    this.change(this.ring.map((corner, i) => (i === index ? [lng, lat] : corner)));
  }

  undo() {
    const last = this.before.pop();
    if (!last) return;
    this.ring = last.ring;
    this.open = last.open;
    this.written();
  }

  restart() {
    this.change([], true);
    this.map.getContainer().focus({ preventScroll: true });
  }

  done() {
    if (this.ring.length < 3) {
      this.say(this.texts.too_few);
      return;
    }
    this.open = false;
    this.draw();
    this.tell(this.texts.done);
  }

  change(ring, open = this.open || ring.length === 0) {
    this.before = [...this.before, { ring: this.ring, open: this.open }].slice(-UNDONE_AT_MOST);
    this.ring = ring;
    this.open = open;
    this.written();
  }

  written() {
    this.target.value = toGeoJSON(this.ring);
    this.writing = true;
    this.target.dispatchEvent(new Event("change", { bubbles: true }));
    this.writing = false;
    this.draw();
    this.tell();
  }

  /** Somebody wrote in the text field: follow, if it can be read here. The server judges. */
  read() {
    if (this.writing) return;
    const ring = toRing(this.target.value);
    if (ring === null) return;
    this.before.push({ ring: this.ring, open: this.open });
    this.ring = ring;
    this.open = ring.length < 3;
    this.draw();
    this.tell();
    if (this.bounds) this.map.fitBounds(this.bounds, { padding: [40, 40], maxZoom: 17 });
  }

  tell(first = "") {
    const shown = this.texts.status
      .replace("{corners}", this.ring.length)
      .replace("{hectares}", hectares(area(this.ring), document.documentElement.lang));
    const crossed = crossing(this.ring) ? this.texts.crosses : "";
    this.say([first, this.ring.length ? shown : this.texts.empty, crossed].filter(Boolean).join(" "));
  }

  draw() {
    const corners = this.ring.map(toLatLng);
    this.outline(corners);
    const held = document.activeElement?.dataset?.corner;
    this.handles.clearLayers();
    corners.forEach((corner, i) => this.handles.addLayer(this.corner(corner, i)));
    if (!this.open) {
      this.ring.forEach((corner, i) => {
        const next = this.ring[(i + 1) % this.ring.length];
        if (this.pixels(corner, next) >= SIDE_PX_AT_LEAST) {
          this.handles.addLayer(this.between(toLatLng(midpoint(corner, next)), i));
        }
      });
    }
    if (held !== undefined) this.focus(Number(held));
  }

  pixels(one, other) {
    const [from, to] = [one, other].map((corner) => this.map.latLngToLayerPoint(toLatLng(corner)));
    return from.distanceTo(to);
  }

  outline(corners) {
    this.shape.setLatLngs(corners.length > 2 ? corners : []);
    this.line.setLatLngs(corners.length === 2 ? corners : []);
    this.shape.getElement()?.classList.toggle("map-area--crossed", Boolean(crossing(this.ring)));
  }

  corner(at, index) {
    const first = index === 0 && this.open && this.ring.length > 2;
    const handle = L.marker(at, { icon: dot(first ? "first" : "corner", CORNER), draggable: true });
    handle.on("add", () => {
      const element = handle.getElement();
      element.dataset.corner = index;
      element.setAttribute("aria-label", this.texts.corner.replace("{number}", index + 1));
    });
    handle.on("drag", () => this.outline(this.ring.map((c, i) => (i === index ? handle.getLatLng() : toLatLng(c)))));
    handle.on("dragend", () => this.moveTo(index, handle.getLatLng()));
    handle.on("click", () => first && this.done());
    return handle;
  }

  between(at, index) {
    const handle = L.marker(at, { icon: dot("between", BETWEEN), draggable: true, keyboard: false });
    const put = () => {
      const { lng, lat } = handle.getLatLng();
      this.change([...this.ring.slice(0, index + 1), [lng, lat], ...this.ring.slice(index + 1)]);
    };
    handle.on("add", () => handle.getElement().setAttribute("aria-hidden", "true"));
    handle.on("dragend", put);
    handle.on("click", put);
    return handle;
  }

  focus(index) {
    const corner = this.map.getContainer().querySelector(`[data-corner="${index}"]`);
    (corner ?? this.map.getContainer()).focus({ preventScroll: true });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = event.target.dataset.corner;
    const known = index === undefined ? this.mapKey(event) : this.cornerKey(event, Number(index));
    if (known) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  mapKey(event) {
    if (event.target !== this.map.getContainer()) return false;
    if (event.key === "Enter") this.add(this.map.getCenter());
    else if (event.key === "Backspace") this.undo();
    else return false;
    return true;
  }

  cornerKey(event, index) {
    if (event.key in STEPS) this.nudge(index, STEPS[event.key], event.shiftKey);
    else if (event.key === "Delete" || event.key === "Backspace") this.remove(index);
    else if (event.key === "Enter") this.insertAfter(index);
    else return false;
    return true;
  }

  nudge(index, [dx, dy], far) {
    const by = far ? LONG_STEP_PX : STEP_PX;
    const point = this.map.latLngToContainerPoint(toLatLng(this.ring[index]));
    this.moveTo(index, this.map.containerPointToLatLng(point.add([dx * by, dy * by])));
  }
}
