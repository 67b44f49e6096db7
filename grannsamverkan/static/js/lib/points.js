// Arithmetic of what is pointed out in a photo. Places are [x, y], shares of the upright picture.

export const STEP = 0.001;
export const FAR = 10;
export const GROWTH = 1.15;
const SMALLEST = 0.01;
const RING_PARTS = 16;

/** @param {number} share @returns {number} at most the picture's edge */
const within = (share) => Math.min(1, Math.max(0, share));

const WAYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The step a key takes, or null; `aspect` is width by height, so that steps are equally long. */
export function stepOf(key, far, aspect) {
  const way = WAYS[key];
  if (!way) return null;
  const step = far ? STEP * FAR : STEP;
  return [way[0] * step, way[1] * step * aspect];
}

/** Some of the places moved by a step (all of them without `only`), none of them out of the picture. */
export function moved(places, step, only = null) {
  const moving = only === null ? places : [places[only]];
  const [dx, dy] = [0, 1].map((axis) => {
    const values = moving.map((place) => place[axis]);
    return Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), step[axis]));
  });
  return places.map(([x, y], index) =>
    only === null || only === index ? [x + dx, y + dy] : [x, y],
  );
}

/** The places farther from their middle, or nearer to it. */
export function grown(places, factor) {
  const [x, y] = middle(places);
  const next = places.map((p) => [within(x + (p[0] - x) * factor), within(y + (p[1] - y) * factor)]);
  return span(next) < SMALLEST ? places : next;
}

/** Two opposite corners as upper left and lower right. */
export function box([a, b]) {
  return [
    [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
    [Math.max(a[0], b[0]), Math.max(a[1], b[1])],
  ];
}

/** Places on a ring; `reach` is a share of the width. */
export function ring([x, y], reach, aspect) {
  return Array.from({ length: RING_PARTS }, (_, part) => {
    const angle = (2 * Math.PI * part) / RING_PARTS;
    return [within(x + reach * Math.cos(angle)), within(y + reach * aspect * Math.sin(angle))];
  });
}

/** At most so many of the places, evenly chosen, the first one always. */
export function thinned(places, most) {
  const each = Math.ceil(places.length / most);
  return places.filter((_, index) => index % each === 0);
}

export function middle(places) {
  return [0, 1].map((axis) => {
    const values = places.map((place) => place[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  });
}

/** Which of the places is nearest to one. */
export function nearest(places, [x, y], aspect) {
  const far = places.map((place) => Math.hypot(place[0] - x, (place[1] - y) / aspect));
  return far.indexOf(Math.min(...far));
}

/** How far the places reach, the longer way. */
export function span(places) {
  return Math.max(
    ...[0, 1].map((axis) => {
      const values = places.map((place) => place[axis]);
      return Math.max(...values) - Math.min(...values);
    }),
  );
}
