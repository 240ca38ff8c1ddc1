import { describe, expect, test } from '@jest/globals';
import { posix } from 'node:path';
import { filesBelow, isNode, nameOf, nodesOf, parse, read } from './source-tree';
import type { SyntaxNode } from './source-tree';

test('a name of a file says what is in it, and no two files of the source share one', () => {
  const files = filesBelow('src', '.ts');
  const names = files.map(nameOf).filter((name) => name !== 'index');
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  const empty = /^(?:.*-)?(?:utils?|helpers?|common|misc|managers?)$|^types$/;
  const all = ['src', 'sandbox', 'dev', 'bench', 'test'].flatMap((folder) => filesBelow(folder));
  expect(all.filter((path) => path.split('/').some((part) => empty.test(nameOf(part))))).toEqual(
    [],
  );
  const odd = files.filter((path) => !/^[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(posix.basename(path)));
  expect(odd).toEqual([]);
});

const snakeCase = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/;

/** The names of fields on the wire, as the schemas spell them. */
const wireNames = new Set(
  filesBelow('src/dintero/wire', '.ts')
    .flatMap((path) => [...nodesOf(parse(path))])
    .filter(({ type }) => type === 'KeyValueProperty')
    .map(({ key }) => String((key as SyntaxNode)['value']))
    .filter((name) => snakeCase.test(name)),
);

/** Codes of ours (`not_sent`) are keys of tables; as names of variables, parameters and members they would be the provider's. */
function snakeCaseIn(path: string): readonly string[] {
  const keys = new Set<unknown>();
  const names: string[] = [];
  for (const node of nodesOf(parse(path))) {
    if (isNode(node['key'])) keys.add(node['key']);
    const name = String(node['value']);
    const isName = node.type === 'Identifier' || node.type === 'StringLiteral';
    if (isName && wireNames.has(name)) names.push(name);
    else if (node.type === 'Identifier' && snakeCase.test(name) && !keys.has(node))
      names.push(name);
  }
  return names;
}

describe("the provider's spelling stays in its room:", () => {
  const files = ['src', 'dev', 'bench']
    .flatMap((folder) => filesBelow(folder, '.ts'))
    .filter((path) => !path.startsWith('src/dintero/'));

  test.each(files)('%s', (path) => {
    expect(snakeCaseIn(path)).toEqual([]);
  });

  test('it would be noticed', () => {
    expect(wireNames.size).toBeGreaterThan(30);
    expect(snakeCaseIn('src/dintero/translate-transaction.ts').length).toBeGreaterThan(5);
  });
});

test('only the configuration and the entries know the environment', () => {
  const allowed = /^(?:src\/(?:worker|starter|operator|server|config)\.ts|sandbox\/main\.ts)$/;
  const readers = ['src', 'sandbox']
    .flatMap((folder) => filesBelow(folder, '.ts'))
    .filter((path) => /\bprocess\s*\.\s*env\b/.test(read(path)));
  expect(readers.filter((path) => !allowed.test(path))).toEqual([]);
  expect(readers).toContain('src/worker.ts');
});
