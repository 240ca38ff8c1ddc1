import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from '@swc/core';
import { ContextStorage } from './workers/context-storage';

/** One exact text of one source file, and what stands in its place. */
export interface Replacement {
  /** From the repository's root. */
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

/** What the loaded source sees in place of a package. */
export type Doubles = Readonly<Record<string, unknown>>;

/** Names that the loaded source finds instead of the real global ones: time above all. */
export interface ShadowGlobals {
  readonly globalThis: object;
  readonly Date: unknown;
  readonly setTimeout: unknown;
  readonly clearTimeout: unknown;
  readonly AbortController: unknown;
  readonly AbortSignal: unknown;
  readonly performance: unknown;
}

type Exports = Record<string, unknown>;
type Wrapper = (...parts: unknown[]) => void;

const root = join(__dirname, '..', '..');
const shadowNames = [
  'globalThis',
  'Date',
  'setTimeout',
  'clearTimeout',
  'AbortController',
  'AbortSignal',
  'performance',
] as const;

/** Compiled once for all loaders, since only a replacement changes a text. */
const compiled = new Map<string, Wrapper>();

/**
 * Loads files of the product into a realm of their own: the same code that runs in production, with another clock and other
 * packages under it. A replacement that does not find its text is a defect of the list of replacements, and thrown.
 */
export class SourceLoader {
  private readonly modules = new Map<string, { exports: Exports }>();
  private readonly replaced = new Set<Replacement>();
  private readonly globals: ShadowGlobals;
  private readonly doubles: Doubles;
  private readonly replacements: readonly Replacement[];
  private readonly wraps: Readonly<Record<string, (exports: Exports) => Exports>>;

  constructor(options: {
    globals: ShadowGlobals;
    doubles: Doubles;
    replacements?: readonly Replacement[];
    /** By file: what others get of a module instead of its own exports. */
    wraps?: Readonly<Record<string, (exports: Exports) => Exports>>;
  }) {
    this.globals = options.globals;
    this.doubles = options.doubles;
    this.replacements = options.replacements ?? [];
    this.wraps = options.wraps ?? {};
  }

  /** @param file from the repository's root */
  load(file: string): unknown {
    return this.loadPath(join(root, file));
  }

  hasReplaced(replacement: Replacement): boolean {
    return this.replaced.has(replacement);
  }

  private loadPath(path: string): Exports {
    const known = this.modules.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} as Exports };
    this.modules.set(path, module);
    const wrapper = this.compile(path);
    const shadows = shadowNames.map((name) => this.globals[name]);
    wrapper(module.exports, (name: string) => this.requireFrom(path, name), module, ...shadows);
    const wrap = this.wraps[relative(root, path)];
    if (wrap !== undefined) module.exports = wrap(module.exports);
    return module.exports;
  }

  private requireFrom(from: string, name: string): unknown {
    if (Object.hasOwn(this.doubles, name)) return this.doubles[name];
    if (name.startsWith('.') && !name.endsWith('.json'))
      return this.loadPath(resolve(join(dirname(from), name)));
    if (name === '@temporalio/workflow')
      return this.loadPath(createRequire(from).resolve('@temporalio/workflow'));
    return createRequire(from)(name) as unknown;
  }

  private compile(path: string): Wrapper {
    const text = this.replace(relative(root, path), readFileSync(path, 'utf8'));
    const key = `${path}\n${text}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const code = path.endsWith('.ts') ? toCommonJs(text, path) : text;
    const parameters = ['exports', 'require', 'module', ...shadowNames];
    const wrapper = compileFunction(code, parameters, { filename: path }) as Wrapper;
    compiled.set(key, wrapper);
    return wrapper;
  }

  private replace(file: string, text: string): string {
    return this.replacements
      .filter((one) => one.file === file)
      .reduce((current, one) => {
        if (current.split(one.text).length !== 2)
          throw new Error(
            `${file}: the text to be replaced is not there exactly once: ${one.text}`,
          );
        this.replaced.add(one);
        return current.replace(one.text, () => one.by);
      }, text);
  }
}

function resolve(path: string): string {
  const found = [path, `${path}.ts`, `${path}.js`, join(path, 'index.ts')].find(
    (candidate) => /\.(ts|js)$/.test(candidate) && existsSync(candidate),
  );
  if (found === undefined) throw new Error(`no module at ${path}`);
  return found;
}

function toCommonJs(text: string, filename: string): string {
  return transformSync(text, {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: false,
  }).code;
}

/** A global object as the workflow library expects it; what is not set on it comes from the real one. */
export function createShadowGlobal(more: object): Record<string, unknown> {
  return Object.assign(Object.create(globalThis) as Record<string, unknown>, {
    AsyncLocalStorage: ContextStorage,
    ...more,
  });
}
