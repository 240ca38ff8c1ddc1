import { describe, expect, test } from '@jest/globals';
import { posix } from 'node:path';
import { filesBelow, foldersBelow, read } from './source-tree';

/** The paths of a tree that is drawn with two spaces for each level, `name  what it is` on a line. */
function drawnPaths(): readonly string[] {
  const [, drawing = ''] = /```text\n([\s\S]*?)```/.exec(read('ARCHITECTURE.md')) ?? [];
  const above: string[] = [];
  return drawing
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const depth = line.search(/\S/) / 2;
      const [name = ''] = line.trim().split(/\s/);
      above.splice(depth, above.length, name.replace(/\/$/, ''));
      return posix.join(...above);
    });
}

describe('the tree in ARCHITECTURE.md', () => {
  test('is the tree on disk: every folder (of test/ the rooms, of examples/ none), and the files directly in src/', () => {
    const top = ['src', 'sandbox', 'dev', 'test', 'docs', 'bench', 'deploy', 'examples'];
    const folders = foldersBelow('.').filter((folder) => {
      const [first = '', , ...deeper] = folder.split('/');
      if (first === 'examples') return folder === first;
      return top.includes(first) && (first !== 'test' || deeper.length === 0);
    });
    const entries = filesBelow('src', '.ts').filter((path) => path.split('/').length === 2);
    expect([...drawnPaths()].sort()).toEqual([...folders, ...entries].sort());
  });
});

test('ARCHITECTURE.md can be read in one sitting', () => {
  expect(read('ARCHITECTURE.md').trimEnd().split('\n').length).toBeLessThanOrEqual(165);
});

describe('decisions', () => {
  const decisions = [...filesBelow('docs/decisions', '.md')].sort();

  test('are numbered one by one', () => {
    const numbers = decisions.map((path) => Number(posix.basename(path).slice(0, 4)));
    expect(numbers).toEqual(decisions.map((_path, index) => index + 1));
  });

  test.each(decisions)('%s is short and says context, decision and consequences', (path) => {
    const text = read(path);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(text.match(/^#+ .+$/gm)?.map((title) => title.replace(/^# .*/, '# …'))).toEqual([
      '# …',
      '## Context',
      '## Decision',
      '## Consequences',
    ]);
  });
});

describe('GLOSSARY.md', () => {
  const glossary = read('GLOSSARY.md');
  const codesIn = (path: string, type: string) => {
    const [, body = ''] = new RegExp(`type ${type} =([^;]*);`).exec(read(path)) ?? [];
    return [...body.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code ?? '');
  };

  test('explains every status of an operation', () => {
    const statuses = codesIn('src/domain/operation.ts', 'OperationStatus');
    expect(statuses).toContain('unknown');
    expect(statuses.filter((status) => !glossary.includes(`**${status}**`))).toEqual([]);
  });

  test('explains every status of an order, and every choice of a person', () => {
    const statuses = codesIn('src/domain/order-view.ts', 'OrderStatus');
    const choices = codesIn('src/domain/attention.ts', 'AttentionChoice');
    expect(statuses).toContain('expired');
    expect(choices).toContain('retry');
    expect(statuses.filter((status) => !glossary.includes(`**${status}**`))).toEqual([]);
    expect(choices.filter((choice) => !glossary.includes(`\`${choice}\``))).toEqual([]);
  });

  test('explains every matter that an order can raise, and no other', () => {
    const sources = filesBelow('src', '.ts')
      .filter((path) => path !== 'src/domain/attention.ts')
      .map(read)
      .join('\n');
    const raised = codesIn('src/domain/attention.ts', 'AttentionCode').filter((code) =>
      sources.includes(`'${code}'`),
    );
    const explained = [...glossary.matchAll(/^\| `([a-z_]+)`/gm)].map(([, code]) => code ?? '');
    expect([...explained].sort()).toEqual([...raised].sort());
  });
});
