import { cleanText } from '../../client/timeline-text';
import { escapeMarkup } from '../escape-markup';

/** Markup that may go into a page as it is. Only `html` makes it, so that everything else is text and gets escaped. */
export interface Html {
  readonly markup: string;
}

/** Lists are written one after the other; `undefined` and `false` are nothing, so that `condition && html…` reads well. */
export type HtmlPart = Html | string | number | false | undefined | readonly HtmlPart[];

const made = new WeakSet<object>();

/** What is put into it is text, whatever it looks like, and stays text in elements and in attributes with quotation marks. */
export function html(markup: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const text = markup.reduce(
    (before, piece, index) => `${before}${write(parts[index - 1])}${piece}`,
  );
  const result = { markup: text };
  made.add(result);
  return result;
}

function write(part: HtmlPart): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if (isHtml(part)) return part.markup;
  return part.map(write).join('');
}

/** An object of the same form that came from outside, out of parsed JSON for one, is no markup. */
function isHtml(part: Html | readonly HtmlPart[]): part is Html {
  if (made.has(part)) return true;
  if (Array.isArray(part)) return false;
  throw new TypeError('only html`…` makes markup');
}

/** Also without control characters and those that turn the direction of writing: an amount must not read backwards. */
function escapeHtml(text: string): string {
  return escapeMarkup(cleanText(text));
}

/** An address from outside, if a browser may be led there; undefined for `javascript:` and everything else. */
export function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

const invisible = /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** A value as JSON over several lines, in which what cannot be seen is spelled out. */
export function showJson(value: unknown): Html {
  const lines = JSON.stringify(value, undefined, 2)
    .replaceAll(invisible, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .split('\n');
  return html`${lines.map((line) => html`${line}<br />`)}`;
}
