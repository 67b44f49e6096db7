import assert from "node:assert/strict";
import test from "node:test";

import * as plane from "../../grannsamverkan/static/js/lib/plane.js";
import { Crowd, placeAlong } from "../../grannsamverkan/static/js/lib/labels.js";

const SQUARE = [[12.35, 58.4], [12.353, 58.4], [12.353, 58.402], [12.35, 58.402]];
const close = (actual, expected, share) =>
  assert.ok(Math.abs(actual - expected) <= Math.abs(expected) * share, `${actual} is not ${expected}`);

test("a degree of latitude is 111 km and one of longitude half of it at 60° N", () => {
  close(plane.distance([15, 60], [15, 61]), 111195, 0.001);
  close(plane.distance([15, 60], [16, 60]), 55597, 0.001);
});

test("the area shown differs by less than one per cent from the server's", () => {
  // the server says 39 068 m² in SWEREF 99 TM
  close(plane.area(SQUARE), 39068, 0.01);
  close(plane.area([...SQUARE].reverse()), 39068, 0.01);
  assert.equal(plane.area(SQUARE.slice(0, 2)), 0);
});

test("hectares are written in the reader's language with figures that count", () => {
  assert.equal(plane.hectares(3906, "sv"), "0,39");
  assert.equal(plane.hectares(39061, "sv"), "3,9");
  assert.equal(plane.hectares(39061, "en"), "3.9");
  assert.equal(plane.hectares(2_860_000, "sv"), "286");
});

test("a border that crosses itself is told by its sides", () => {
  assert.equal(plane.crossing(SQUARE), null);
  assert.deepEqual(plane.crossing([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]), [1, 3]);
  assert.equal(plane.crossing([]), null);
});

test("a new corner goes into the nearest side", () => {
  assert.equal(plane.nearestSide(SQUARE, [12.3515, 58.3999]), 0);
  assert.equal(plane.nearestSide(SQUARE, [12.3531, 58.401]), 1);
  assert.equal(plane.nearestSide(SQUARE, [12.3499, 58.401]), 3);
});

test("the nearest post is found, and the next one in the direction of an arrow", () => {
  const posts = [[12.35, 58.4], [12.352, 58.4], [12.35, 58.401]].map((position) => ({ position }));
  const found = plane.nearest(posts, [12.3519, 58.4]);
  assert.equal(found.place, posts[1]);
  close(found.metres, 5.8, 0.02);
  assert.equal(plane.nearest([], [12, 58]), null);
  assert.equal(plane.nearestTowards(posts, posts[0], [1, 0]), posts[1]);
  assert.equal(plane.nearestTowards(posts, posts[0], [0, 1]), posts[2]);
  assert.equal(plane.nearestTowards(posts, posts[0], [-1, 0]), null);
});

test("a ring goes to text and back", () => {
  assert.deepEqual(plane.toRing(plane.toGeoJSON(SQUARE)), SQUARE);
  assert.equal(plane.toGeoJSON(SQUARE.slice(0, 2)), "");
  assert.deepEqual(plane.toRing("  "), []);
});

test("corners written by hand are read, and what is no border is left to the server", () => {
  const lines = "58.4, 12.35\n58.4 12.353\n58,402; 12,353\n58.402,12.35\n58.4, 12.35";
  assert.deepEqual(plane.toRing(lines), SQUARE);
  for (const text of ["{", "[]", "{}", '{"type":"Polygon","coordinates":[[[1,"x"]]]}', "hej", "58.4"]) {
    assert.equal(plane.toRing(text), null, text);
  }
});

test("packed differences become the positions they were", () => {
  const flat = plane.unpack([12350000, 58400000, 3000, 0, 0, 2000]);
  assert.deepEqual([...flat], [12.35, 58.4, 12.353, 58.4, 12.353, 58.402]);
});

test("the world is one wide, and the equator its middle", () => {
  assert.deepEqual(plane.onWorld(0, 0), [0.5, 0.5]);
  const [x, y] = plane.onWorld(12.35, 58.4);
  assert.deepEqual([x, y].map((part) => Math.floor(part * 65536)), [35016, 19600]);
});

test("a near view draws from the cell that holds its tile", () => {
  assert.deepEqual(plane.cellOf({ z: 18, x: 140065, y: 78402 }, 16), { z: 16, x: 35016, y: 19600 });
  assert.deepEqual(plane.cellOf({ z: 12, x: 2188, y: 1225 }, 16), { z: 12, x: 2188, y: 1225 });
});

test("a name stands in the middle of its street and never upside down", () => {
  assert.deepEqual(placeAlong([[0, 0], [200, 0]], 60), { x: 100, y: 0, angle: 0 });
  const back = placeAlong([[200, 10], [0, 10]], 60);
  assert.ok(Math.abs(back.angle) < 1e-9);
  assert.equal(placeAlong([[0, 0], [50, 0]], 60), null);
  assert.equal(placeAlong([[0, 0], [60, 0], [60, 60]], 80), null);
});

test("names neither overlap nor come again too soon", () => {
  const crowd = new Crowd();
  assert.ok(crowd.claim("Storgatan", { x: 100, y: 100 }, 60, 200));
  assert.ok(!crowd.claim("Sjögatan", { x: 110, y: 104 }, 60, 200));
  assert.ok(!crowd.claim("Storgatan", { x: 100, y: 250 }, 60, 200));
  assert.ok(crowd.claim("Storgatan", { x: 100, y: 350 }, 60, 200));
});
