import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workflowType } from '../../src/workflows/messages';
import { root } from '../support/compose-file';

/** A folder as in the images: packages, package.json and what the two builds of the Dockerfile write. */
const app = mkdtempSync(join(tmpdir(), 'compiled-'));
const dist = join(app, 'dist');
/** The same without the packages that are not in every image. */
const bare = mkdtempSync(join(tmpdir(), 'bare-'));
interface Versioned {
  readonly version: string;
}

const longestBuildMs = 240_000;
/** Builds beside other tests, for which its own threads would spend half of the time getting into each other's way. */
const oneThread = '--singleThreaded';
const longestRunMs = 60_000;

beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
  copyFileSync(join(root, 'package.json'), join(app, 'package.json'));
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  for (const project of ['tsconfig.build.json', 'deploy/tsconfig.sandbox.json']) {
    const args = ['-p', project, oneThread, '--outDir', dist];
    execFileSync(compiler, args, { cwd: root, timeout: longestBuildMs });
  }
}, 2 * longestBuildMs);

afterAll(() => {
  for (const folder of [app, bare]) rmSync(folder, { recursive: true });
});

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

  it('where the packages of traces are not installed, the programs run, and refuse to trace with the remedy', () => {
    mkdirSync(join(bare, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules')))
      if (name !== '@opentelemetry')
        symlinkSync(join(root, 'node_modules', name), join(bare, 'node_modules', name));
    cpSync(dist, join(bare, 'dist'), { recursive: true });
    copyFileSync(join(root, 'package.json'), join(bare, 'package.json'));
    const ordersaga = (...args: readonly string[]) => {
      const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318' };
      return run([join(bare, 'dist', 'operator.js'), ...args], traced);
    };
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Versioned;
    const told = { status: 0, stdout: `${version}\n` };
    expect(run([join(bare, 'dist', 'operator.js'), '--version'])).toMatchObject(told);
    for (const alone of [['--help'], ['completion', 'bash']])
      expect(ordersaga(...alone)).toMatchObject({ status: 0, stderr: '' });
    const refusal = /OTEL_EXPORTER_OTLP_ENDPOINT: is set, and @opentelemetry\/.*TRACING=true/;
    for (const connected of [['doctor'], ['setup']])
      expect(ordersaga(...connected)).toMatchObject({
        status: 78,
        stderr: expect.stringMatching(refusal),
      });
    const { status, stdout } = ordersaga('list', '--json');
    expect(status).toBe(78);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'environment_invalid' } });
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

/** A port on which nobody ever listens. */
const nowhere = '127.0.0.1:1';

/** Whose first sample of TypeScript is a whole module that imports the library. */
const documents = { readme: 'README.md', guide: 'docs/client-library.md' };

function firstSample(document: string): string {
  const text = readFileSync(join(root, document), 'utf8');
  const [, sample = ''] = /```ts\n(import [\s\S]*?)```/.exec(text) ?? [];
  return `${sample}\nexport {};\n`;
}

/** As a service with settings of its own would compile it, each module as what its ending says. */
const foreignSettings = {
  compilerOptions: {
    target: 'ES2022',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    outDir: 'out',
    rootDir: '.',
  },
  include: ['*.cts', '*.mts', 'shop-service', 'raw-typescript'],
};

const consumer = `
import { connectOrderSagaClient, OrderSagaError, toMinorUnits } from 'dintero-order-saga/client';
import type { CaptureRequest, ConnectedClient } from 'dintero-order-saga/client';
import { captureUpdate, workflowIdOf } from 'dintero-order-saga/messages';

const shipment: CaptureRequest = { captureId: 'a', lines: [{ lineId: 1, amount: toMinorUnits(19_900) }] };
connectOrderSagaClient({ connectionOptions: { address: '${nowhere}' }, namespace: 'default', connectTimeoutMs: 2_000 }).then(
  (orders: ConnectedClient) => orders.capture('web-1', shipment),
  (error: unknown) => {
    if (!(error instanceof OrderSagaError)) throw error;
    console.log(error.name, error.code, workflowIdOf('web-1'), captureUpdate.name, shipment.lines?.[0]?.amount);
  },
);
`;

describe('another service that installs the package', () => {
  /** A folder of somebody else's; of this repository only what `npm pack` puts into the package can be seen from it. */
  const shop = join(app, 'shop');
  const installed = join(shop, 'node_modules', 'dintero-order-saga');
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  let packed: readonly string[];

  beforeAll(() => {
    mkdirSync(installed, { recursive: true });
    const [pack] = JSON.parse(
      execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', shop], {
        cwd: app,
        encoding: 'utf8',
        timeout: longestRunMs,
      }),
    ) as { filename: string; files: { path: string }[] }[];
    packed = pack?.files.map(({ path }) => path) ?? [];
    const unpack = ['-xzf', join(shop, pack?.filename ?? ''), '-C', installed];
    execFileSync('tar', [...unpack, '--strip-components=1'], { timeout: longestRunMs });
    for (const example of ['shop-service', 'raw-typescript'])
      cpSync(join(root, 'examples', example), join(shop, example), { recursive: true });
    for (const ending of ['cts', 'mts']) writeFileSync(join(shop, `consumer.${ending}`), consumer);
    for (const [name, document] of Object.entries(documents))
      writeFileSync(join(shop, `${name}.mts`), firstSample(document));
    writeFileSync(join(shop, 'package.json'), JSON.stringify({ type: 'commonjs' }));
    writeFileSync(join(shop, 'tsconfig.json'), JSON.stringify(foreignSettings));
    const { status, stdout } = spawnSync(compiler, ['-p', shop, oneThread], {
      encoding: 'utf8',
      timeout: longestBuildMs,
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  }, longestBuildMs);

  it('gets the compiled programs and types, and nothing of the sandbox or the tests', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['dist/client/client-library.js', 'dist/client/client-library.d.ts']),
    );
    expect(
      packed.filter((path) => /^(?:dist\/)?(?:sandbox|src|test)\/|bundle|\.map$/.test(path)),
    ).toEqual([]);
  });

  it.each(['cjs', 'mjs'])(
    'imports both entries by name and meets the typed errors: %s',
    (ending) => {
      const { stdout, stderr } = run([join(shop, 'out', `consumer.${ending}`)]);
      expect({ stdout, stderr }).toEqual({
        stdout: 'TemporalUnavailableError temporal_unavailable order-web-1 capture 19900\n',
        stderr: '',
      });
    },
  );

  it('can paste the samples of the documents, which compile', () => {
    for (const document of Object.values(documents))
      expect(firstSample(document)).toContain("from 'dintero-order-saga/client'");
    for (const name of Object.keys(documents))
      expect(existsSync(join(shop, 'out', `${name}.mjs`))).toBe(true);
  });

  it('cannot reach into the package past its entries', () => {
    const reach = "require('dintero-order-saga/dist/client/persist')";
    const { stderr } = spawnSync(process.execPath, ['-e', reach], { cwd: shop, encoding: 'utf8' });
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('runs the example of a shop, which says why it cannot start where no Temporal is', () => {
    const { status, stderr } = run([join(shop, 'out', 'shop-service', 'main.js')], {
      TEMPORAL_ADDRESS: nowhere,
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(`connect to ${nowhere}: Temporal cannot be reached`),
    });
  });
});
