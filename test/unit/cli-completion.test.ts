import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUpTerminal } from '../support/terminal-world';

const folder = mkdtempSync(join(tmpdir(), 'completion-'));
const at = (name: string) => join(folder, name);

/** Knows three orders, whatever they begin with: the shell picks those that fit. */
const program = '#!/bin/sh\n[ "$1" = complete-references ] && printf "web-1\\nweb-2\\nshop-3\\n"\n';

beforeAll(async () => {
  mkdirSync(at('bin'));
  mkdirSync(at('functions'));
  mkdirSync(at('here'));
  writeFileSync(at('bin/ordersaga'), program, { mode: 0o755 });
  writeFileSync(at('here/order.json'), '{}');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const world = setUpTerminal();
    await world.operate(`completion ${shell}`);
    writeFileSync(at(shell === 'zsh' ? 'functions/_ordersaga' : shell), world.output());
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What the shell offers for each of the lines, in the order of the alphabet. */
type Shell = (lines: readonly string[]) => readonly (readonly string[])[];

function run(shell: string, args: readonly string[], input: string): readonly string[] {
  const { PATH = '' } = process.env;
  const env = { PATH: `${at('bin')}:${PATH}`, HOME: folder, TERM: 'dumb', LC_ALL: 'C' };
  const { stdout, stderr } = spawnSync(shell, args, {
    input,
    env,
    cwd: at('here'),
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(stderr).toBe('');
  return stdout.split('\n').slice(0, -1);
}

const wordsOf = (line: string) => line.split(/\s+/).filter(Boolean).sort();
const linesOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

const askBash: Shell = (lines) =>
  run(
    'bash',
    [
      '--norc',
      '-c',
      `source '${at('bash')}'
while IFS= read -r line; do
  read -ra COMP_WORDS <<<"$line"; [[ "$line" = *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _ordersaga; echo "\${COMPREPLY[*]}"
done`,
    ],
    linesOf(lines),
  ).map(wordsOf);

const askFish: Shell = (lines) =>
  run(
    'fish',
    [
      '--no-config',
      '-c',
      `source '${at('fish')}'; while read -l line; echo (complete -C "$line" | string replace -r '\\t.*' ''); end`,
    ],
    linesOf(lines),
  ).map(wordsOf);

/** A shell within a terminal of zsh's own: Tab puts all that it offers into the line, and Ctrl+G says what stands there. */
const askZsh: Shell = (lines) =>
  run(
    'zsh',
    [
      '-f',
      '-c',
      `zmodload zsh/zpty
zpty inner 'zsh -f -i'
zpty -w inner "PS1=; fpath=('${at('functions')}' \\$fpath); autoload -Uz compinit; compinit -D -u
zle -C all-matches complete-word _generic
zstyle ':completion:all-matches:*' insert yes
zstyle ':completion:all-matches:*' completer _all_matches _complete
told() { print -r -- \\"<\\"\\"<\\$BUFFER>\\"\\">\\"; zle kill-buffer }; zle -N told
bindkey '^I' all-matches; bindkey '^G' told; print REA''DY"
zpty -r inner out '*READY*'
while IFS= read -r line; do
  zpty -w -n inner "$line"$'\\t'$'\\a'
  zpty -r inner out '*<<*>>*'
  out=\${out#*<<}; print -r -- "\${out%>>*}"
done
zpty -d inner`,
    ],
    linesOf(lines),
  ).map((line, index) => {
    const typed = lines[index] ?? '';
    return wordsOf(line.slice(typed.lastIndexOf(' ') + 1));
  });

const shells: readonly (readonly [string, Shell])[] = [
  ['bash', askBash],
  ['zsh', askZsh],
  ['fish', askFish],
];

const isThere = (shell: string) =>
  spawnSync(shell, ['--version'], { timeout: 10_000 }).status === 0;

describe.each(shells)('in %s', (shell, ask) => {
  test('offers what may follow, where the shell is there to ask; where it is not, that is said', () => {
    if (!isThere(shell)) {
      console.warn(`${shell} is not on the path: its completion was not run`);
      return;
    }
    const [nested, orders, options, file, value, first] = ask([
      'ordersaga sandbox callback r',
      'ordersaga show w',
      'ordersaga resolve web-1 cancel --',
      'ordersaga refund --file o',
      'ordersaga show web-1 --deadline w',
      'ordersaga cap',
    ]);
    expect(nested).toEqual(['resend']);
    expect(orders).toEqual(['web-1', 'web-2']);
    // `cancel` is a choice here, and not the command, which has a reason and a file.
    expect(options).toEqual(
      ['code', 'deadline', 'help', 'json', 'note', 'operation', 'yes'].map((name) => `--${name}`),
    );
    // Bash looks for files by itself where it is offered nothing.
    expect(file).toEqual(shell === 'bash' ? [] : ['order.json']);
    expect(value).toEqual(shell === 'zsh' ? ['w'] : []);
    expect(first).toEqual(['capture']);
  });
});
