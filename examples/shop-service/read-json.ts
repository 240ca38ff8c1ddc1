import type { IncomingMessage } from 'node:http';

/** The caller's mistake, in a sentence that names the field. */
export class BadRequest extends Error {}

/** As much as an order may have. */
const largestBodyBytes = 65_536;

/** @throws BadRequest */
export async function readJson(
  request: IncomingMessage,
): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes)
      throw new BadRequest(`body: send at most ${largestBodyBytes} bytes`);
    chunks.push(chunk);
  }
  const value = parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new BadRequest('body: send one JSON object');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('body: this is no JSON');
  }
}

export function textAt(body: Readonly<Record<string, unknown>>, field: string): string {
  const value = body[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new BadRequest(`${field}: give a text`);
}

export function listAt(body: Readonly<Record<string, unknown>>, field: string): readonly unknown[] {
  const value: unknown = body[field];
  if (Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null))
    return value as readonly unknown[];
  throw new BadRequest(`${field}: give a list of objects`);
}
