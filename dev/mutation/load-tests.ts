import { createRequire, Module } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { transformSync } from '@swc/core';
import { expect } from 'expect';
import { describe, getState, it, resetState, test } from 'jest-circus';

export interface LoadedTest {
  /** File and full name. */
  readonly id: string;
  readonly fileName: string;
  readonly run: () => unknown;
}

type Entry = ReturnType<typeof getState>['rootDescribeBlock']['children'][number];
type CompilingModule = NodeJS.Module & { _compile(code: string, path: string): unknown };

const fromHere = createRequire(__filename);
const compiled = new Map<string, string>();

/** Lets this process load TypeScript, each file compiled once, and answers the tests' import of Jest. */
export function takeOverLoading(): void {
  fromHere.extensions['.ts'] = (loading, path) => {
    (loading as CompilingModule)._compile(compile(path), path);
  };
  const globals = fromHere.resolve('@jest/globals');
  fromHere.cache[globals] = Object.assign(new Module(globals), {
    exports: { describe, expect, it, test },
    loaded: true,
  });
}

function compile(path: string): string {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    filename: path,
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  compiled.set(path, code);
  return code;
}

/** Loads the modules of `src/` anew, and everything that they import there. */
export function loadModules(folder: string, modules: readonly string[]): void {
  forgetRoom(folder, 'src');
  for (const path of modules) fromHere(join(folder, path));
}

/**
 * Loads a test file anew, with what it imports from `test/`.
 * @throws Error when it cannot be loaded, or has hooks, which are not run here.
 */
export function loadTests(folder: string, fileName: string): readonly LoadedTest[] {
  forgetRoom(folder, 'test');
  resetState();
  fromHere(join(folder, fileName));
  return testsOf(getState().rootDescribeBlock, fileName, []);
}

function testsOf(entry: Entry, fileName: string, above: readonly string[]): readonly LoadedTest[] {
  if (entry.type === 'test') {
    const { fn, mode, name } = entry;
    const id = `${fileName}: ${[...above, name].join(' > ')}`;
    return mode === 'skip' || mode === 'todo'
      ? []
      : [{ id, fileName, run: () => Reflect.apply(fn, {}, []) }];
  }
  if (entry.hooks.length > 0)
    throw new Error(`${fileName} has hooks, which are not run here: leave the file out`);
  const names = entry.parent === undefined ? [] : [...above, entry.name];
  return entry.children.flatMap((child) => testsOf(child, fileName, names));
}

function forgetRoom(folder: string, room: string): void {
  for (const path of Object.keys(fromHere.cache))
    if (path.startsWith(join(folder, room) + sep)) delete fromHere.cache[path];
}
