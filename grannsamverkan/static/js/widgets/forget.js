import { forgetPages } from "../lib/pages.js";

/** Signing out also forgets the pages that could be read without a network. */
export default function forget(form) {
  form.addEventListener("submit", () => {
    forgetPages().catch(() => {});
  });
}
