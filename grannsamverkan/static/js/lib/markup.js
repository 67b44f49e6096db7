/** For those few who take markup where we have text. */

/** The text as markup that shows it as it is. */
export function escaped(words) {
  return words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
