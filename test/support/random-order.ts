import * as fc from 'fast-check';
import { looksAfterDoubt } from '../../src/domain/appointments';
import { nextDueRecord } from '../../src/domain/due-record';
import { epochMs, instantOf } from '../../src/domain/instant';
import { judgeOperation, prepareOperation } from '../../src/domain/judge-operation';
import { nextMoneyOperation } from '../../src/domain/money-queue';
import { toMinorUnits } from '../../src/domain/money';
import type { Operation, OperationRequest } from '../../src/domain/operation';
import type { OrderRequest } from '../../src/domain/order';
import type { OrderState } from '../../src/domain/order-state';
import type { PaymentEvent } from '../../src/domain/payment-event';
import { remainderInAll, remainderOnLine } from '../../src/domain/remainder';
import { defaultTiming } from '../../src/domain/timing';
import { stillReserved } from '../../src/domain/transaction-picture';
import type { TransactionPicture } from '../../src/domain/transaction-picture';
import { after, noon, orderOf, paid } from './order-states';
import { RuleKeepingProvider } from './rule-keeping-provider';

const acts = [
  'ask for a capture',
  'ask for all',
  'ask for a refund',
  'ask for a cancel',
  'give the next one its turn',
  'give the next one its turn and lose the answer',
  'give the next one its turn and let it fail',
  'find out what became of it',
  'write the next record',
  'look',
  'look at an older picture',
  'office captures',
  'office refunds',
  'office releases',
  'office captures by the line',
  'provider corrects a failure',
] as const;
type Act = (typeof acts)[number];

/** One thing that happens; the numbers choose among what is possible at that moment. */
export interface Happening {
  readonly act: Act;
  readonly which: number;
  readonly share: number;
}

export const happenings = fc.array(
  fc.record({
    act: fc.constantFrom(...acts),
    which: fc.nat(7),
    share: fc.integer({ min: 1, max: 100 }),
  }),
  { maxLength: 40, size: 'max' },
);

export const orders = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 500_000 })), {
    minLength: 1,
    maxLength: 4,
  })
  .filter((amounts) => amounts.some((amount) => amount > 0))
  .map((amounts) => orderOf(...amounts));

/** A paid order and a provider that keeps the rules of the real one, driven one happening at a time. */
export class RandomOrder {
  state: OrderState;
  readonly events: PaymentEvent[] = [];
  readonly provider: RuleKeepingProvider;
  private readonly pictures: TransactionPicture[] = [];
  private clockMs = epochMs(noon);
  private count = 0;

  private readonly order: OrderRequest;

  constructor(order: OrderRequest) {
    this.order = order;
    this.provider = new RuleKeepingProvider(order);
    this.state = paid(order);
  }

  happen({ act, which, share }: Happening): void {
    this.clockMs += 1_000;
    const ask = (request: OperationRequest) => this.ask(request);
    const doings: Record<Act, () => void> = {
      'ask for a capture': () => ask({ ...this.partial('capture', which, share), kind: 'capture' }),
      'ask for all': () => ask({ kind: 'capture' }),
      'ask for a refund': () => ask({ ...this.partial('refund', which, share), kind: 'refund' }),
      'ask for a cancel': () => ask({ kind: 'cancel' }),
      'give the next one its turn': () => this.turn('moved'),
      'give the next one its turn and lose the answer': () =>
        this.turn(which % 2 === 0 ? 'moved, unseen' : 'lost'),
      'give the next one its turn and let it fail': () => this.turn('failed'),
      'find out what became of it': () => this.settle(),
      'write the next record': () => this.record(),
      look: () => this.look(this.provider.picture),
      'look at an older picture': () =>
        this.look(this.pictures.at(-1 - which) ?? this.provider.picture),
      'office captures': () => this.provider.moveInOffice('capture', share),
      'office refunds': () => this.provider.moveInOffice('refund', share),
      'office releases': () => this.provider.moveInOffice('void', share),
      'office captures by the line': () => this.officeByTheLine(which, share),
      'provider corrects a failure': () => this.provider.correct(which),
    };
    doings[act]();
  }

  /** Everything that has begun comes to its end, and all of it is recorded. */
  finish(): void {
    for (let round = 0; round < 500; round += 1) {
      this.settle();
      this.look(this.provider.picture);
      this.record();
      if (nextMoneyOperation(this.state) === undefined && nextDueRecord(this.state) === undefined)
        return;
      this.turn('moved');
    }
    throw new Error('the order does not come to rest');
  }

  private get at(): string {
    return instantOf(this.clockMs);
  }

  private apply(event: PaymentEvent): void {
    this.events.push(event);
    this.state = after(this.state, event);
    this.pictures.push(this.provider.picture);
  }

  private partial(kind: 'capture' | 'refund', which: number, share: number) {
    const { lines } = this.order;
    const chosen = lines.filter((_, index) => index === which % lines.length || which > 5);
    const part = (most: number) => Math.ceil((most * share) / 90);
    return {
      operationId: `${kind}-${(this.count += 1)}`,
      lines: chosen
        .map(({ lineId }) => ({
          lineId,
          amount: toMinorUnits(part(remainderOnLine(this.state, kind, lineId))),
        }))
        .filter((line) => line.amount > 0),
    };
  }

  private ask(request: OperationRequest): void {
    if (request.lines?.length === 0) return;
    const judgement = judgeOperation(this.state, request, this.at);
    if ('accepted' in judgement)
      this.apply({ type: 'operation_accepted', operation: judgement.accepted });
  }

  private turn(how: 'moved' | 'moved, unseen' | 'lost' | 'failed'): void {
    const operation = nextMoneyOperation(this.state);
    if (operation?.status !== 'queued') return;
    const { kind, operationId } = operation;
    const prepared = prepareOperation(this.state, operation);
    if ('refused' in prepared) return this.reject(operation, prepared.refused);
    const { amount, lines } = prepared.ready;
    this.apply({ type: 'operation_started', kind, operationId, amount, lines });
    this.send(prepared.ready, how);
  }

  private send(operation: Operation, how: 'moved' | 'moved, unseen' | 'lost' | 'failed'): void {
    const { kind, operationId } = operation;
    if (how !== 'lost' && !this.provider.fits(kind, operation.amount))
      return this.reject(operation, 'the provider refuses');
    if (how === 'failed') {
      const eventId = this.provider.move(operation, 'failed');
      const reason = 'the provider reports: declined';
      this.apply({ type: 'operation_failed', kind, operationId, eventId, reason });
      return;
    }
    const eventId = how === 'lost' ? undefined : this.provider.move(operation, 'succeeded');
    if (how === 'moved') this.confirm(operation, eventId ?? '');
    else this.apply({ type: 'operation_unknown', kind, operationId });
  }

  private confirm({ kind, operationId }: Operation, eventId: string): void {
    const lookAgainAt = looksAfterDoubt(this.at, defaultTiming);
    const totals = this.provider.picture;
    const { at } = this;
    this.apply({ type: 'operation_moved', kind, operationId, eventId, totals, at, lookAgainAt });
  }

  private reject({ kind, operationId }: Operation, reason: string): void {
    const { at } = this;
    this.apply({ type: 'operation_rejected', kind, operationId, reason, at, lookAgainAt: [] });
  }

  /** As a look under its reference would tell: moved, failed, or never arrived and sent again. */
  private settle(): void {
    const operation = this.state.operations.find(({ status }) =>
      ['moving', 'unknown'].includes(status),
    );
    if (operation === undefined) return;
    const mine = this.provider.movementsOf(operation);
    const moved = mine.find(({ outcome }) => outcome === 'succeeded');
    if (moved !== undefined) return this.confirm(operation, moved.eventId);
    if (mine.length > 0 && operation.kind !== 'cancel') return this.reject(operation, 'declined');
    const { kind, operationId } = operation;
    this.apply({ type: 'operation_retried', kind, operationId });
    this.send(operation, 'moved');
  }

  private record(): void {
    const due = nextDueRecord(this.state);
    if (due === undefined) return;
    const { operation, lines } = due;
    if (operation === undefined) return this.apply({ type: 'authorization_recorded' });
    const { at } = this;
    this.apply({ type: 'operation_recorded', ...operation, recordId: `R-${due.key}`, lines, at });
  }

  private look(picture: TransactionPicture): void {
    this.apply({ type: 'transaction_read', picture, at: this.at });
  }

  /** Seen at once, since two who choose lines without knowing of each other may both choose the same. */
  private officeByTheLine(which: number, share: number): void {
    this.look(this.provider.picture);
    const { lineId } = this.order.lines[which % this.order.lines.length]!;
    const most = Math.min(
      remainderOnLine(this.state, 'capture', lineId),
      remainderInAll(this.state, 'capture'),
      stillReserved(this.provider.picture),
    );
    const amount = toMinorUnits(Math.floor((most * share) / 100));
    if (amount === 0) return;
    const lines = [{ lineId, amount }];
    this.provider.add('capture', amount, { lines });
    this.look(this.provider.picture);
  }
}
