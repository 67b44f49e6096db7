/** What stands on the map: read from the server's packed cells. Nothing here touches the page. */

import { onWorld, unpack } from "./plane.js";

/** What the letters of the server say of a post. */
const VERDICTS = { o: "ok", l: "looks", n: "not-ok", "-": "" };

/**
 * A cell's things, positions flat on the unit world: posts with a verdict each ("ok", "looks",
 * "not-ok" or ""), signs with where each faces in radians clockwise from north or null, signals,
 * heaps of posts with their counts.
 */
export function things({ posts = [], verdicts = "", signs = [], facing = [], signals = [], heaps = [], counts = [] }) {
  return {
    posts: projected(posts),
    verdicts: [...verdicts].map((letter) => VERDICTS[letter] ?? ""),
    signs: projected(signs),
    facing: facing.map((degrees) => (degrees === null ? null : (degrees * Math.PI) / 180)),
    signals: projected(signals),
    heaps: projected(heaps),
    counts,
  };
}

/** The tiles {z, x, y} that a view between two corners of the unit world touches. */
export function tilesIn([west, north], [east, south], z) {
  const side = 2 ** z;
  const first = (part) => Math.max(0, Math.floor(part * side));
  const last = (part) => Math.min(side - 1, Math.floor(part * side));
  const tiles = [];
  for (let y = first(north); y <= last(south); y += 1) {
    for (let x = first(west); x <= last(east); x += 1) tiles.push({ z, x, y });
  }
  return tiles;
}

function projected(deltas) {
  const flat = unpack(deltas);
  for (let i = 0; i + 1 < flat.length; i += 2) {
    [flat[i], flat[i + 1]] = onWorld(flat[i], flat[i + 1]);
  }
  return flat;
}
