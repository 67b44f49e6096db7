import assert from "node:assert/strict";
import test from "node:test";

import { escaped } from "../../grannsamverkan/static/js/lib/markup.js";

test("a text is shown as it is, whatever it looks like", () => {
  assert.equal(escaped("© Alby <b>&amp;</b>"), "© Alby &#60;b&#62;&#38;amp;&#60;/b&#62;");
  assert.equal(escaped(`"'`), "&#34;&#39;");
});
