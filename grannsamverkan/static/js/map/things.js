/**
 * Posts, road signs and signals over the base map. A post's verdict is a shape in a ring: a tick, a
 * question mark, a cross. From afar posts are heaps with their number.
 */

import { things, tilesIn } from "../lib/things.js";
import { onWorld } from "../lib/plane.js";
import { Cells, HIGHEST_ZOOM } from "./cells.js";
import { Overlay } from "./overlay.js";
import { onThemeChange, palette } from "./palette.js";

const HEAPS_TO = 14;
const SHAPES_FROM = 16;
const LARGE_FROM = 18;
const NEAR_M = 20;

const Things = Overlay.extend({
  initialize(cells, colours) {
    Overlay.prototype.initialize.call(this, colours, "things");
    this.cells = cells;
  },

  redraw() {
    this.ask();
    Overlay.prototype.redraw.call(this);
  },

  /** Fetch what the view shows and is not here yet; what comes is drawn when it comes. */
  ask() {
    const zoom = Math.min(Math.round(this._map.getZoom()), HIGHEST_ZOOM);
    const bounds = this._map.getBounds();
    const [nw, se] = [bounds.getNorthWest(), bounds.getSouthEast()];
    for (const tile of tilesIn(onWorld(nw.lng, nw.lat), onWorld(se.lng, se.lat), zoom)) {
      const known = this.cells.loaded.size;
      this.cells.forTile(tile).then(() => {
        if (this.cells.loaded.size > known) this.soon();
      });
    }
  },

  draw(pen, size) {
    const zoom = Math.round(this._map.getZoom());
    const shown = this.cells.at(zoom);
    const brush = { pen, colours: this.colours, radius: zoom >= LARGE_FROM ? 10 : 8 };
    const each = (flat, paint) =>
      this.onScreen(flat).forEach(([x, y], i) => {
        if (x > -NEAR_M && y > -NEAR_M && x < size.x + NEAR_M && y < size.y + NEAR_M) paint(x, y, i);
      });
    for (const cell of shown) {
      each(cell.heaps, (x, y, i) => heap(brush, x, y, cell.counts[i]));
      each(cell.signs, (x, y, i) => sign(brush, x, y, cell.facing[i], zoom));
      each(cell.signals, (x, y) => signal(brush, x, y, zoom));
      each(cell.posts, (x, y, i) => post(brush, x, y, cell.verdicts[i], zoom));
    }
  },
});

/** Put what stands there on `map`; `url` is where cells are asked for. */
export function addThings(map, url) {
  const layer = new Things(new Cells(url, things), palette(map.getContainer())).addTo(map);
  onThemeChange(() => {
    layer.colours = palette(map.getContainer());
    layer.soon();
  });
}

function post(brush, x, y, verdict, zoom) {
  if (!verdict || zoom < SHAPES_FROM) {
    circle(brush, x, y, zoom < SHAPES_FROM ? 2.5 : 4, brush.colours.post);
    return;
  }
  circle(brush, x, y, brush.radius, brush.colours.halo, verdict);
  MARKS[verdict](brush, x, y, brush.radius * 0.5);
}

const MARKS = {
  ok: (brush, x, y, r) => stroke(brush, [[x - r, y], [x - r * 0.25, y + r * 0.75], [x + r, y - r * 0.7]]),
  "not-ok": (brush, x, y, r) => {
    const k = r * 0.8;
    stroke(brush, [[x - k, y - k], [x + k, y + k]]);
    stroke(brush, [[x - k, y + k], [x + k, y - k]]);
  },
  looks: ({ pen, colours, radius }, x, y) => {
    pen.font = `700 ${Math.round(radius * 1.5)}px ${colours.font}`;
    pen.fillStyle = colours.text;
    pen.fillText("?", x, y + 0.5);
  },
};

/** A square with a short arm to where its face looks. */
function sign({ pen, colours }, x, y, facing, zoom) {
  const half = zoom < SHAPES_FROM ? 2.5 : 4.5;
  pen.strokeStyle = colours.text;
  pen.lineWidth = 1.5;
  if (facing !== null && zoom >= SHAPES_FROM) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + Math.sin(facing) * half * 2.4, y - Math.cos(facing) * half * 2.4);
    pen.stroke();
  }
  pen.fillStyle = colours.sign;
  pen.fillRect(x - half, y - half, 2 * half, 2 * half);
  pen.strokeRect(x - half, y - half, 2 * half, 2 * half);
}

/** Three lights one above the other. */
function signal({ pen, colours }, x, y, zoom) {
  const high = zoom < SHAPES_FROM ? 4 : 7.5;
  pen.fillStyle = colours.text;
  pen.fillRect(x - high * 0.45, y - high, high * 0.9, high * 2);
  pen.fillStyle = colours.halo;
  for (const step of [-1, 0, 1]) {
    pen.beginPath();
    pen.arc(x, y + step * high * 0.6, high * 0.22, 0, 2 * Math.PI);
    pen.fill();
  }
}

function heap(brush, x, y, count) {
  const { pen, colours } = brush;
  const words = String(count);
  circle(brush, x, y, 10 + 3 * words.length, colours.halo);
  pen.font = `600 13px ${colours.font}`;
  pen.fillStyle = colours.text;
  pen.fillText(words, x, y + 0.5);
}

function circle({ pen, colours }, x, y, radius, fill, verdict = "") {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = colours[verdict || "other"];
  pen.lineWidth = verdict ? 2.5 : 1.5;
  pen.stroke();
}

function stroke({ pen, colours }, line) {
  pen.beginPath();
  line.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.strokeStyle = colours.text;
  pen.lineWidth = 2.2;
  pen.stroke();
}
