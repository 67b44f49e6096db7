/** The quiet base map: the municipality's own ground, painted here, with no tile service. */

import * as L from "../../vendor/leaflet/leaflet-src.esm.js";
import { Cells } from "./cells.js";
import { Names } from "./names.js";
import { paint } from "./paint.js";
import { onThemeChange, palette } from "./palette.js";

const TILE = 256;

const Ground = L.GridLayer.extend({
  initialize(cells, colours, options) {
    L.GridLayer.prototype.initialize.call(this, { tileSize: TILE, minZoom: 9, ...options });
    this.cells = cells;
    this.colours = colours;
  },

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas", "map__tile");
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = canvas.height = TILE * sharp;
    this.cells.forTile(coords).then((cell) => {
      const side = 2 ** coords.z;
      const view = { x: coords.x / side, y: coords.y / side, scale: side * TILE };
      const pen = canvas.getContext("2d");
      pen.scale(sharp, sharp);
      paint(pen, cell.features, view, this.colours);
      done(null, canvas);
      this.fire("cell");
    });
    return canvas;
  },
});

/**
 * Put the base map and its names on `map`; `url` is where cells are asked for.
 * @returns {L.Layer} the names, which step back where another map writes its own
 */
export function addBaseMap(map, url) {
  const cells = new Cells(url);
  const ground = new Ground(cells, palette(map.getContainer())).addTo(map);
  const names = new Names(cells, ground.colours).addTo(map);
  ground.on("cell load", () => names.soon());
  onThemeChange(() => {
    ground.colours = names.colours = palette(map.getContainer());
    ground.redraw();
    names.soon();
  });
  return names;
}
