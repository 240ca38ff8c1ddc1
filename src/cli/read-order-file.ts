import { promises as files } from 'node:fs';
import { CommandError } from './command-error';
import { exitCodes } from './exit-codes';

/** Far more than an order may have; a file beyond it is another file. */
const largestFileBytes = 1_048_576;

/**
 * The JSON document of a file, or of standard input for `-`.
 * @throws CommandError
 */
export async function readOrderFile(
  path: string,
  stdin: AsyncIterable<Buffer | string>,
): Promise<unknown> {
  const text = await readTextFile(path, stdin);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CommandError(
      exitCodes.data,
      `${nameOf(path)} is no JSON: ${(error as SyntaxError).message}`,
      'Compare it with examples/order.json.',
    );
  }
}

/** @throws CommandError */
export async function readTextFile(
  path: string,
  stdin: AsyncIterable<Buffer | string>,
): Promise<string> {
  return path === '-' ? readAll(stdin, path) : readFile(path);
}

async function readFile(path: string): Promise<string> {
  const file = await files.open(path, 'r').catch((error: unknown) => {
    throw new CommandError(
      exitCodes.notFound,
      `${path} cannot be read: ${sayFault(error as NodeJS.ErrnoException)}`,
      'Give the path of a file, or - for standard input; of an order, examples/order.json is one.',
    );
  });
  try {
    return await readAll(file.createReadStream(), path);
  } finally {
    await file.close();
  }
}

function sayFault({ code = '', message }: NodeJS.ErrnoException): string {
  return fileFaults[code] ?? message;
}

const fileFaults: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
};

async function readAll(source: AsyncIterable<Buffer | string>, path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > largestFileBytes)
      throw new CommandError(
        exitCodes.data,
        `${nameOf(path)} has more than ${largestFileBytes} bytes`,
        'An order is at most 64 KB of JSON; cut a file of many operations into several.',
      );
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}
