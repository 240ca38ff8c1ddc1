import { parseSync } from '@swc/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const root = join(__dirname, '..', '..');

const notOurs = ['.git', '.cache', '.temporal', 'node_modules', 'dist', 'coverage'];

/** Every file below a folder of the repository that is written by hand, as `src/domain/money.ts`. */
export function filesBelow(folder: string, ending = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, encoding: 'utf8' })
    .filter(({ name }) => !notOurs.includes(name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, ending);
      return entry.name.endsWith(ending) ? [path] : [];
    });
}

/** The folders below a folder, itself included. */
export function foldersBelow(folder: string): readonly string[] {
  const inner = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !notOurs.includes(entry.name))
    .flatMap((entry) => foldersBelow(posix.join(folder, entry.name)));
  return [folder, ...inner];
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** A node of the syntax tree; loose on purpose, since what matters is looked for by name. */
export interface SyntaxNode {
  readonly type?: string;
  readonly [name: string]: unknown;
}

export function parse(path: string): SyntaxNode {
  return parseText(read(path));
}

export function parseText(text: string): SyntaxNode {
  return parseSync(text, { syntax: 'typescript' }) as unknown as SyntaxNode;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null;
}

/** Every node of a tree, from the root down. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of Object.values(node)) {
    const children: readonly unknown[] = Array.isArray(child) ? child : [child];
    for (const each of children) if (isNode(each)) yield* nodesOf(each);
  }
}

export interface Import {
  /** A package's name, or the path of a file without its ending: `src/domain/money`. */
  readonly target: string;
  /** Gone once it is compiled. */
  readonly isType: boolean;
}

const importing = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'];

export function importsOf(path: string): readonly Import[] {
  const found: Import[] = [];
  for (const node of nodesOf(parse(path))) {
    const source = sourceOf(node);
    if (source !== undefined)
      found.push({ target: resolve(path, source), isType: node['typeOnly'] === true });
  }
  return found;
}

function sourceOf(node: SyntaxNode): string | undefined {
  if (importing.includes(node.type ?? '')) return textOf(node['source']);
  if (node.type === 'TsImportEqualsDeclaration') return textOf(node['moduleRef']);
  if (node.type !== 'CallExpression' || !isNode(node['callee'])) return undefined;
  const { type, value } = node['callee'];
  if (type !== 'Import' && value !== 'require') return undefined;
  const [first] = node['arguments'] as readonly { readonly expression: unknown }[];
  return textOf(first?.expression);
}

function textOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'StringLiteral' ? String(node['value']) : undefined;
}

function resolve(path: string, source: string): string {
  return source.startsWith('.') ? posix.join(posix.dirname(path), source) : source;
}

/** The package that a path in `node_modules` belongs to: `@temporalio/worker`. */
export function packageOf(path: string): string {
  const [scope = '', name = ''] = path.split('node_modules/').at(-1)?.split('/') ?? [];
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

export function nameOf(path: string): string {
  return posix.basename(path, posix.extname(path));
}
