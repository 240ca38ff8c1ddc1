import { expect, test } from '@jest/globals';
import { hostname } from 'node:os';
import { sandboxClient } from '../../sandbox/credentials';
import { readHistories } from './recorded-histories';

/** Every text in a history, payloads decoded, each with the key that it stands under. */
function textsOf(value: unknown, key = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string')
    return [[key, key === 'data' ? Buffer.from(value, 'base64').toString() : value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    textsOf(member, Array.isArray(value) ? key : name),
  );
}

const texts = readHistories().flatMap(({ name, history }) =>
  textsOf(history).map(([key, text]) => ({ name, key, text })),
);

test('who acted is told by part, never by the name of a machine or the number of a process', () => {
  const names = texts.filter(({ key }) => key === 'identity').map(({ text }) => text);
  expect([...new Set(names)].sort()).toEqual(['client', 'worker']);
  const queues = texts.filter(({ key, text }) => key === 'name' && text.includes('@'));
  expect(queues).toEqual([]);
});

test('no path of a machine, no loopback address and no secret is in any payload or message', () => {
  const betraying = new RegExp(
    [
      String.raw`/(?:home|Users|root|tmp|var|node_modules)/`,
      String.raw`\b127\.0\.0\.1\b`,
      'localhost',
      String.raw`\.ts:\d+`,
      sandboxClient.clientSecret,
      'sandbox-callback-secret',
      'Bearer',
      ...(hostname().length > 4 ? [hostname()] : []),
    ].join('|'),
  );
  expect(texts.filter(({ text }) => betraying.test(text))).toEqual([]);
});
