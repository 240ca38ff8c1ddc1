import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this program calls itself towards others, as package.json says. */
export function readOwnName(): { readonly name: string; readonly version: string } {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  return { name, version };
}
