/**
 * A form whose press also copies a text: the text goes to the clipboard, and the form is sent as it
 * would be without this. The page that answers shows the text, for browsers that copy nothing.
 */
export default function copied(form) {
  form.addEventListener("submit", () => {
    navigator.clipboard?.writeText(form.dataset.text).catch(() => {});
  });
}
