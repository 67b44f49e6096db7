/** Moves focus to the summary of errors when the page has loaded with one. */
export default function focus(element) {
  element.focus({ preventScroll: false });
}
