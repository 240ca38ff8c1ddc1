/**
 * FNV-1a, 64 bit, 16 hex digits, over the text's UTF-16 units: short and the same everywhere, the workflow isolate included. No
 * secret depends on it. In limbs of 16 bits, because an order compares the references of all its operations at each request.
 */
export function fingerprint(text: string): string {
  // The offset basis cbf29ce484222325, lowest limb first.
  const hash: Limbs = [0x2325, 0x8422, 0x9ce4, 0xcbf2];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash[0] ^= unit & 0xff;
    multiply(hash);
    hash[0] ^= unit >> 8;
    multiply(hash);
  }
  return [...hash]
    .reverse()
    .map((limb) => limb.toString(16).padStart(4, '0'))
    .join('');
}

type Limbs = [number, number, number, number];

const primeLow = 0x1b3;

/** By the prime 2^40 + 0x1b3, modulo 2^64: the first is a shift by two limbs and a half. */
function multiply(hash: Limbs): void {
  const [first, second, third, fourth] = hash;
  const low = first * primeLow;
  const next = second * primeLow + (low >>> 16);
  const high = third * primeLow + (next >>> 16) + (first << 8);
  const highest = fourth * primeLow + (high >>> 16) + (second << 8);
  hash[0] = low & 0xffff;
  hash[1] = next & 0xffff;
  hash[2] = high & 0xffff;
  hash[3] = highest & 0xffff;
}

/** JSON with sorted keys and without undefined members: equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(
      Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  });
}
