import assert from "node:assert/strict";
import test from "node:test";

import * as points from "../../grannsamverkan/static/js/lib/points.js";

const rounded = (places) => places.map((place) => place.map((share) => Math.round(share * 1e4) / 1e4));

test("a step is as long downwards as it is sideways, and ten times as long with shift", () => {
  assert.deepEqual(points.stepOf("ArrowRight", false, 0.75), [points.STEP, 0]);
  assert.deepEqual(points.stepOf("ArrowDown", false, 0.75), [0, points.STEP * 0.75]);
  assert.deepEqual(points.stepOf("ArrowLeft", true, 0.75), [-points.STEP * points.FAR, 0]);
  assert.equal(points.stepOf("x", false, 0.75), null);
});

test("one place is moved, or all of them, and none out of the picture", () => {
  const places = [[0.2, 0.2], [0.98, 0.6]];
  assert.deepEqual(rounded(points.moved(places, [0.1, 0], 0)), [[0.3, 0.2], [0.98, 0.6]]);
  assert.deepEqual(rounded(points.moved(places, [0.1, 0])), [[0.22, 0.2], [1, 0.6]]);
});

test("an area grows about its middle, stays in the picture and does not vanish", () => {
  const area = [[0.4, 0.4], [0.6, 0.6]];
  assert.deepEqual(rounded(points.grown(area, 1.5)), [[0.35, 0.35], [0.65, 0.65]]);
  assert.deepEqual(rounded(points.grown(area, 100)), [[0, 0], [1, 1]]);
  assert.deepEqual(points.grown(area, 0.001), area);
});

test("a box has its upper left corner first, whichever way it was drawn", () => {
  assert.deepEqual(points.box([[0.6, 0.2], [0.1, 0.9]]), [[0.1, 0.2], [0.6, 0.9]]);
});

test("a ring is round in the picture", () => {
  const places = points.ring([0.5, 0.5], 0.1, 0.5);
  const far = places.map(([x, y]) => Math.hypot(x - 0.5, (y - 0.5) / 0.5));
  for (const one of far) assert.ok(Math.abs(one - 0.1) < 1e-9);
  assert.ok(places.length >= 3);
});

test("a long outline is thinned evenly and keeps its beginning", () => {
  const places = Array.from({ length: 1000 }, (_, n) => [n / 1000, 0]);
  const few = points.thinned(places, 200);
  assert.equal(few.length, 200);
  assert.deepEqual(few[0], places[0]);
});

test("the nearest place is so on the screen, not in shares", () => {
  const places = [[0.5, 0.3], [0.62, 0.5]];
  assert.equal(points.nearest(places, [0.5, 0.5], 2), 0);
  assert.equal(points.nearest(places, [0.5, 0.5], 0.5), 1);
});
