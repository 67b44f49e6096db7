/** Fetches cells of the map, each once, and keeps the latest. */

import { cellOf, onWorld, unpack } from "../lib/plane.js";

export const HIGHEST_ZOOM = 16;
const KEPT = 300;
const NEXT = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy]));
const AROUND = { zooms: [13, 14, 15, 16], most: 120 };

/** Where a cell "zoom/column/row" is asked for. */
function addressOf(url, key) {
  const address = new URL(url, document.baseURI);
  address.searchParams.set("ruta", key);
  return address.href;
}

/** The addresses of the cells that hold [lon, lat] positions and of those next to them. */
export function cellsAround(url, positions) {
  const keys = new Set();
  for (const z of AROUND.zooms) {
    for (const [lon, lat] of positions) {
      const [x, y] = onWorld(lon, lat).map((part) => Math.floor(part * 2 ** z));
      for (const [dx, dy] of NEXT) keys.add(`${z}/${x + dx}/${y + dy}`);
    }
  }
  return [...keys].slice(0, AROUND.most).map((key) => addressOf(url, key));
}

export class Cells {
  /**
   * @param {string} url where cells are asked for; `ruta` is added
   * @param {(answer: object) => object} read makes of an answer what is drawn
   */
  constructor(url, read = ground) {
    this.url = new URL(url, document.baseURI);
    this.read = read;
    this.asked = new Map();
    this.loaded = new Map();
  }

  /** What a tile {z, x, y} shows: a promise of what `read` makes of its cell. */
  forTile(tile) {
    const cell = cellOf(tile, HIGHEST_ZOOM);
    const key = `${cell.z}/${cell.x}/${cell.y}`;
    if (!this.asked.has(key)) {
      this.asked.set(key, this.fetch(key));
      if (this.asked.size > KEPT) this.forget(this.asked.keys().next().value);
    }
    return this.asked.get(key);
  }

  /** The cells fetched so far of the zoom that is drawn at map zoom `zoom`. */
  at(zoom) {
    const prefix = `${Math.min(zoom, HIGHEST_ZOOM)}/`;
    return [...this.loaded].filter(([key]) => key.startsWith(prefix)).map(([, cell]) => cell);
  }

  forget(key) {
    this.asked.delete(key);
    this.loaded.delete(key);
  }

  async fetch(key) {
    try {
      const answer = await fetch(addressOf(this.url, key), { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`map ${key}: ${answer.status}`);
      const cell = this.read(await answer.json());
      this.loaded.set(key, cell);
      return cell;
    } catch (error) {
      // Asked for again when the cell is next in sight; meanwhile the ground stays empty.
      this.forget(key);
      console.warn(error);
      return this.read({});
    }
  }
}

/** The ground of a cell, positions on the unit world. */
function ground({ features = [], numbers = [] }) {
  return {
    features: features.map((feature) => ({
      kind: feature.k,
      type: feature.t,
      name: feature.n ?? "",
      width: feature.w ?? 0,
      area: Boolean(feature.a),
      lines: (feature.a ?? feature.l).map(projected),
    })),
    numbers: numbers.map(([lon, lat, text]) => ({ at: onWorld(lon, lat), text })),
  };
}

function projected(deltas) {
  const flat = unpack(deltas);
  for (let i = 0; i + 1 < flat.length; i += 2) {
    [flat[i], flat[i + 1]] = onWorld(flat[i], flat[i + 1]);
  }
  return flat;
}
