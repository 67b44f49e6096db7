/** Names of streets, waters and parks, and house numbers, on one canvas over the base map. */

import { Crowd, placeAlong } from "../lib/labels.js";
import { Overlay } from "./overlay.js";

const MAIN = new Set(["primary", "secondary", "tertiary"]);
const STREETS_FROM = 16;
const MAIN_STREETS_FROM = 14;
const AREAS_FROM = 14;
const NUMBERS_FROM = 18;
const APART_PX = 280;
const AREA_APART_PX = 700;

export const Names = Overlay.extend({
  initialize(cells, colours) {
    Overlay.prototype.initialize.call(this, colours, "names");
    this.cells = cells;
  },

  draw(pen, size) {
    const zoom = Math.round(this._map.getZoom());
    const cells = this.cells.at(zoom);
    const features = cells.flatMap((cell) => cell.features).filter((feature) => feature.name);
    const crowd = new Crowd();
    const rank = (feature) => (MAIN.has(feature.type) ? 0 : feature.area ? 2 : 1);
    features.sort((a, b) => rank(a) - rank(b));
    for (const feature of features) {
      if (feature.area) this.writeArea(pen, feature, crowd, zoom, size);
      else this.writeAlong(pen, feature, crowd, zoom, size);
    }
    if (zoom >= NUMBERS_FROM) this.writeNumbers(pen, cells, crowd, size);
  },

  writeAlong(pen, feature, crowd, zoom, size) {
    if (feature.kind === "building" || feature.kind === "rail") return;
    if (zoom < (MAIN.has(feature.type) ? MAIN_STREETS_FROM : STREETS_FROM)) return;
    const water = feature.kind === "water";
    pen.font = `${water ? "italic " : ""}${zoom >= 17 ? 13 : 12}px ${this.colours.font}`;
    const width = pen.measureText(feature.name).width;
    for (const line of feature.lines) {
      const place = placeAlong(this.onScreen(line), width);
      if (place && inside(place, size) && crowd.claim(feature.name, place, width, APART_PX)) {
        this.text(pen, feature.name, place, water ? "text-water" : "text");
      }
    }
  },

  writeArea(pen, feature, crowd, zoom, size) {
    if (zoom < AREAS_FROM || feature.kind === "building") return;
    const xy = this.onScreen(feature.lines[0]);
    const [left, right, top, bottom] = boxOf(xy, size);
    pen.font = `italic 13px ${this.colours.font}`;
    const width = pen.measureText(feature.name).width;
    const place = { x: (left + right) / 2, y: (top + bottom) / 2 };
    if (right - left < width || bottom - top < 20) return;
    if (!inside(place, size) || !crowd.claim(feature.name, place, width, AREA_APART_PX)) return;
    this.text(pen, feature.name, place, feature.kind === "water" ? "text-water" : "text-quiet");
  },

  writeNumbers(pen, cells, crowd, size) {
    pen.font = `11px ${this.colours.font}`;
    for (const { at, text } of cells.flatMap((cell) => cell.numbers)) {
      const [[x, y]] = this.onScreen(at);
      const place = { x, y };
      if (inside(place, size) && crowd.claim(text, place, pen.measureText(text).width)) {
        this.text(pen, text, place, "text-quiet");
      }
    }
  },

  text(pen, words, { x, y, angle = 0 }, colour) {
    pen.save();
    pen.translate(x, y);
    pen.rotate(angle);
    pen.strokeStyle = this.colours.halo;
    pen.lineWidth = 3;
    pen.strokeText(words, 0, 0);
    pen.fillStyle = this.colours[colour];
    pen.fillText(words, 0, 0);
    pen.restore();
  },
});

function inside({ x, y }, size) {
  return x > 0 && y > 0 && x < size.x && y < size.y;
}

function boxOf(xy, size) {
  const xs = xy.map(([x]) => Math.min(Math.max(x, 0), size.x));
  const ys = xy.map(([, y]) => Math.min(Math.max(y, 0), size.y));
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
}
