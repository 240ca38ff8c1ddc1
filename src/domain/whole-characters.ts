/**
 * The text with every half of a character (an unpaired surrogate) replaced. Texts leave the process as UTF-8, which knows no
 * halves, and a message of Temporal's that carries one cannot be read again: it ends the worker that sends it.
 */
export function wholeCharacters(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
