import type { Replacement } from './load-source';

/** One rule of the recipes taken out: a simulator that does not notice is worth nothing. */
export interface Mutation {
  readonly name: string;
  readonly replacements: readonly Replacement[];
  /** What it takes part in happens to every order. */
  readonly adopting?: boolean;
}

const moveMoneyOnce = 'src/activities/move-money-once.ts';
const lookWhatBecame = 'src/activities/look-what-became.ts';
const prepareOrder = 'src/activities/prepare-order.ts';

export const mutations: readonly Mutation[] = [
  {
    name: 'a movement is sent without looking for it first',
    replacements: [
      {
        file: moveMoneyOnce,
        text: 'if (known !== undefined) return tell(before, known, true);',
        by: 'void known;',
      },
    ],
  },
  {
    name: 'absence of a movement counts without the settle delay',
    replacements: [
      {
        file: 'src/domain/movement-step.ts',
        text: 'notBeforeMs: lastSendMs + settleDelayMs',
        by: 'notBeforeMs: lastSendMs + 0 * settleDelayMs',
      },
    ],
  },
  {
    name: 'absence of a record counts without the settle delay',
    replacements: [
      {
        file: 'src/workflows/keep-records.ts',
        text: 'later(since, saga.timing.settleDelayMs)',
        by: 'since',
      },
    ],
  },
  {
    name: 'one look proves the absence of a movement',
    replacements: [
      {
        file: lookWhatBecame,
        text: 'await clock.pause(input.absenceGapMs, readBounds().signal);\n  const second = await lookOnce(gateway, input);',
        by: 'const second = first;',
      },
    ],
  },
  {
    name: 'any record of a kind is taken for ours',
    replacements: [
      {
        file: 'src/domain/match-record.ts',
        text: 'return key === wanted.key || providerReference(key) === wanted.reference;',
        by: 'return providerReference(key).length > 0 || wanted === undefined;',
      },
    ],
  },
  {
    name: 'any movement of a kind is taken for ours',
    replacements: [
      {
        file: 'src/activities/find-movement.ts',
        text: 'movement.reference === reference',
        by: 'movement.reference !== undefined || reference === ""',
      },
    ],
  },
  {
    name: 'accepted is taken for done',
    replacements: [
      {
        file: moveMoneyOnce,
        text: "if (accepted) return { outcome: 'pending', totals: totalsOf(transaction) };",
        by: "if (accepted) return { outcome: 'moved', eventId: 'accepted', amount: (move.amount ?? 0) as never, echoed: true, totals: totalsOf(transaction) };",
      },
      {
        file: moveMoneyOnce,
        text: 'if (told !== undefined) return told;',
        by: "if (told !== undefined && told.outcome !== 'pending') return told;",
      },
    ],
  },
  {
    name: 'an attempt sends however little time it has left',
    replacements: [
      {
        file: 'src/activities/attempt-bounds.ts',
        text: 'if (leftMs < atMostPartOfAttempt(leastTimeMs, 4))',
        by: 'if (leftMs < -1e12)',
      },
      {
        file: 'src/activities/attempt-bounds.ts',
        text: '    leftMs,\n  );',
        by: '    3_600_000,\n  );',
      },
    ],
  },
  {
    name: 'a draft is completed without looking for its order',
    replacements: [
      {
        file: prepareOrder,
        text: 'if (known !== undefined) return known;\n  if (input.lookOnly === true)',
        by: 'void known;\n  if (input.lookOnly === true)',
      },
    ],
  },
  {
    name: 'absence of a completion counts without the settle delay',
    replacements: [
      {
        file: prepareOrder,
        text: 'unsettledMs: Math.max(0, sinceMs + input.settleDelayMs - scheduledMs)',
        by: 'unsettledMs: 0 * sinceMs',
      },
      {
        file: prepareOrder,
        text: 'Math.max(input.settleDelayMs, failure.retryAfterMs ?? 0)',
        by: 'failure.retryAfterMs ?? 0',
      },
    ],
  },
  {
    name: 'a page is closed without looking whether it was paid',
    replacements: [
      {
        file: 'src/activities/look-at-session.ts',
        text: 'if (paid !== undefined) return paid;',
        by: '',
      },
    ],
  },
  {
    name: 'a failed event is final at once',
    replacements: [
      {
        file: 'src/workflows/finish-movement.ts',
        text: 'await saga.until(\n    () => false,\n    saga.timing.settleDelayMs,',
        by: 'await saga.until(\n    () => false,\n    1,',
      },
    ],
  },
  {
    name: 'an activity that moves money is tried again by Temporal',
    replacements: [
      {
        file: 'src/workflows/activity-policies.ts',
        text: 'retry: { maximumAttempts: 1 }',
        by: 'retry: { maximumAttempts: 4 }',
      },
    ],
  },
  {
    name: 'an order that was adopted sends at once',
    adopting: true,
    replacements: [
      {
        file: 'src/workflows/take-over.ts',
        text: 'quietUntil: later(at, moneyAttemptMs + settleDelayMs),',
        by: 'quietUntil: at,',
      },
    ],
  },
];
