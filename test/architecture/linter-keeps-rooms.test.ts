import { beforeAll, afterAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { foldersBelow, read, root } from './source-tree';

interface Probe {
  readonly file: string;
  readonly code: string;
}

const refused: readonly Probe[] = [
  { file: 'src/domain/a.ts', code: "import { z } from 'zod';\nexport const a = z;" },
  {
    file: 'src/domain/b.ts',
    code: "import { later } from '../client/duration';\nexport const b = later;",
  },
  {
    file: 'src/domain/c.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const c = readFileSync;",
  },
  { file: 'src/workflows/a.ts', code: "import { z } from 'zod';\nexport const a = z;" },
  {
    file: 'src/workflows/b.ts',
    code: "import { createActivities } from '../activities';\nexport const b = createActivities;",
  },
  {
    file: 'src/workflows/c.ts',
    code: "import { Client } from '@temporalio/client';\nexport const c = Client;",
  },
  {
    file: 'src/activities/a.ts',
    code: "import { request } from 'undici';\nexport const a = request;",
  },
  {
    file: 'src/activities/b.ts',
    code: "import { createApi } from '../dintero/api';\nexport const b = createApi;",
  },
  {
    file: 'src/dintero/a.ts',
    code: "import { Context } from '@temporalio/activity';\nexport const a = Context;",
  },
  {
    file: 'src/dintero/wire/a.ts',
    code: "import { connect } from '../../client/connect';\nexport const a = connect;",
  },
  {
    file: 'src/client/a.ts',
    code: "import { orderLifecycle } from '../workflows/order-lifecycle';\nexport const a = orderLifecycle;",
  },
  {
    file: 'src/client/b.ts',
    code: "import { createApi } from '../dintero/api';\nexport const b = createApi;",
  },
  {
    file: 'src/cli/a.ts',
    code: "import { Client } from '@temporalio/client';\nexport const a = Client;",
  },
  {
    file: 'src/http/a.ts',
    code: "import { loadConfig } from '../config';\nexport const a = loadConfig;",
  },
  {
    file: 'src/http/routes/a.ts',
    code: "import { loadConfig } from '../../config';\nexport const a = loadConfig;",
  },
  {
    file: 'src/http/routes/b.ts',
    code: "import { createApi } from '../../dintero/api';\nexport const b = createApi;",
  },
  {
    file: 'src/tracing/a.ts',
    code: "import { loadConfig } from '../config';\nexport const a = loadConfig;",
  },
  {
    file: 'sandbox/engine/a.ts',
    code: "import { createApi } from '../../src/dintero/api';\nexport const a = createApi;",
  },
  {
    file: 'sandbox/b.ts',
    code: "import { sum } from '../src/domain/money';\nexport const b = sum;",
  },
];

const accepted: readonly Probe[] = [
  { file: 'src/domain/ok.ts', code: "import { sum } from './money';\nexport const ok = sum;" },
  {
    file: 'src/workflows/ok.ts',
    code: "import type { OrderActivities } from '../activities/contract';\nexport type Ok = OrderActivities;",
  },
  {
    file: 'src/client/ok.ts',
    code: "import { workflowType } from '../workflows/messages';\nexport const ok = workflowType;",
  },
  {
    file: 'src/http/ok.ts',
    code: "import { fastify } from 'fastify';\nimport { addRoutes } from './routes/ok';\nimport { verifyCallback } from '../dintero/callback';\nexport const ok = [fastify, addRoutes, verifyCallback];",
  },
  {
    file: 'src/http/routes/ok.ts',
    code: "import { buildApp } from '../build-app';\nimport { connect } from '../../client/connect';\nexport const addRoutes = [buildApp, connect];",
  },
  { file: 'src/dintero/wire/ok.ts', code: "import { z } from 'zod';\nexport const ok = z;" },
  {
    file: 'sandbox/engine/ok.ts',
    code: "import { token } from '../../src/dintero/wire/token';\nexport const ok = token;",
  },
];

const others: readonly (Probe & { readonly rule: string })[] = [
  {
    rule: 'no-restricted-globals',
    file: 'src/domain/clock.ts',
    code: 'export const now = () => Date.now();',
  },
  { rule: 'no-process-env', file: 'src/client/env.ts', code: 'export const home = process.env;' },
  { rule: 'no-default-export', file: 'src/cli/default.ts', code: 'export default 1;' },
  {
    rule: 'max-lines',
    file: 'src/cli/long.ts',
    code: 'export const a = 1;\n'.replace('1;', `[\n${'1,\n'.repeat(249)}];`),
  },
  {
    rule: 'max-lines-per-function',
    file: 'src/cli/tall.ts',
    code: `export function tall() {\n${'call();\n'.repeat(60)}}`,
  },
  {
    rule: 'complexity',
    file: 'src/cli/knot.ts',
    code: `export const knot = (a: number) => ${'a ? 1 : '.repeat(10)}2;`,
  },
  { rule: 'no-explicit-any', file: 'src/cli/loose.ts', code: 'export const loose: any = 1;' },
  {
    rule: 'no-non-null-assertion',
    file: 'src/cli/sure.ts',
    code: 'export const sure = (a?: string) => a!;',
  },
];

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

const place = mkdtempSync(join(tmpdir(), 'rooms-'));
let diagnostics: readonly Diagnostic[] = [];

/** The rules as they are, over files that break them, in a folder of their own. */
beforeAll(() => {
  const config = JSON.parse(read('.oxlintrc.json')) as Record<string, unknown>;
  // Types are not looked at here: that would need the packages.
  writeFileSync(join(place, '.oxlintrc.json'), JSON.stringify({ ...config, options: {} }));
  for (const { file, code } of [...refused, ...accepted, ...others]) {
    mkdirSync(join(place, dirname(file)), { recursive: true });
    writeFileSync(join(place, file), `${code}\n`);
  }
  const oxlint = join(root, 'node_modules', '.bin', 'oxlint');
  const { stdout } = spawnSync(oxlint, ['--format', 'json'], {
    cwd: place,
    encoding: 'utf8',
    timeout: 30_000,
  });
  ({ diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] });
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

const broken = (rule: string) =>
  diagnostics.filter(({ code }) => code.includes(`(${rule})`)).map(({ filename }) => filename);

describe('the linter', () => {
  test.each(refused)('refuses in $file: $code', ({ file }) => {
    expect(broken('no-restricted-imports')).toContain(file);
  });

  test.each(accepted)('accepts in $file: $code', ({ file }) => {
    expect(broken('no-restricted-imports')).not.toContain(file);
  });

  test.each(others)('refuses what $rule forbids', ({ rule, file }) => {
    expect(broken(rule)).toContain(file);
  });

  test('has a row for every room of the source', () => {
    const { overrides } = JSON.parse(read('.oxlintrc.json')) as {
      readonly overrides: readonly { readonly files: readonly string[] }[];
    };
    const rows = overrides.flatMap(({ files }) => files);
    const missing = foldersBelow('src')
      .filter((folder) => folder.split('/').length === 2)
      .filter((folder) => !rows.includes(`${folder}/**`));
    expect(missing).toEqual([]);
  });
});
