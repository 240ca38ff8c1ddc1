import { expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import * as fc from 'fast-check';
import type { MoveResult, SettleResult } from '../../src/activities/contract';
import { toMinorUnits, zero } from '../../src/domain/money';
import { mayHaveTakenEffect } from '../../src/domain/payment-failure';
import type { Movement } from '../../src/domain/transaction-picture';
import { readActivityFailure } from '../../src/workflows/read-activity-failure';
import { addMovement, capture, rigWith } from '../support/authorized-transaction';
import type { ActivityRig } from '../support/activity-rig';
import { failing, losingAnswer } from '../support/fake-gateway';
import type { Behaviour } from '../support/fake-gateway';
import { withMovements } from '../support/fake-world';

const settleDelayMs = 30_000;

/** What the provider and the way to it do to one request that moves money. */
const faults = [
  'none',
  'lost before it arrives',
  'answer lost',
  'refused after an effect',
  'refused',
  'arrives late',
  'accepted, done later',
  'accepted, failed later',
  'failed event',
  'answer of before',
  'answer without effect',
  'server error after the effect',
  'never left',
] as const;
type MoveFault = (typeof faults)[number];

const readFaults = [
  'none',
  'none',
  'none',
  'provider_error',
  'connection_cut',
  'rate_limited',
] as const;

/** Things that happen at the provider once the clock has reached their time. */
interface Later {
  readonly dueMs: number;
  readonly happens: () => void;
}

type Ended = MoveResult | Extract<SettleResult, { settled: 'moved' | 'failed' }>;

/** Drives one capture as the workflow does: attempt; after doubt look; only after proven absence attempt again. */
class Driver {
  readonly rig: ActivityRig = rigWith();
  private readonly later: Later[] = [];

  constructor(moveFaults: readonly MoveFault[], reads: readonly (typeof readFaults)[number][]) {
    const readQueue = [...reads];
    this.rig.gateway.always('readTransaction', (run, bounds) => {
      this.happenDue();
      const fault = readQueue.shift() ?? 'none';
      return fault === 'none' ? run() : failing(fault)(run, bounds);
    });
    for (const fault of moveFaults)
      this.rig.gateway.once('captureTransaction', this.behaviour(fault));
  }

  async drive(): Promise<Ended> {
    for (;;) {
      const result = await this.attempt();
      if (result !== 'in doubt' && result !== 'again' && result.outcome !== 'pending')
        return result;
      if (result === 'again') continue;
      const settled = await this.settle();
      if (settled.settled === 'moved' || settled.settled === 'failed') return settled;
      expect(settled.settled).toBe('absent');
    }
  }

  /** Everything that is still on its way at the provider arrives. */
  finish(): readonly Movement[] {
    this.rig.clock.advance(24 * 3_600_000);
    this.happenDue();
    return this.rig.gateway.world.transactions.get('T1')?.movements ?? [];
  }

  private async attempt(): Promise<MoveResult | 'in doubt' | 'again'> {
    this.scheduleAttempt();
    try {
      return await this.rig.run('captureTransaction', capture);
    } catch (error) {
      this.rig.clock.advance(500);
      return mayHaveTakenEffect(readActivityFailure(error)) ? 'in doubt' : 'again';
    }
  }

  private scheduleAttempt(): void {
    const { info } = this.rig.environment.context;
    Object.assign(info, { currentAttemptScheduledTimestampMs: this.rig.clock.now() });
  }

  private async settle(): Promise<SettleResult> {
    const notBeforeMs = this.rig.clock.now() + settleDelayMs;
    for (;;) {
      this.scheduleAttempt();
      try {
        const result = await this.rig.run('readTransaction', {
          purpose: 'settle',
          transactionId: 'T1',
          kind: 'capture',
          reference: capture.reference,
          known: { captured: zero, refunded: zero },
          notBeforeMs,
          absenceGapMs: 10_000,
        });
        return result as SettleResult;
      } catch (error) {
        if (!(error instanceof ApplicationFailure) || error.nonRetryable) throw error;
        this.rig.clock.advance(Number(error.nextRetryDelay ?? 1_000));
      }
    }
  }

  private behaviour(fault: MoveFault): Behaviour {
    const { rig } = this;
    const behaviours: Record<MoveFault, Behaviour> = {
      none: (run) => run(),
      'lost before it arrives': failing('connection_cut'),
      'answer lost': losingAnswer('connection_cut'),
      'refused after an effect': losingAnswer('refused'),
      refused: failing('refused'),
      'arrives late': async (run, bounds) => {
        this.schedule(settleDelayMs - 1_000, () => void run());
        return failing('request_timed_out')(run, bounds);
      },
      'accepted, done later': (run) => this.accept(run, 'succeeded'),
      'accepted, failed later': (run) => this.accept(run, 'failed'),
      'failed event': async (run) => {
        rig.gateway.world.turnout = { outcome: 'failed' };
        const answer = await run();
        rig.gateway.world.turnout = {};
        return answer;
      },
      'answer of before': async (run) => {
        const transaction = rig.gateway.world.transactions.get('T1');
        await run();
        return { accepted: false, transaction };
      },
      'answer without effect': async () => ({
        accepted: false,
        transaction: rig.gateway.world.transactions.get('T1'),
      }),
      'server error after the effect': losingAnswer('provider_error'),
      'never left': failing('not_sent'),
    };
    return behaviours[fault];
  }

  private async accept(run: () => Promise<unknown>, end: 'succeeded' | 'failed'): Promise<unknown> {
    this.rig.gateway.world.turnout = { outcome: 'pending' };
    const answer = await run();
    this.rig.gateway.world.turnout = {};
    this.schedule(90_000, () => this.end(end));
    return answer;
  }

  private end(outcome: 'succeeded' | 'failed'): void {
    const picture = this.rig.gateway.world.transactions.get('T1');
    if (picture === undefined) return;
    const rest = picture.movements.filter((movement) => movement.outcome !== 'pending');
    this.rig.gateway.world.transactions.set('T1', withMovements(picture, rest));
    addMovement(this.rig, {
      eventId: 'e-end',
      outcome,
      reference: capture.reference,
      amount: toMinorUnits(capture.amount),
    });
  }

  private schedule(afterMs: number, happens: () => void): void {
    this.later.push({ dueMs: this.rig.clock.now() + afterMs, happens });
  }

  private happenDue(): void {
    const due = this.later.filter(({ dueMs }) => dueMs <= this.rig.clock.now());
    for (const each of due) {
      this.later.splice(this.later.indexOf(each), 1);
      each.happens();
    }
  }
}

it('whatever goes wrong on the way, a capture moves money at most once, and what is told is what happened', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...faults), { maxLength: 5 }),
      fc.array(fc.constantFrom(...readFaults), { maxLength: 12 }),
      async (moveFaults, reads) => {
        const driver = new Driver(moveFaults, reads);
        const told = await driver.drive();
        const moved = driver.finish().filter((movement) => movement.outcome === 'succeeded');
        const saysMoved = 'outcome' in told ? told.outcome === 'moved' : told.settled === 'moved';
        expect(moved).toHaveLength(saysMoved ? 1 : 0);
      },
    ),
    { numRuns: 120 },
  );
});
