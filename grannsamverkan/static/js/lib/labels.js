/** Where a name fits along a line on the screen, and whether it would lie on another name. */

const STRAIGHT_ENOUGH = 0.965;
const RADIUS = 9;

/**
 * The place for a text of `width` pixels in the middle of a line of [x, y]: {x, y, angle}, never
 * upside down; null if the line is too short or bends too much there.
 */
export function placeAlong(line, width) {
  const lengths = line.slice(1).map(([x, y], i) => Math.hypot(x - line[i][0], y - line[i][1]));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total < width * 1.08) return null;
  const [ax, ay] = at(line, lengths, (total - width) / 2);
  const [bx, by] = at(line, lengths, (total + width) / 2);
  if (Math.hypot(bx - ax, by - ay) < width * STRAIGHT_ENOUGH) return null;
  const angle = Math.atan2(by - ay, bx - ax);
  const upright = Math.abs(angle) > Math.PI / 2 ? angle - Math.sign(angle) * Math.PI : angle;
  return { x: (ax + bx) / 2, y: (ay + by) / 2, angle: upright };
}

function at(line, lengths, along) {
  let left = along;
  for (let i = 0; i < lengths.length; i += 1) {
    if (left <= lengths[i] && lengths[i] > 0) {
      const share = left / lengths[i];
      const [[ax, ay], [bx, by]] = [line[i], line[i + 1]];
      return [ax + share * (bx - ax), ay + share * (by - ay)];
    }
    left -= lengths[i];
  }
  return line[line.length - 1];
}

/** Remembers what has been written, so that names neither overlap nor come again too soon. */
export class Crowd {
  constructor() {
    this.circles = [];
    this.names = new Map();
  }

  /** Claim room for a text; false if there is none, or the same name stands within `apart`. */
  claim(name, { x, y, angle = 0 }, width, apart = 0) {
    const same = this.names.get(name) ?? [];
    if (apart && same.some((p) => Math.hypot(p.x - x, p.y - y) < apart)) return false;
    const circles = circlesOf(x, y, angle, width);
    const free = circles.every((c) =>
      this.circles.every((other) => Math.hypot(other[0] - c[0], other[1] - c[1]) > 2 * RADIUS),
    );
    if (!free) return false;
    this.circles.push(...circles);
    this.names.set(name, [...same, { x, y }]);
    return true;
  }
}

function circlesOf(x, y, angle, width) {
  const count = Math.max(1, Math.round(width / (RADIUS * 1.6)));
  return Array.from({ length: count }, (_, i) => {
    const along = ((i + 0.5) / count - 0.5) * width;
    return [x + along * Math.cos(angle), y + along * Math.sin(angle)];
  });
}
