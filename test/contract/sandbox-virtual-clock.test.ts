import { beforeEach, describe, expect, it } from '@jest/globals';
import { createSandboxEngine } from '../../sandbox/engine/create-engine';
import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import type { Clock } from '../../sandbox/engine/clock';
import { createRandom } from '../../sandbox/engine/random';
import { sandboxClient } from '../../sandbox/credentials';
import type { EndpointName } from '../../sandbox/provider-endpoints';
import type { ProviderAnswer } from '../../sandbox/faults/meet-fault';

const dayMs = 86_400_000;
const startMs = Date.parse('2026-01-05T08:00:00Z');

interface TurnedClock extends Clock {
  /** Lets time pass, running what falls due in order. */
  turn(byMs: number): Promise<void>;
}

function createTurnedClock(): TurnedClock {
  let nowMs = startMs;
  let due: { atMs: number; act: () => void }[] = [];
  const clock: TurnedClock = {
    now: () => nowMs,
    schedule(delayMs, act) {
      const entry = { atMs: nowMs + delayMs, act };
      due.push(entry);
      return () => {
        due = due.filter((one) => one !== entry);
      };
    },
    async turn(byMs) {
      const untilMs = nowMs + byMs;
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const [next] = due.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        due = due.filter((one) => one !== next);
        nowMs = next.atMs;
        next.act();
      }
      nowMs = untilMs;
    },
  };
  return clock;
}

let clock: TurnedClock;
let engine: SandboxEngine;
let token: string;
beforeEach(async () => {
  clock = createTurnedClock();
  engine = createSandboxEngine({ clock, random: createRandom(11) });
  token = await newToken();
});

const { accountId, clientId, clientSecret } = sandboxClient;

function exchange(
  endpoint: EndpointName,
  {
    id,
    body,
    authorization = `Bearer ${token}`,
  }: { id?: string; body?: unknown; authorization?: string },
): Promise<ProviderAnswer> {
  return engine.exchange({
    endpoint,
    accountId,
    id,
    recordId: undefined,
    query: new URLSearchParams(),
    headers: { authorization },
    body,
  });
}

function read(answer: ProviderAnswer) {
  if (answer.kind === 'cut') throw new Error('the connection was cut');
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, never> };
}

async function newToken(): Promise<string> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const audience = `https://api.dintero.com/v1/accounts/${accountId}`;
  const answer = await exchange('token', {
    authorization: `Basic ${basic}`,
    body: { grant_type: 'client_credentials', audience },
  });
  return String(read(answer).body['access_token']);
}

async function newSession(): Promise<string> {
  const body = {
    url: { return_url: 'https://shop.example/' },
    order: { amount: 1000, currency: 'NOK', merchant_reference: 'order-1' },
    profile_id: 'default',
  };
  return String(read(await exchange('createSession', { body })).body['id']);
}

function pay(sessionId: string, options: unknown = {}): string {
  return engine.actOnSession(sessionId, 'pay', options).transaction?.id ?? '';
}

const capturedOf = (transactionId: string) => engine.ledger({ transactionId }).totals.captured;
const capture = (id: string) => exchange('captureTransaction', { id, body: { amount: 400 } });

describe('the engine on a clock that a test turns', () => {
  it('when nobody turns the clock, a slow effect does not come; at its time it does', async () => {
    const id = pay(await newSession());
    engine.faults.add({ endpoint: 'captureTransaction', kind: 'slow-then-apply', delayMs: 60_000 });
    const asked = capture(id);
    await clock.turn(59_999);
    expect(capturedOf(id)).toBe(0);
    await clock.turn(1);
    expect(read(await asked).status).toBe(200);
    expect(capturedOf(id)).toBe(400);
  });

  it('when a capture is accepted, it ends when its time has come', async () => {
    const id = pay(await newSession());
    engine.faults.add({ endpoint: 'captureTransaction', kind: 'accepted-202', afterMs: 3_600_000 });
    expect(read(await capture(id)).status).toBe(202);
    await clock.turn(3_599_999);
    expect(capturedOf(id)).toBe(0);
    await clock.turn(1);
    expect(capturedOf(id)).toBe(400);
  });

  it.each([
    ['payex.creditcard', 7],
    ['klarna.klarna', 28],
    ['collector.invoice', 90],
  ])(
    'when a %s authorization is older than %i days, it holds nothing and cannot be captured',
    async (product, days) => {
      engine.switches.change({ tokenLifetimeSeconds: 1 });
      const id = pay(await newSession(), { product });
      await clock.turn(days * dayMs - 1);
      expect(engine.ledger().totals.reserved).toBe(1000);
      await clock.turn(1);
      expect(engine.ledger().totals.reserved).toBe(0);
      token = await newToken();
      const { status, body } = read(await capture(id));
      expect(status).toBe(200);
      expect((body['events'] as unknown as { success: boolean }[]).at(-1)?.success).toBe(false);
      expect(capturedOf(id)).toBe(0);
    },
  );

  it('when a session is a day old, it has expired', async () => {
    const sessionId = await newSession();
    await clock.turn(dayMs - 1);
    expect(engine.ledger().sessions[0]?.state).toBe('open');
    await clock.turn(1);
    expect(engine.ledger().sessions[0]?.state).toBe('expired');
    expect(() => pay(sessionId)).toThrow('expired');
  });

  it('when a token has grown too old, it is refused', async () => {
    await clock.turn(dayMs - 1);
    expect(read(await exchange('listTransactions', {})).status).toBe(200);
    await clock.turn(1);
    expect(read(await exchange('listTransactions', {})).status).toBe(401);
  });

  it('when the seed is the same, the whole story is the same', async () => {
    const tell = async () => {
      clock = createTurnedClock();
      engine = createSandboxEngine({ clock, random: createRandom(5) });
      token = await newToken();
      await capture(pay(await newSession()));
      return JSON.stringify(engine.ledger());
    };
    expect(await tell()).toBe(await tell());
  });
});
