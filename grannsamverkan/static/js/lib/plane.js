/**
 * Arithmetic of positions: [lon, lat] in degrees, lengths in metres. Nothing here touches the page.
 * The server reckons again in the municipality's own plane; what is shown here is a preview.
 */

const EARTH_M = 6371008.8;
const MICRODEGREES = 1e6;
const RAD = Math.PI / 180;
const SQUARE_METRES_A_HECTARE = 10000;

/** Metres between two positions along the sphere. */
export function distance([lonA, latA], [lonB, latB]) {
  const half = (degrees) => Math.sin((degrees * RAD) / 2) ** 2;
  const h = half(latB - latA) + Math.cos(latA * RAD) * Math.cos(latB * RAD) * half(lonB - lonA);
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Square metres inside a ring of positions (first not repeated); 0 for fewer than three. */
export function area(ring) {
  if (ring.length < 3) return 0;
  let sum = 0;
  ring.forEach(([lon, lat], i) => {
    const [nextLon, nextLat] = ring[(i + 1) % ring.length];
    sum += (nextLon - lon) * RAD * (2 + Math.sin(lat * RAD) + Math.sin(nextLat * RAD));
  });
  return Math.abs((sum * EARTH_M * EARTH_M) / 2);
}

/** Hectares as people write them in `language`: two figures that count, such as "3,2". */
export function hectares(squareMetres, language) {
  const value = squareMetres / SQUARE_METRES_A_HECTARE;
  const digits = value < 1 ? 2 : value < 100 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** Halfway between two positions near each other. */
export function midpoint([lonA, latA], [lonB, latB]) {
  return [(lonA + lonB) / 2, (latA + latB) / 2];
}

/** The one of `places` (each with `position`) nearest to a position, with its distance, or null. */
export function nearest(places, position) {
  let best = null;
  for (const place of places) {
    const metres = distance(place.position, position);
    if (best === null || metres < best.metres) best = { place, metres };
  }
  return best;
}

/**
 * The place one comes to by an arrow key: nearest to `from` within 45° of the direction [dx, dy]
 * (x east, y north), or null.
 */
export function nearestTowards(places, from, [dx, dy]) {
  const squeeze = Math.cos(from.position[1] * RAD);
  let best = null;
  for (const place of places) {
    const x = (place.position[0] - from.position[0]) * squeeze;
    const y = place.position[1] - from.position[1];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (along <= 0 || aside > along) continue;
    if (best === null || along + aside < best.cost) best = { place, cost: along + aside };
  }
  return best && best.place;
}

/** After which corner of `ring` a new corner at `position` best goes: the nearest side's first. */
export function nearestSide(ring, position) {
  let best = { side: ring.length - 1, metres: Infinity };
  ring.forEach((corner, side) => {
    const metres = toSide(position, corner, ring[(side + 1) % ring.length]);
    if (metres < best.metres) best = { side, metres };
  });
  return best.side;
}

function toSide(position, from, to) {
  const squeeze = Math.cos(position[1] * RAD);
  const [ax, ay] = [(from[0] - position[0]) * squeeze, from[1] - position[1]];
  const [bx, by] = [(to[0] - position[0]) * squeeze, to[1] - position[1]];
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length ? Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / length)) : 0;
  return Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)) * RAD * EARTH_M;
}

/** Numbers (from 1) of two sides of a ring that cross, or null. */
export function crossing(ring) {
  const side = (i) => [ring[i], ring[(i + 1) % ring.length]];
  for (let i = 0; i < ring.length; i += 1) {
    for (let j = i + 2; j < ring.length; j += 1) {
      const neighbours = i === 0 && j === ring.length - 1;
      if (!neighbours && meet(side(i), side(j))) return [i + 1, j + 1];
    }
  }
  return null;
}

function meet([a, b], [c, d]) {
  const turn = (p, q, r) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

/** A ring as GeoJSON text with six decimals, or "" while it is no area yet. */
export function toGeoJSON(ring) {
  if (ring.length < 3) return "";
  const round = (degrees) => Math.round(degrees * MICRODEGREES) / MICRODEGREES;
  const corners = ring.map(([lon, lat]) => [round(lon), round(lat)]);
  return JSON.stringify({ type: "Polygon", coordinates: [[...corners, corners[0]]] });
}

/** The ring that a text holds: GeoJSON, or lines of "lat, lon"; null if it cannot be read here. */
export function toRing(text) {
  const trimmed = text.trim();
  if (!trimmed) return [];
  return trimmed.startsWith("{") ? ringOfGeoJSON(trimmed) : ringOfLines(trimmed);
}

function ringOfGeoJSON(text) {
  try {
    let thing = JSON.parse(text);
    if (thing.type === "FeatureCollection" && thing.features.length === 1) [thing] = thing.features;
    if (thing.type === "Feature") thing = thing.geometry;
    if (thing.type !== "Polygon" || thing.coordinates.length !== 1) return null;
    return opened(thing.coordinates[0].map(([lon, lat]) => [lon, lat]));
  } catch {
    return null;
  }
}

function ringOfLines(text) {
  const pair = /^([-+]?\d{1,3}(?:[.,]\d+)?)(?:[\s;]+|\s*,\s*)([-+]?\d{1,3}(?:[.,]\d+)?)$/;
  const found = text.split(/\r?\n/).filter((line) => line.trim()).map((line) => line.trim().match(pair));
  if (found.some((match) => !match)) return null;
  return opened(found.map((match) => [match[2], match[1]].map((n) => Number(n.replace(",", ".")))));
}

function opened(ring) {
  if (!ring.every((corner) => corner.every(Number.isFinite))) return null;
  const last = ring[ring.length - 1];
  const closed = ring.length > 1 && ring[0][0] === last[0] && ring[0][1] === last[1];
  return closed ? ring.slice(0, -1) : ring;
}

/** Positions packed by the server as differences of microdegrees, to a flat array of degrees. */
export function unpack(deltas) {
  const flat = new Float64Array(deltas.length);
  let lon = 0;
  let lat = 0;
  for (let i = 0; i + 1 < deltas.length; i += 2) {
    lon += deltas[i];
    lat += deltas[i + 1];
    flat[i] = lon / MICRODEGREES;
    flat[i + 1] = lat / MICRODEGREES;
  }
  return flat;
}

/** A position on the map of the whole world drawn 1 wide and 1 high: [x, y] from the north-west. */
export function onWorld(lon, lat) {
  const sine = Math.sin(lat * RAD);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** The cell {z, x, y} that holds a tile and is not of a higher zoom than `highest`. */
export function cellOf({ z, x, y }, highest) {
  const up = Math.max(0, z - highest);
  return { z: z - up, x: x >> up, y: y >> up };
}
