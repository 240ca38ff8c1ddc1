import type { Tone as Standing } from '../domain/tone';

export type Tone = Standing | 'strong';

/** Colours a text, or leaves it as it is where nobody would see the colour. */
export type Paint = (tone: Tone, text: string) => string;

const codes: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  good: [32, 39],
  busy: [33, 39],
  bad: [31, 39],
  faint: [2, 22],
  strong: [1, 22],
};

export const plain: Paint = (_tone, text) => text;

const coloured: Paint = (tone, text) => {
  const [on, off] = codes[tone];
  return `\u001B[${on}m${text}\u001B[${off}m`;
};

/** On a terminal only, and not where NO_COLOR asks for none (no-color.org). */
export function choosePaint(isTerminal: boolean, noColor: string | undefined): Paint {
  return isTerminal && (noColor ?? '') === '' ? coloured : plain;
}
