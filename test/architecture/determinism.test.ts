import { describe, expect, test } from '@jest/globals';
import { filesBelow, isNode, nodesOf, parse, parseText } from './source-tree';
import type { SyntaxNode } from './source-tree';

interface Variable {
  readonly name: string;
  readonly kind: string;
  readonly made: string;
}

/** Everything that a file declares outside of functions. */
function variablesOf(file: SyntaxNode): readonly Variable[] {
  const body = file['body'] as readonly SyntaxNode[];
  const declarations = body.map((node) =>
    node.type === 'ExportDeclaration' ? (node['declaration'] as SyntaxNode) : node,
  );
  return declarations
    .filter((node) => node.type === 'VariableDeclaration')
    .flatMap((node) =>
      (node['declarations'] as readonly SyntaxNode[]).map((declarator) => ({
        name: String((declarator['id'] as SyntaxNode)['value']),
        kind: String(node['kind']),
        made: isReadonly(declarator['id']) ? '' : madeBy(declarator['init']),
      })),
    );
}

/** `ReadonlyMap`, `ReadonlySet`: what is declared so cannot be changed through its name. */
function isReadonly(name: unknown): boolean {
  return isNode(name) && /"value":"Readonly(?:Map|Set)"/.test(JSON.stringify(name));
}

function madeBy(value: unknown): string {
  if (!isNode(value) || value.type !== 'NewExpression') return '';
  return String((value['callee'] as SyntaxNode)['value']);
}

const mutators = [
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'fill',
  'set',
  'add',
  'delete',
  'clear',
];

/** The names whose content is changed: assigned to, counted up, or told to change itself. */
function changedIn(file: SyntaxNode): readonly string[] {
  return [...nodesOf(file)].flatMap((node) => {
    if (node.type === 'AssignmentExpression') return [ownerOf(node['left'])];
    if (node.type === 'UpdateExpression') return [ownerOf(node['argument'])];
    if (node.type === 'UnaryExpression' && node['operator'] === 'delete')
      return [ownerOf(node['argument'])];
    return node.type === 'CallExpression' && isMutator(node['callee'])
      ? [ownerOf(node['callee'])]
      : [];
  });
}

function isMutator(callee: unknown): boolean {
  if (!isNode(callee) || callee.type !== 'MemberExpression') return false;
  return mutators.includes(String((callee['property'] as SyntaxNode)['value']));
}

/** `a` of `a`, `a.b` and `a[0].c`. */
function ownerOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'MemberExpression') return ownerOf(node['object']);
  return node.type === 'Identifier' ? String(node['value']) : '';
}

describe('what orders share in a worker keeps no memory of any of them:', () => {
  const shared = ['src/workflows', 'src/domain'].flatMap((folder) => filesBelow(folder, '.ts'));

  test.each(shared)('%s', (path) => {
    const file = parse(path);
    const variables = variablesOf(file);
    expect(variables.filter(({ kind }) => kind !== 'const')).toEqual([]);
    expect(variables.filter(({ made }) => /^(?:Weak)?(?:Map|Set)$|^Array$/.test(made))).toEqual([]);
    const names = variables.map(({ name }) => name);
    expect(changedIn(file).filter((name) => names.includes(name))).toEqual([]);
  });
});

test('a variable of a module, a collection and a change of one are recognized', () => {
  const forgetful = parseText(`
    let count = 0;
    const seen = new Map();
    const known: ReadonlyMap<string, number> = new Map();
    export const list = [];
    export function remember(name) {
      count += 1;
      seen.set(name, count);
      list[0].names.push(name);
      delete list.last;
    }
  `);
  const variables = variablesOf(forgetful);
  expect(variables.map(({ kind, made }) => kind + made)).toEqual([
    'let',
    'constMap',
    'const',
    'const',
  ]);
  expect(changedIn(forgetful)).toEqual(['count', 'seen', 'list', 'list']);
});
