/**
 * Shows, while one types in the field with data-sift, only the choices that have all the words.
 * What is ticked stays in sight. Without this the form's own button asks the server for the same.
 */

/** @param {HTMLFormElement} form */
export default function sift(form) {
  const field = form.querySelector("[data-sift]");
  const told = form.querySelector("[data-sifted]");
  const rows = [...form.querySelectorAll(".choice")].map((row) => ({
    row,
    box: row.querySelector("input"),
    text: plain(row.textContent),
  }));

  const show = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, box, text } of rows) {
      const fits = words.every((word) => text.includes(word));
      row.hidden = !fits && !box.checked;
      if (!row.hidden) shown += 1;
    }
    told.textContent = words.length ? told.dataset.sifted.replace("{n}", shown) : "";
  };
  field.addEventListener("input", show);
}

function plain(text) {
  return text.toLocaleLowerCase("sv").normalize("NFC");
}
