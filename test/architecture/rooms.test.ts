import { describe, expect, test } from '@jest/globals';
import { filesBelow, foldersBelow, importsOf, read } from './source-tree';

/** Which room may name which other one, and which package; `types` are gone once it is compiled. */
const rooms: Readonly<
  Record<string, { readonly may: readonly string[]; readonly types?: readonly string[] }>
> = {
  'src/domain': { may: [] },
  'src/workflows': {
    may: ['src/domain', '@temporalio/workflow', '@temporalio/common'],
    types: ['src/activities/contract'],
  },
  'src/activities': {
    may: ['src/domain', '@temporalio/activity', '@temporalio/common', 'node:timers/promises'],
  },
  'src/dintero': { may: ['src/domain', 'undici', 'zod', 'node:'] },
  'src/client': {
    may: [
      'src/domain',
      'src/workflows/messages',
      '@temporalio/client',
      '@temporalio/common',
      'zod',
      'node:',
    ],
  },
  'src/cli': { may: ['src/client', 'src/domain', 'commander', 'node:'] },
  'src/http': {
    may: [
      'src/client',
      'src/domain',
      'src/dintero/callback',
      'fastify',
      '@fastify',
      'fastify-type-provider-zod',
      'prom-client',
      'zod',
      'node:',
    ],
  },
  'src/observe': {
    may: [
      'src/domain',
      'src/workflows/messages',
      'src/workflows/order-metrics',
      'src/dintero/watch-exchange',
      'src/startup-error',
      '@temporalio',
      'pino',
    ],
  },
  'src/tracing': {
    may: ['src/observe/name-activities', '@opentelemetry', '@temporalio'],
    types: ['src/dintero/watch-exchange', 'src/http/app', 'src/workflows/carry-trace', 'fastify'],
  },
  sandbox: { may: ['src/dintero/wire', 'fastify', 'undici', 'zod', 'node:'] },
};

const isIn = (target: string, place: string) =>
  target === place || target.startsWith(place.endsWith(':') ? place : `${place}/`);

describe('a room imports only what the table allows:', () => {
  const inUse = Object.keys(rooms).filter((room) =>
    [...foldersBelow('src'), 'sandbox'].includes(room),
  );

  test.each(inUse)('%s', (room) => {
    const { may, types = [] } = rooms[room]!;
    const strangers = filesBelow(room, '.ts').flatMap((path) =>
      importsOf(path)
        .filter(({ target, isType }) => {
          const allowed = [room, ...may, ...(isType ? types : [])];
          return !allowed.some((place) => isIn(target, place));
        })
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(strangers).toEqual([]);
  });

  test('every folder of the source has a row', () => {
    const folders = foldersBelow('src').filter((folder) => folder.split('/').length === 2);
    expect(folders.filter((folder) => !(folder in rooms))).toEqual([]);
  });

  test('no value of the activities reaches a workflow', () => {
    const values = filesBelow('src/workflows', '.ts').flatMap((path) =>
      importsOf(path).filter(
        ({ target, isType }) => !isType && target.startsWith('src/activities'),
      ),
    );
    expect(values).toEqual([]);
  });
});

test('nothing imports an entry, and nothing of the product what is around it', () => {
  const entries = ['src/worker', 'src/starter', 'src/operator', 'src/server', 'sandbox/main'];
  const ours = ['src', 'sandbox', 'dev', 'bench'].flatMap((folder) => filesBelow(folder, '.ts'));
  const wrong = ours.flatMap((path) =>
    importsOf(path)
      .filter(
        ({ target }) =>
          entries.includes(target) ||
          // The commands of `dev/` may run what the tests are made of; the product and its sandbox never do.
          (!path.startsWith('dev/') && target.startsWith('test/')) ||
          (!path.startsWith('bench/') && target.startsWith('bench/')) ||
          (path.startsWith('src/') && /^(?:dev|sandbox)\//.test(target)),
      )
      .map(({ target }) => `${path} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('traces, and with them all of OpenTelemetry, are loaded by one file, and that when it is asked to', () => {
  const eager = filesBelow('src', '.ts')
    .filter((path) => !path.startsWith('src/tracing/'))
    .flatMap((path) => importsOf(path).map((one) => ({ ...one, path })))
    .filter(
      ({ target, isType }) =>
        !isType && /^(?:src\/tracing|@opentelemetry|.*-opentelemetry)\b/.test(target),
    );
  expect(eager.map(({ path, target }) => `${path} imports ${target}`)).toEqual([
    'src/open-tracing.ts imports src/tracing/start-tracing.js',
  ]);
  expect(read('src/open-tracing.ts')).toContain("await import('./tracing/start-tracing.js')");
});
