/**
 * Control characters, and those that turn the direction of writing, come from outside (a provider's message, an operator's note)
 * and must steer neither a terminal nor a page.
 */
export function cleanText(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- these are what is taken out.
      .replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g, ' ')
      .replaceAll(/[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
  );
}

/** What looks like a credential is left out, whoever wrote it. */
function withoutCredentials(text: string): string {
  return text
    .replaceAll(/\b(basic|bearer)\s+[^\s"',;]+/gi, '$1 …')
    .replaceAll(/\beyJ[\w-]{6,}(?:\.[\w-]*){1,2}/g, '…')
    .replaceAll(
      /\b((?:\w*[_-])?(?:secret|token|password|api_?key))(["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
      '$1$2…',
    );
}

/** Fit to be shown: clean, without credentials, at most so many characters. */
export function showable(text: string, most: number): string {
  // Cut twice: the first cut keeps the expressions away from texts of any length.
  const clean = withoutCredentials(cleanText(text.slice(0, most * 8)))
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  return clean.length <= most ? clean : `${clean.slice(0, most - 1).trimEnd()}…`;
}
