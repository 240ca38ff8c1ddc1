import { RawValue } from '@temporalio/common';

/** What somebody may send instead of a request, and the words in which the order refuses it. */
export interface Garbage {
  readonly what: string;
  readonly args: readonly unknown[];
  readonly refusal: RegExp;
}

/** A payload as it is, whatever its encoding says about its bytes. */
export function payload(data: string | Uint8Array, encoding?: string): RawValue {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const metadata = encoding === undefined ? {} : { encoding: Buffer.from(encoding) };
  return RawValue.fromPayload({ metadata, data: bytes });
}

const noObject = /malformed_request: send one plain object/;
const undecodable = /malformed_request: the payload cannot be decoded/;

/** The part of a huge message that must not be found anywhere again. */
export const hugeId = 'never-echo-me-'.repeat(135_000);

export const brokenJson = payload('{"captureId": "s1", ', 'json/plain');

/** Plain values and bytes that a decoder takes, although they are no request. */
export const decodableGarbage: readonly Garbage[] = [
  { what: 'null', args: [null], refusal: noObject },
  { what: 'a string', args: ['capture it all'], refusal: noObject },
  { what: 'a number', args: [39_800], refusal: noObject },
  { what: 'an array', args: [[{ captureId: 's1', refundId: 's1' }]], refusal: noObject },
  {
    what: 'binary bytes',
    args: [payload(new Uint8Array([0, 1, 255]), 'binary/plain')],
    refusal: noObject,
  },
  {
    what: 'a nest of 30,000 arrays',
    args: [payload('['.repeat(30_000) + ']'.repeat(30_000), 'json/plain')],
    refusal: noObject,
  },
  {
    what: 'a key of the prototype',
    args: [payload('{"__proto__":{"captureId":"s1","refundId":"s1"}}', 'json/plain')],
    refusal: /malformed_request: unknown key "__proto__"/,
  },
  {
    // Short enough to be written without being made whole: it ended the worker, and with it all orders there.
    what: 'half a character as a key',
    args: [payload(String.raw`{"\ud83d":1}`, 'json/plain')],
    refusal: /malformed_request: unknown key ".": known are /u,
  },
];

/** What stops a decoder before any handler runs. */
export const undecodableGarbage: readonly Garbage[] = [
  { what: 'broken JSON', args: [brokenJson], refusal: undecodable },
  { what: 'no data', args: [payload('', 'json/plain')], refusal: undecodable },
  { what: 'an unknown encoding', args: [payload('{}', 'json/garbage')], refusal: undecodable },
  {
    // The bytes of half a character, which a worker must not try to send back.
    what: 'half a character as the encoding',
    args: [
      RawValue.fromPayload({
        metadata: { encoding: Uint8Array.from([0xed, 0xa0, 0xbd]) },
        data: Buffer.from('{}'),
      }),
    ],
    refusal: undecodable,
  },
  { what: 'no encoding', args: [payload('{}')], refusal: undecodable },
  { what: 'an empty payload', args: [RawValue.fromPayload({})], refusal: undecodable },
  { what: 'a broken second argument', args: [null, brokenJson], refusal: noObject },
];

export const hugeGarbage: Garbage = {
  what: '1.9 MB',
  args: [{ captureId: hugeId }],
  refusal: /malformed_request: \d{7} bytes are more than the 65536 allowed/,
};
