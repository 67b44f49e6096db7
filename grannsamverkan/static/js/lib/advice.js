/** A first look at a photo on the phone, before it is sent; the server looks again. */

import * as measure from "./measure.js";

const PATIENCE_MS = 10000;
const NOTHING_SEEN = { findings: [], hash: null };

/**
 * What is worth saying about a photo, as codes of the server's findings ("dark_not_ok", …), most
 * important first; and its `hash`, null where this browser cannot show the photo (HEIC), has no
 * memory for it, or takes too long: advice is a help and never stops a photo.
 * @param {ArrayBuffer} bytes
 * @param {{side: number, size: number, sharpness: number, dark: number, bright: number,
 *   texture: number}} limits  pixels of the copy's long side, and what is not ok beyond each limit
 */
export function look(bytes, limits) {
  const tooLong = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, NOTHING_SEEN));
  return Promise.race([measured(bytes, limits).catch(() => NOTHING_SEEN), tooLong]);
}

async function measured(bytes, limits) {
  const photo = await createImageBitmap(new Blob([bytes]));
  const long = Math.max(photo.width, photo.height);
  const { grey, width, height } = copyOf(photo, Math.min(1, limits.side / long));
  photo.close();
  const { median, white } = measure.light(grey);
  const isPlain = measure.texture(grey, width, height) < limits.texture;
  const found = {
    size_not_ok: long < limits.size,
    dark_not_ok: median < limits.dark,
    bright_not_ok: white > limits.bright,
    plain_not_ok: isPlain && median >= limits.dark,
    // Of a small picture, or one without anything in it, sharpness means little.
    sharpness_not_ok:
      !isPlain &&
      long >= limits.size &&
      measure.sharpness(grey, width, height) < limits.sharpness,
  };
  const findings = Object.keys(found).filter((code) => found[code]);
  return { findings, hash: measure.dhash(grey, width, height) };
}

function copyOf(photo, factor) {
  const width = Math.max(1, Math.round(photo.width * factor));
  const height = Math.max(1, Math.round(photo.height * factor));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "medium";
  context.drawImage(photo, 0, 0, width, height);
  return { grey: measure.toGrey(context.getImageData(0, 0, width, height).data), width, height };
}
