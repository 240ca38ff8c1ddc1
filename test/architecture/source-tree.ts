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
export function nodesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  collect(node, found);
  return found;
}

/** Where a node stands in the text has no nodes below it, and is half of all there is. */
function collect(node: SyntaxNode, found: SyntaxNode[]): void {
  found.push(node);
  for (const name in node) {
    const child = node[name];
    if (name === 'span' || !isNode(child)) continue;
    if (!Array.isArray(child)) collect(child, found);
    else for (const each of child as readonly unknown[]) if (isNode(each)) collect(each, found);
  }
}

export interface Import {
  /** A package's name, or the path of a file without its ending: `src/domain/money`. */
  readonly target: string;
  /** Gone once it is compiled. */
  readonly isType: boolean;
}

const importing = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'];

const known = new Map<string, readonly Import[]>();

/** The source does not change while a file of tests looks at it. */
export function importsOf(path: string): readonly Import[] {
  const imports = known.get(path) ?? findImports(path);
  known.set(path, imports);
  return imports;
}

function findImports(path: string): readonly Import[] {
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
