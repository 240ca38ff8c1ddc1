import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { environmentVariables } from '../../src/environment-variables';
import { filesBelow, read, root } from './source-tree';

const documents = filesBelow('.', '.md');
const { scripts } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

describe('every environment variable', () => {
  test.each(Object.keys(environmentVariables))('of the product is in the README: %s', (name) => {
    expect(read('README.md')).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test('that any program reads is in one of the documents', () => {
    const names = ['src', 'sandbox', 'dev']
      .flatMap((folder) => filesBelow(folder, '.ts'))
      .flatMap((path) => [...read(path).matchAll(/\benv(?:\.|\[')([A-Z][A-Z0-9_]+)/g)])
      .map(([, name]) => name ?? '');
    const text = documents.map(read).join('\n');
    const shellOwn = ['PATH', 'HOME'];
    const missing = [...new Set(names)].filter(
      (name) => !shellOwn.includes(name) && !new RegExp(`\\b${name}\\b`).test(text),
    );
    expect(names).toContain('SANDBOX_PORT');
    expect(missing).toEqual([]);
  });
});

/** What `npm run` is told in a document, options of npm left out. */
function scriptsIn(path: string): readonly string[] {
  const named = read(path).matchAll(/\bnpm run (?:--?[a-z-]+ )*([a-z][a-z:-]*)/g);
  return [...named].map(([, name]) => name ?? '');
}

describe('every document', () => {
  test.each(documents)('names only npm scripts that exist: %s', (path) => {
    expect(scriptsIn(path).filter((name) => !(name in scripts))).toEqual([]);
  });

  test.each(documents)('has only relative links that lead somewhere: %s', (path) => {
    const links = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
    const broken = links
      .filter((link) => !/^(?:[a-z]+:|#)/.test(link))
      .filter((link) => {
        const [target = ''] = link.split('#');
        return !existsSync(join(root, posix.join(posix.dirname(path), decodeURIComponent(target))));
      });
    expect(broken).toEqual([]);
  });

  test.each(documents)('names only headings that are there: %s', (path) => {
    const links = [...read(path).matchAll(/\]\(([^)\s#]*)#([^)\s]+)\)/g)];
    const broken = links
      .filter(([, target = '']) => !/^[a-z]+:/.test(target))
      .filter(([, target = '', anchor = '']) => {
        const other = target === '' ? path : posix.join(posix.dirname(path), target);
        return !anchorsOf(other).includes(anchor);
      })
      .map(([link]) => link);
    expect(broken).toEqual([]);
  });
});

/** As a reader on the web makes them of headings. */
function anchorsOf(path: string): readonly string[] {
  if (!existsSync(join(root, path)) || !path.endsWith('.md')) return [];
  const headings = [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, title]) => title ?? '');
  return headings.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

test('the README names the commands that a newcomer needs', () => {
  const named = scriptsIn('README.md');
  for (const name of ['demo', 'worker', 'order']) expect(named).toContain(name);
});
