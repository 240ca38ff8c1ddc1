import { describe, expect, test } from '@jest/globals';
import { judgeCallback, judgeClock, judgeProvider } from '../../src/cli/examine-provider';
import { examineTemporal } from '../../src/cli/examine-temporal';
import { fault, ok, warning } from '../../src/cli/findings';
import { setUpNamespace } from '../../src/cli/set-up';
import type { TemporalAdmin } from '../../src/client/temporal-admin';
import { wantedAttributes } from '../../src/client/wanted-attributes';
import { setUpTerminal } from '../support/terminal-world';

const nowMs = Date.parse('2026-11-24T12:00:00.000Z');
const refused = (code: number) => Object.assign(new Error('refused'), { code });
const permissionDenied = 7;

interface World {
  readonly namespace?: boolean;
  readonly registered?: readonly string[];
  readonly mayWrite?: boolean;
  readonly pollers?: readonly { readonly identity: string; readonly lastAccessAtMs: number }[];
}

/** A Temporal in memory that knows a namespace and some attributes; it learns of both a look later. */
function temporal({
  namespace = true,
  registered = [],
  mayWrite = true,
  pollers = [],
}: World = {}) {
  const done: string[] = [];
  let [isThere, known] = [namespace, [...registered]];
  const write = (what: string, effect: () => void) => {
    if (!mayWrite) return Promise.reject(refused(permissionDenied));
    done.push(what);
    return Promise.resolve(effect());
  };
  const admin: TemporalAdmin = {
    address: 'temporal.example:7233',
    namespace: 'orders',
    serverVersion: () => Promise.resolve('1.32.0'),
    retentionMs: () => Promise.resolve(isThere ? 86_400_000 : undefined),
    createNamespace: () => write('namespace', () => void (isThere = true)),
    attributeGaps: () =>
      isThere
        ? Promise.resolve({
            missing: wantedAttributes.filter(({ name }) => !known.includes(name)),
            wrong: [],
          })
        : Promise.reject(refused(5)),
    registerAttributes: (missing) =>
      write(`attributes ${missing.length}`, () => void (known = missing.map(({ name }) => name))),
    pollers: () => Promise.resolve(pollers),
    close: () => Promise.resolve(),
  };
  return { admin, done };
}

const all = wantedAttributes.map(({ name }) => name);
const wishes = { retentionMs: 90 * 86_400_000 };
const pause = () => Promise.resolve();
const levels = (findings: readonly { subject: string; level: string }[]) =>
  findings.map(({ subject, level }) => `${subject}: ${level}`);

describe('setup', () => {
  test('where nothing is there, makes the namespace and registers all ten', async () => {
    const { admin, done } = temporal({ namespace: false });
    const findings = await setUpNamespace(admin, wishes, pause);
    expect(done).toEqual(['namespace', 'attributes 10']);
    expect(findings.every(({ level }) => level === 'ok')).toBe(true);
  });

  test('where all is there, touches nothing', async () => {
    const { admin, done } = temporal({ registered: all });
    const findings = await setUpNamespace(admin, wishes, pause);
    expect(done).toEqual([]);
    expect(findings.map(({ message }) => message)).toEqual([
      'is there; ended orders are kept for 1d',
      '10 of 10 were there',
    ]);
  });

  test.each([
    [{ namespace: false, mayWrite: false }, 'temporal operator namespace create'],
    [{ registered: all.slice(1), mayWrite: false }, '--name OrderStatus --type Keyword'],
  ] as const)(
    'without the permission for it, gives the command for an administrator',
    async (world, command) => {
      const { admin } = temporal(world);
      const findings = await setUpNamespace(admin, wishes, pause);
      const told = findings.find(({ level }) => level === 'fault');
      expect(told?.remedy).toContain(command);
      expect(told?.remedy).toContain('--namespace orders');
      expect(told?.remedy).toContain('temporal.example:7233');
    },
  );
});

describe('the doctor', () => {
  const poller = (ageMs: number) => ({ identity: '7@vm', lastAccessAtMs: nowMs - ageMs });
  const look = (world: World) => examineTemporal(temporal(world).admin, 'orders', () => nowMs);

  test('where all is well, says so line by line', async () => {
    expect(levels(await look({ registered: all, pollers: [poller(5_000)] }))).toEqual([
      'Temporal: ok',
      'namespace: ok',
      'search attributes: ok',
      'worker: ok',
    ]);
  });

  test('where an attribute, the worker or the namespace is missing, finds that fault and names the remedy', async () => {
    const gap = await look({ registered: all.slice(1), pollers: [poller(5_000)] });
    expect(gap.find(({ level }) => level === 'fault')?.remedy).toContain('ordersaga setup');
    const idle = await look({ registered: all, pollers: [poller(200_000)] });
    expect(idle.find(({ subject }) => subject === 'worker')).toMatchObject({ level: 'fault' });
    expect(levels(await look({ namespace: false }))).toEqual(
      expect.arrayContaining(['namespace: fault', 'search attributes: fault', 'worker: fault']),
    );
  });

  test("when Temporal's instants lie ahead, warns of this machine's clock", async () => {
    const findings = await look({ registered: all, pollers: [poller(-9_000)] });
    expect(findings.at(-1)).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('9.0 s behind'),
    });
  });

  const provider = {
    accountId: 'T1',
    token: 'ok',
    orders: 'ok',
    checkout: 'ok',
    clockAheadMs: 0,
  } as const;
  test.each([
    [{ token: { code: 'credentials_refused', message: 'no' } }, 'DINTERO_CLIENT_SECRET'],
    [{ token: { code: 'not_sent', message: 'no' } }, 'DINTERO_API_URL'],
    [{ orders: { code: 'scope_missing', message: 'no' } }, 'admin:shopping'],
    [{ checkout: { code: 'scope_missing', message: 'no' } }, 'admin:checkout'],
  ] as const)('when the provider answers %j, names what to correct', (answer, remedy) => {
    const told = judgeProvider({ ...provider, ...answer }).find(({ level }) => level === 'fault');
    expect(told?.remedy).toContain(remedy);
  });

  test.each([
    [500, 'ok'],
    [-4_000, 'warning'],
    [60_000, 'fault'],
    [undefined, 'warning'],
  ] as const)('when the clocks are %s ms apart, says %s', (aheadMs, level) => {
    expect(judgeClock(aheadMs)).toEqual([expect.objectContaining({ level })]);
  });

  test.each([
    ['https://shop.no/callbacks', 'ok'],
    ['https://10.1.2.3/callbacks', 'fault'],
    ['https://172.20.0.1/callbacks', 'fault'],
    ['https://[fd00::1]/callbacks', 'fault'],
    ['https://api/callbacks', 'fault'],
    ['https://shop.internal/callbacks', 'fault'],
    ['http://127.0.0.1:8080/callbacks', 'fault'],
  ] as const)('the callback URL %s is %s for the real service', (url, level) => {
    expect(judgeCallback(url, true, false)[0]).toMatchObject({ level });
  });

  test('a callback URL on this machine is enough for the sandbox, and none is a warning', () => {
    expect(judgeCallback('http://127.0.0.1:8080/cb', true, true)[0]).toMatchObject({ level: 'ok' });
    expect(judgeCallback(undefined, true, false)).toMatchObject([{ level: 'warning' }]);
    expect(judgeCallback('https://shop.no/cb', false, false)[1]).toMatchObject({
      level: 'warning',
    });
  });

  test.each([
    [[ok('one', 'well'), warning('two', 'amiss', 'mend it')], 0],
    [[ok('one', 'well'), fault('two', 'broken', 'mend it')], 1],
  ] as const)(
    'prints each line with its remedy, and exits by the worst',
    async (findings, code) => {
      const upkeep = { examine: async () => findings, setUp: async () => findings };
      const world = setUpTerminal({}, { upkeep });
      expect(await world.operate('doctor')).toBe(code);
      expect(world.output()).toMatch(/^ok +one +well\n(?:warning|fault) +two .*\n +mend it$/);
      const forPrograms = setUpTerminal({}, { upkeep });
      await forPrograms.operate('setup --json');
      expect(forPrograms.document()).toMatchObject({ ok: code === 0, findings });
    },
  );
});
