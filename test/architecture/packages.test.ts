import { describe, expect, test } from '@jest/globals';
import { filesBelow, importsOf, read } from './source-tree';

interface Packages {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides?: unknown;
}

interface Locked {
  readonly version?: string;
  readonly engines?: { readonly node?: string };
  readonly optional?: boolean;
  readonly resolved?: string;
}

const ours = JSON.parse(read('package.json')) as Packages;
const { packages: locked } = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const wanted = { ...ours.dependencies, ...ours.devDependencies };
const copiesOf = (name: string) =>
  Object.entries(locked).filter(([path]) => path.endsWith(`node_modules/${name}`));

describe("Temporal's packages", () => {
  const temporal = Object.entries(wanted).filter(([name]) => name.startsWith('@temporalio/'));

  test('are wanted in one exact version', () => {
    expect(temporal.length).toBeGreaterThan(5);
    expect([...new Set(temporal.map(([, version]) => version))]).toEqual([
      expect.stringMatching(/^\d+\.\d+\.\d+$/),
    ]);
  });

  test('are installed in that version and once each, those that they bring along included', () => {
    const installed = Object.entries(locked).filter(([path]) =>
      /node_modules\/@temporalio\/[^/]+$/.test(path),
    );
    expect(installed.length).toBeGreaterThan(temporal.length);
    expect([...new Set(installed.map(([, { version }]) => version))]).toEqual([temporal[0]?.[1]]);
    expect(installed.filter(([path]) => path.split('node_modules/').length > 2)).toEqual([]);
  });

  test('share one copy of protobufjs, without which no recorded history can be read', () => {
    const copies = copiesOf('protobufjs').map(([path]) => path);
    expect(copies).toContain('node_modules/protobufjs');
    expect(copies.filter((path) => path.includes('@temporalio'))).toEqual([]);
    expect(Object.keys(ours.dependencies)).toContain('protobufjs');
  });
});

test('everything that is installed runs on the oldest Node that is promised', () => {
  expect(ours.engines.node).toBe('>=20.19');
  const tooNew = Object.entries(locked)
    .filter(([, { engines, optional }]) => !optional && needsMoreThanNode20(engines?.node))
    .map(([path, { engines }]) => `${path}: ${engines?.node}`);
  expect(tooNew).toEqual([]);
});

/** `>=22`, but not `^20.19 || >=22`. */
function needsMoreThanNode20(range = ''): boolean {
  const alternatives = range.split('||').map((part) => part.trim());
  return range !== '' && !alternatives.some((part) => allowsNode20(part));
}

function allowsNode20(part: string): boolean {
  const [, sign = '', major = '0', minor = '0'] =
    /^(>=|>|\^|~)?\s*v?(\d+|\*|x)(?:\.(\d+|x|\*))?/.exec(part) ?? [];
  if (major === '*' || major === 'x') return true;
  const isUpwards = sign.startsWith('>');
  const wantedMajor = Number(major);
  if (wantedMajor !== 20) return isUpwards && wantedMajor < 20;
  return !(Number(minor) > 19);
}

test('what traces need is in the image that is built for them, and in no other', () => {
  const imported = filesBelow('src/tracing', '.ts')
    .flatMap((path) => importsOf(path))
    .filter(({ isType }) => !isType)
    .map(({ target }) => target.split('/').slice(0, 2).join('/'))
    .filter((name) => name.includes('opentelemetry'));
  expect(imported.length).toBeGreaterThan(5);
  const kept = Object.keys(ours.devDependencies).filter((name) => name.includes('opentelemetry'));
  expect([...new Set(imported)].sort()).toEqual(kept.sort());
  expect(Object.keys(ours.dependencies).filter((name) => name.includes('opentelemetry'))).toEqual(
    [],
  );
  expect(read('deploy/keep-tracing.cjs')).toContain("includes('opentelemetry')");
});

test('what holds a package back is a dependency, since overrides do not reach those who install ours, and is still needed', () => {
  expect(ours.overrides).toBeUndefined();
  expect(ours.dependencies['light-my-request']).toBe('6.6.0');
  expect(copiesOf('light-my-request')).toHaveLength(1);
  expect(copiesOf('fastify')).toHaveLength(1);
});
