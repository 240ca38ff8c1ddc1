import { readFate } from './fate';

const units: Readonly<Record<string, readonly [string, string]>> = {
  s: ['s', 's'],
  m: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  d: ['day', 'days'],
};

function sayDuration(duration: string): string {
  const count = Number(duration.slice(0, -1));
  const [one = '', many = ''] = units[duration.slice(-1)] ?? [];
  return `${count} ${count === 1 ? one : many}`;
}

/** Each kind of part, and its words. Amounts follow from the operations, so they are left out. */
const kinds: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^again:(\d+)$/, (times) => (times === '1' ? 'sent once more' : `sent ${times} times more`)],
  [/^asks:(\w+)$/, (code) => `**waits for a person**: \`${code}\``],
  [/^\w+=\d+$/, () => ''],
  [/^([\w-]+=[a-z]+)$/, (operation) => `\`${operation.replace('=', '` is ')}`],
  [/^orders:(open)$/, (status) => `the order stays ${status} in Orders`],
  [/^ends:(\w+)$/, (status) => `ends as \`${status}\``],
  [/^(adoption_refused)$/, (code) => `the adoption is refused as \`${code}\`, and asked for again`],
  [/^(\w+)$/, (code) => `says \`${code}\` meanwhile`],
];

function sayPart(part: string): string {
  for (const [pattern, say] of kinds) {
    const found = pattern.exec(part);
    if (found !== null) return say(found[1] ?? '');
  }
  throw new Error(`no words for ${part}`);
}

/** What the order does and how it ends, for people. */
export function sayFate(fate: string): string {
  const { late, others } = readFate(fate);
  const said = others.map((part) => sayPart(part)).filter((part) => part !== '');
  const isUsual = others.every((part) => !/[=]|^asks|^ends:|^orders:/.test(part));
  const delay = late === undefined ? [] : [`at most ${sayDuration(late)} later`];
  return [...(isUsual ? ['as usual'] : []), ...delay, ...said].join(', ');
}
