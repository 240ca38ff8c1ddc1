import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow, read, root } from './source-tree';

const folders = ['src', 'sandbox', 'dev', 'bench', 'test'];

test('no file has more than 250 lines', () => {
  const long = folders
    .flatMap((folder) => filesBelow(folder, '.ts'))
    .map((path) => ({ path, lines: read(path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 250);
  expect(long).toEqual([]);
});

/** The linter counts: with one line allowed it complains about every function that has more, and says how many. */
function functionSizes(...where: readonly string[]): readonly number[] {
  const place = mkdtempSync(join(tmpdir(), 'sizes-'));
  try {
    const config = join(place, 'oxlint.json');
    const rules = { 'max-lines-per-function': ['error', { max: 1 }] };
    writeFileSync(config, JSON.stringify({ categories: { correctness: 'off' }, rules }));
    const { stdout } = spawnSync(
      join(root, 'node_modules', '.bin', 'oxlint'),
      ['--config', config, '--format', 'json', ...where],
      { cwd: root, encoding: 'utf8', timeout: 30_000, maxBuffer: 64 * 1024 * 1024 },
    );
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { message: string }[] };
    return diagnostics
      .map(({ message }) => Number(/too many lines \((\d+)\)/.exec(message)?.[1]))
      .sort((left, right) => left - right);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

describe('functions', () => {
  test.each(['src', 'sandbox', 'dev', 'bench'])(
    'of %s have at most 60 lines, and half of them 15',
    (folder) => {
      const sizes = functionSizes(folder);
      expect(sizes.length).toBeGreaterThan(10);
      expect(sizes.at(-1)).toBeLessThanOrEqual(60);
      expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(15);
    },
  );
});
