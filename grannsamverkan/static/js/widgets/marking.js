// A new mark by a press in the photo that the form stands with, while the form is open. Without
// JavaScript one chooses a field.

import { placeOf } from "./marks.js";

export default function marking(root) {
  const details = root.querySelector("details");
  const form = root.querySelector("form");
  const section = root.closest(".photos");

  section.addEventListener(
    "click",
    (event) => {
      const frame = event.target.closest(".photo__frame--marking");
      if (!frame || event.target.closest(".mark")) return;
      event.preventDefault();
      event.stopPropagation();
      const place = placeOf(frame, event);
      form.elements.x.value = place.x.toFixed(4);
      form.elements.y.value = place.y.toFixed(4);
      form.requestSubmit();
    },
    true,
  );
  details.addEventListener("toggle", () => {
    const frame = root.closest(".photo").querySelector(".photo__frame");
    for (const one of section.querySelectorAll(".photo__frame")) {
      one.classList.toggle("photo__frame--marking", details.open && one === frame);
    }
    // The form stands below the photo: where one is to press must not have been scrolled away.
    if (details.open) frame.scrollIntoView({ block: "nearest" });
  });
  form.elements.field.addEventListener("change", () => {
    form.elements.x.value = form.elements.y.value = "";
  });
}
