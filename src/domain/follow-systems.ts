import { adoptOrder } from './adopt-order';
import type { Handlers } from './apply-payment-event';
import { attention, sameMatter } from './attention';
import type { Difference } from './difference';
import { fingerprint } from './fingerprint';
import type { Operation } from './operation';
import type { Comparison, OrderState } from './order-state';

/** What both systems together say of an order. */
export const systemsHandlers: Handlers<'order_adopted' | 'systems_compared'> = {
  order_adopted: (state, { look, quietUntil, lookAgainAt, at }) => ({
    ...adoptOrder(state, look, at),
    quietUntil,
    lookAgainAt,
  }),

  systems_compared: (state, { differences, at }) =>
    askAbout(repair({ ...state, compared: keep(differences, at) }, differences, at), at),
};

/** As many are kept to be shown and decided on; an order must not grow by all that can differ. */
const mostDifferences = 100;

/** What is mended by itself gives way to what a person has to settle. */
function keep(differences: readonly Difference[], at: string): Comparison {
  const kept = [...differences.filter(isOpen), ...differences.filter((each) => !isOpen(each))];
  const further = differences.length - mostDifferences;
  return { at, differences: kept.slice(0, mostDifferences), ...(further > 0 ? { further } : {}) };
}

function isOpen({ kind }: Difference): boolean {
  return kind !== 'moved_not_recorded';
}

/** Only what is safe and adds something is mended: a record that is missing is written again, after it was looked for. */
function repair(state: OrderState, differences: readonly Difference[], at: string): OrderState {
  const missing = differences.filter(({ kind }) => kind === 'moved_not_recorded');
  const { payment } = state;
  const operations = state.operations.map((operation): Operation => {
    const isMissing = missing.some(
      ({ about, operationId }) =>
        operationId === operation.operationId && about === recordKindOf(operation),
    );
    if (operation.status !== 'recorded') return operation;
    if (!isMissing) return isShown(operation, differences) ? withoutLoss(operation) : operation;
    const { recordId: _recordId, finishedAt: _finishedAt, ...rest } = operation;
    return { ...rest, status: 'moved', missingSince: at };
  });
  const forgotten = missing.some(({ about }) => about === 'authorization');
  return {
    ...state,
    operations,
    payment:
      forgotten && payment.phase === 'paid'
        ? { ...payment, authorizationRecorded: false, authorizationMissingSince: at }
        : payment,
  };
}

function isShown({ kind, operationId }: Operation, differences: readonly Difference[]): boolean {
  return !differences.some(
    (one) => one.operationId === operationId && one.about === recordKindOf({ kind }),
  );
}

/** Its record is there again: should it be missing once more, it is written once more. */
function withoutLoss(operation: Operation): Operation {
  const { missingSince: _missingSince, ...rest } = operation;
  return operation.missingSince === undefined ? operation : rest;
}

function recordKindOf({ kind }: Pick<Operation, 'kind'>): Difference['about'] {
  return kind === 'cancel' ? 'cancellation' : kind;
}

/** The name under which an accepted set of differences is remembered, so that it is not raised again. */
export function matterOf(differences: readonly Difference[]): string {
  const named = differences.map(({ kind, about, operationId, recordId, moved, recorded }) =>
    [kind, about, operationId, recordId, moved, recorded].join('/'),
  );
  return `systems_differ/${fingerprint(named.sort().join('\n'))}`;
}

/** What only a person can settle. */
export function openDifferences(state: OrderState): readonly Difference[] {
  return (state.compared?.differences ?? []).filter(isOpen);
}

/** What a person is asked about them; undefined where nothing differs, or just that was accepted. */
export function questionOfDifferences(state: OrderState): string | undefined {
  const open = openDifferences(state);
  const [first] = open;
  if (first === undefined || state.accepted.includes(matterOf(open))) return undefined;
  const more = open.length === 1 ? '' : ` (and ${open.length - 1} more)`;
  return `${first.detail}${more}. Put it right in the back office and retry, or accept it.`;
}

function askAbout(state: OrderState, at: string): OrderState {
  const message = questionOfDifferences(state);
  const others = state.attentions.filter((known) => !sameMatter(known, { code: 'systems_differ' }));
  if (message === undefined) return { ...state, attentions: others };
  const known = state.attentions.find(({ code }) => code === 'systems_differ');
  const raised = attention('systems_differ', message, ['retry', 'accept'], known?.since ?? at);
  return { ...state, attentions: [...others, raised] };
}
