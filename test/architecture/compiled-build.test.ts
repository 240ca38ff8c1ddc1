import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workflowType } from '../../src/workflows/messages';
import { root } from '../support/compose-file';

/** A folder as in the images: packages, package.json and what the two builds of the Dockerfile write. */
const app = mkdtempSync(join(tmpdir(), 'compiled-'));
const dist = join(app, 'dist');
const longestBuildMs = 240_000;
const longestRunMs = 60_000;

beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
  copyFileSync(join(root, 'package.json'), join(app, 'package.json'));
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  for (const project of ['tsconfig.build.json', 'deploy/tsconfig.sandbox.json']) {
    const args = ['-p', project, '--outDir', dist];
    execFileSync(compiler, args, { cwd: root, timeout: longestBuildMs });
  }
}, 2 * longestBuildMs);

afterAll(() => rmSync(app, { recursive: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, args, { cwd: app, env, encoding: 'utf8', timeout: longestRunMs });

describe('the compiled programs run without a compiler', () => {
  it('operator and starter print their help', () => {
    expect(run([join(dist, 'operator.js'), '--help'])).toMatchObject({ status: 0 });
    expect(run([join(dist, 'starter.js'), '--help'])).toMatchObject({ status: 0 });
  });

  it('the worker says what its environment lacks', () => {
    const { status, stderr } = run([join(dist, 'worker.js')]);
    expect(status).toBe(78);
    expect(stderr).toContain('DINTERO_CLIENT_SECRET');
  });

  it(
    'the workflow bundle is made of the compiled code and holds the order',
    () => {
      const bundle = join(dist, 'workflow-bundle.js');
      const made = run([join(root, 'deploy', 'bundle-workflows.cjs'), dist, bundle]);
      expect(made).toMatchObject({ status: 0 });
      expect(readFileSync(bundle, 'utf8')).toContain(workflowType);
    },
    longestRunMs,
  );

  it('the sandbox listens and ends when it is told to', async () => {
    const env = { SANDBOX_PORT: '0' };
    const main = join(dist, 'sandbox', 'main.js');
    const child = spawn(process.execPath, [main], { cwd: app, env, timeout: longestRunMs });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const [, url = ''] = /(http:\/\/\S+)/.exec(line.toString()) ?? [];
    const answer = await fetch(`${url}/sandbox/ledger`, { signal: AbortSignal.timeout(10_000) });
    expect(answer.status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
