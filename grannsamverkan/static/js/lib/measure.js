/**
 * What the pixels of a photo say, in the same measures as the server's (imaging/measure.py), on a
 * small copy of tones 0–255, row by row. Nothing here touches the page.
 */

const NOISE_SHARE = 0.2;
const NOISE_LEAST = 2;
const TILES = 4;
const LIGHT = 250;
const SIDE = 64;
const STEP = 4;
const HASH_SIDE = 8;

/** Tones of RGBA pixels, as Pillow reckons them. @param {Uint8ClampedArray} rgba */
export function toGrey(rgba) {
  const grey = new Uint8Array(rgba.length / 4);
  for (let i = 0, at = 0; i < grey.length; i += 1, at += 4) {
    grey[i] = (rgba[at] * 19595 + rgba[at + 1] * 38470 + rgba[at + 2] * 7471 + 0x8000) >> 16;
  }
  return grey;
}

/** Median tone and share of nearly white pixels, both 0..1. */
export function light(grey) {
  const counts = histogram(grey);
  let median = 0;
  for (let seen = counts[0]; seen * 2 < grey.length; seen += counts[median]) median += 1;
  const white = counts.slice(LIGHT).reduce((sum, count) => sum + count, 0);
  return { median: median / 255, white: white / grey.length };
}

/** Re-blur sharpness 0..1, along the axis that loses less; 0 for a picture of one tone. */
export function sharpness(grey, width, height) {
  const noise = Math.max(NOISE_LEAST, Math.round(NOISE_SHARE * deviation(grey)));
  return Math.min(
    lostByBlur(grey, width, height, 1, width, noise),
    lostByBlur(grey, height, width, width, 1, noise),
  );
}

/** Share of the differences along lines of `length` pixels `step` apart that a blur takes away. */
function lostByBlur(grey, length, lines, step, lineStep, noise) {
  const before = new Float64Array(TILES * TILES);
  const lost = new Float64Array(TILES * TILES);
  for (let line = 0; line < lines; line += 1) {
    const row = Math.floor((line * TILES) / lines) * TILES;
    let at = line * lineStep;
    let left = grey[at];
    let here = grey[at + step];
    let blurredLeft = Math.round((2 * left + here) / 3);
    for (let i = 1; i < length; i += 1) {
      const next = i + 1 < length ? grey[at + 2 * step] : here;
      const blurred = Math.round((left + here + next) / 3);
      const difference = Math.abs(here - left);
      if (difference >= noise) {
        const tile = row + Math.floor(((i - 1) * TILES) / (length - 1));
        before[tile] += difference;
        lost[tile] += Math.max(0, difference - Math.abs(blurred - blurredLeft));
      }
      [left, here, blurredLeft] = [here, next, blurred];
      at += step;
    }
  }
  return shareWithoutBusiest(before, lost);
}

/** A date stamped on a blurred photo is sharp: the busiest tile is left out. */
function shareWithoutBusiest(before, lost) {
  const busiest = before.indexOf(Math.max(...before));
  const sum = (tiles) => tiles.reduce((all, one, tile) => (tile === busiest ? all : all + one), 0);
  const total = sum(before);
  return total ? sum(lost) / total : 0;
}

/** Share of neighbours in a picture of 64 x 64 that differ: next to nothing for sky or a wall. */
export function texture(grey, width, height) {
  const small = boxed(grey, width, height, SIDE, SIDE);
  let steps = 0;
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const here = small[y * SIDE + x];
      if (x && Math.abs(here - small[y * SIDE + x - 1]) >= STEP) steps += 1;
      if (y && Math.abs(here - small[(y - 1) * SIDE + x]) >= STEP) steps += 1;
    }
  }
  return steps / (2 * SIDE * (SIDE - 1));
}

/** Difference hash: 128 bits as an array of 0 and 1, 64 for left < right, 64 for up < down. */
export function dhash(grey, width, height) {
  const across = boxed(grey, width, height, HASH_SIDE + 1, HASH_SIDE);
  const down = boxed(grey, width, height, HASH_SIDE, HASH_SIDE + 1);
  const bits = [];
  for (let y = 0; y < HASH_SIDE; y += 1) {
    for (let x = 0; x < HASH_SIDE; x += 1) {
      const at = y * (HASH_SIDE + 1) + x;
      bits.push(across[at] < across[at + 1] ? 1 : 0);
      bits.push(down[y * HASH_SIDE + x] < down[(y + 1) * HASH_SIDE + x] ? 1 : 0);
    }
  }
  return bits;
}

/** How many bits of two hashes differ. */
export function differing(a, b) {
  return a.reduce((count, bit, i) => count + (bit === b[i] ? 0 : 1), 0);
}

/** The mean tones of `columns` x `rows` boxes, rounded. */
function boxed(grey, width, height, columns, rows) {
  const means = [];
  for (let row = 0; row < rows; row += 1) {
    const [top, bottom] = edges(row, rows, height);
    for (let column = 0; column < columns; column += 1) {
      const [from, to] = edges(column, columns, width);
      let sum = 0;
      for (let y = top; y < bottom; y += 1) {
        for (let x = from; x < to; x += 1) sum += grey[y * width + x];
      }
      means.push(Math.round(sum / ((bottom - top) * (to - from))));
    }
  }
  return means;
}

function edges(number, count, length) {
  const from = Math.min(length - 1, Math.round((number * length) / count));
  return [from, Math.max(from + 1, Math.round(((number + 1) * length) / count))];
}

function deviation(grey) {
  const counts = histogram(grey);
  let sum = 0;
  let squares = 0;
  counts.forEach((count, tone) => {
    sum += count * tone;
    squares += count * tone * tone;
  });
  const mean = sum / grey.length;
  return Math.sqrt(Math.max(0, squares / grey.length - mean * mean));
}

function histogram(grey) {
  const counts = new Uint32Array(256);
  for (const tone of grey) counts[tone] += 1;
  return Array.from(counts);
}
