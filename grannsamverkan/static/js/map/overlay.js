/** A canvas over the whole map, drawn anew when the map has moved; a reader by ear has the lists. */

import * as L from "../../vendor/leaflet/leaflet-src.esm.js";

export const Overlay = L.Layer.extend({
  /** @param {object} colours @param {string} pane whose place among the panes is taken */
  initialize(colours, pane) {
    this.colours = colours;
    this.pane = pane;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", `map__${this.pane}`);
    this.canvas.setAttribute("aria-hidden", "true");
    const pane = map.getPane(this.pane) ?? map.createPane(this.pane);
    pane.append(this.canvas);
    this.soon();
  },

  onRemove() {
    this.canvas.remove();
  },

  getEvents() {
    return { moveend: this.soon, resize: this.soon, zoomstart: this.hide };
  },

  hide() {
    this.canvas.hidden = true;
  },

  /** Draw anew at the next frame, once however often it is asked. */
  soon() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      if (this._map && !this._map._animatingZoom) this.redraw();
    });
  },

  redraw() {
    const size = this._map.getSize();
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.hidden = false;
    this.canvas.width = size.x * sharp;
    this.canvas.height = size.y * sharp;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this.canvas, this._map.containerPointToLayerPoint([0, 0]));
    const pen = this.canvas.getContext("2d");
    pen.scale(sharp, sharp);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    this.draw(pen, size);
  },

  /** Positions of the unit world, flat, as pairs of pixels. */
  onScreen(line) {
    const scale = 256 * 2 ** this._map.getZoom();
    const corner = this._map.getPixelBounds().min;
    const xy = [];
    for (let i = 0; i + 1 < line.length; i += 2) {
      xy.push([line[i] * scale - corner.x, line[i + 1] * scale - corner.y]);
    }
    return xy;
  },
});
