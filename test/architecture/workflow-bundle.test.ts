import { beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workflowSources } from '../../src/workflow-sources';
import { bundleWorkflows } from '../support/bundle-workflows';
import { packageOf } from './source-tree';

let code = '';
let modules: readonly string[] = [];

/** The bundler names every module that it put in by its path: `./src/domain/money.ts`. */
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-bundle-'));
  code = readFileSync(await bundleWorkflows(workflowSources, join(folder, 'bundle.js')), 'utf8');
  rmSync(folder, { recursive: true });
  const names = code.matchAll(/^\/\*\*\*\/ "([^"]+)":?/gm);
  modules = [...new Set([...names].map(([, name]) => name ?? ''))];
});

describe('what runs as a workflow', () => {
  test('holds the order, its domain, and of the rest of the source nothing', () => {
    const rooms = new Set(
      modules
        .filter((name) => name.startsWith('./src/'))
        .map((name) => name.split('/').slice(1, 3).join('/')),
    );
    expect([...rooms].sort()).toEqual(['src/domain', 'src/workflows']);
    expect(modules).toContain('./src/workflows/order-lifecycle.ts');
    expect(modules).toContain('./src/workflows/interceptors.ts');
  });

  test("holds Temporal's packages and what those need, and no other", () => {
    const packages = new Set(
      modules.filter((name) => name.includes('node_modules/')).map((name) => packageOf(name)),
    );
    expect(packages).toContain('@temporalio/workflow');
    const foreign = [...packages].filter((name) => !name.startsWith('@temporalio/'));
    expect(foreign.sort()).toEqual(['long', 'ms', 'nexus-rpc']);
  });

  test('is small, so that a worker can hold many orders', () => {
    expect(modules.length).toBeGreaterThan(50);
    expect(code.length).toBeLessThan(4_000_000);
  });
});
