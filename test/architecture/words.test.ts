import { describe, expect, test } from '@jest/globals';
import { hostname, homedir } from 'node:os';
import { filesBelow, read, root } from './source-tree';

const files = filesBelow('.').filter(
  (path) => !/\.(?:png|ico|woff2?)$/.test(path) && !path.startsWith('test/replay/histories/'),
);
const code = files.filter((path) => /\.(?:ts|js|cjs|mjs)$/.test(path));

/** `path:line` of every line that a pattern is found in. */
function linesWith(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
}

/** Put together from parts, so that this file does not hold what it looks for. */
const oneOf = (...words: readonly (readonly string[])[]) =>
  new RegExp(words.map((parts) => parts.join('')).join('|'));

test('nothing is left for later', () => {
  const later = oneOf(
    ['\\bTO', 'DO\\b'],
    ['\\bFIX', 'ME\\b'],
    ['\\bXX', 'X\\b'],
    ['\\bHA', 'CK\\b'],
  );
  expect(linesWith(files, later)).toEqual([]);
});

describe('no check is switched off:', () => {
  test('no test is left out, and none runs alone', () => {
    const left = oneOf(
      ['\\.sk', 'ip\\b'],
      ['\\.on', 'ly\\b'],
      ['\\.to', 'do\\('],
      ['\\bx(?:it|test|desc', 'ribe)\\('],
      ['\\bf(?:it|desc', 'ribe)\\('],
    );
    expect(
      linesWith(
        code.filter((path) => path.startsWith('test/')),
        left,
      ),
    ).toEqual([]);
  });

  test('the compiler is not told to look away', () => {
    const away = oneOf(
      ['@ts-', '(?:ignore|expect-error|nocheck)'],
      ['\\bas a', 'ny(?=[\\s]*[;,.)\\]}])'],
    );
    expect(linesWith(code, away)).toEqual([]);
  });

  test('the linter is told to look away for a reason that is given', () => {
    const away = linesWith(code, oneOf(['(?:ox|es)lint-dis', 'able']));
    expect(away.filter((line) => !/ -- \S+/.test(line))).toEqual([]);
  });
});

describe('nothing tells on which machine it was made:', () => {
  test('no path, no name', () => {
    const own = [root, homedir()].filter((path) => path.length > '/root'.length);
    const names = hostname().length > 6 ? [hostname()] : [];
    const literal = [...own, ...names].map((text) =>
      text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
    const pattern = oneOf(
      ['(?:^|[\\s"\'`(=:])/(?:ho', 'me|Us', 'ers|ro', 'ot)/\\w'],
      ['\\b[A-Z]:\\\\\\\\Us', 'ers'],
      ...literal.map((text) => [text]),
    );
    expect(linesWith(files, pattern)).toEqual([]);
  });

  test('no host of a package registry, so that everybody installs from their own', () => {
    const registries = oneOf(
      ['\\bregistry\\.', '[a-z-]+\\.[a-z]+'],
      ['py', 'pi\\.org'],
      ['python', 'hosted'],
      ['npm', 'mirror'],
      ['arti', 'factory'],
      ['proxy\\.go', 'lang'],
      ['"resol', 'ved": "http'],
      ['(?:extra-|--)index', '-url'],
    );
    expect(linesWith(files, registries)).toEqual([]);
  });
});
