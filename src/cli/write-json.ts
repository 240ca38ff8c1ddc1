/**
 * JSON for programs that may all the same be looked at on a terminal: JSON itself leaves the control characters above ASCII and
 * those that turn the direction of writing as they are, of which a terminal obeys some. Escaped, the document is the same.
 */
export function writeJson(document: unknown): string {
  return escapeControls(JSON.stringify(document, undefined, 2));
}

/** The same on one line, for streams of documents. */
export function writeJsonLine(document: unknown): string {
  return escapeControls(JSON.stringify(document));
}

function escapeControls(json: string): string {
  return json.replaceAll(
    /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
