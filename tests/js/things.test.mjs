import assert from "node:assert/strict";
import test from "node:test";

import { onWorld } from "../../grannsamverkan/static/js/lib/plane.js";
import { things, tilesIn } from "../../grannsamverkan/static/js/lib/things.js";

test("things are read with one verdict for each post and positions on the unit world", () => {
  const read = things({
    posts: [12_350_000, 58_400_000, 100, -200],
    verdicts: "n-",
    signs: [12_350_000, 58_400_000],
    facing: [90],
    signals: [],
  });

  assert.deepEqual(read.verdicts, ["not-ok", ""]);
  assert.deepEqual([...read.posts.slice(2)], onWorld(12.3501, 58.3998));
  assert.equal(read.facing[0], Math.PI / 2);
  assert.equal(read.heaps.length, 0);
});

test("a cell that could not be fetched shows nothing", () => {
  const read = things({});

  assert.deepEqual([read.posts.length, read.verdicts.length, read.counts.length], [0, 0, 0]);
});

test("a sign that faces nobody knows where has no arm", () => {
  assert.deepEqual(things({ signs: [1, 1, 1, 1], facing: [null, 0] }).facing, [null, 0]);
});

test("a view is covered by the tiles that it touches and no others", () => {
  // a view over the middle of the world's four tiles of zoom 1, and one within a single tile
  assert.equal(tilesIn([0.4, 0.4], [0.6, 0.6], 1).length, 4);
  assert.deepEqual(tilesIn([0.1, 0.6], [0.2, 0.7], 1), [{ z: 1, x: 0, y: 1 }]);
});

test("a view beyond the edge of the world asks for nothing there", () => {
  assert.deepEqual(tilesIn([-0.2, -0.2], [0.1, 0.1], 1), [{ z: 1, x: 0, y: 0 }]);
});
