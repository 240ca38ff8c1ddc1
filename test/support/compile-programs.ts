import { transformSync } from '@swc/core';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const rooms = ['src', 'sandbox', 'dev'] as const;

/** Compiles our programs once for a whole run, in which they are started many times, and says in which folder they lie. */
export function compilePrograms(): string {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const room of rooms)
    for (const name of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.ts')) compile(join(room, name), folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['package.json', 'examples'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  return folder;
}

function compile(name: string, folder: string): void {
  const { code } = transformSync(readFileSync(join(root, name), 'utf8'), {
    swcrc: false,
    filename: name,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const path = join(folder, name.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
}
