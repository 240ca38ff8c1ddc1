import { sum, toMinorUnits } from '../../domain/money';
import type { MinorUnits } from '../../domain/money';
import type { LineAmount } from '../../domain/order';
import type { OrderView } from '../../domain/order-view';
import { readAmount, showAmount, writeAmount } from './amount-field';
import { reasonProblem } from './form-parts';
import { remainderOf, wholeRemainder } from '../../domain/view-remainder';
import type { MovingKind } from '../../domain/view-remainder';

/** A capture or a refund as it stands in a form: the texts that were typed. */
export interface MovementDraft {
  readonly kind: MovingKind;
  readonly operationId: string;
  /** By line, in the order's own order. */
  readonly typed: ReadonlyMap<number, string>;
  readonly reason: string;
}

export interface DraftFaults {
  readonly lines: ReadonlyMap<number, string>;
  readonly reason?: string;
  /** About no field in particular. */
  readonly whole?: string;
}

export interface ReadMovement {
  readonly lines: readonly LineAmount[];
  readonly amount: MinorUnits;
  readonly faults?: DraftFaults;
}

/** A new form: a capture is filled with all that remains, a refund with it only when that is asked for. */
export function draftFor(
  view: OrderView,
  kind: MovingKind,
  operationId: string,
  filled: boolean,
): MovementDraft {
  const whole = filled ? wholeRemainder(view, kind) : [];
  const typed = view.lines.map(({ lineId }): [number, string] => {
    const amount = whole.find((one) => one.lineId === lineId)?.amount;
    return [lineId, amount === undefined ? '' : writeAmount(amount, view.currency)];
  });
  return { kind, operationId, typed: new Map(typed), reason: '' };
}

/** All that remains stands in it already. */
export function isFilled(view: OrderView, { kind, operationId, typed }: MovementDraft): boolean {
  const filled = draftFor(view, kind, operationId, true);
  return [...filled.typed].every(([lineId, text]) => typed.get(lineId) === text);
}

export function fieldOf(lineId: number): string {
  return `amount-${lineId}`;
}

/** What came back, of the lines that the order has; clipped, since it is shown again. */
export function readDraft(view: OrderView, kind: MovingKind, form: URLSearchParams): MovementDraft {
  const typed = view.lines.map(({ lineId }): [number, string] => [
    lineId,
    (form.get(fieldOf(lineId)) ?? '').slice(0, 40),
  ]);
  const reason = (form.get('reason') ?? '').trim().slice(0, 1_000);
  return { kind, operationId: form.get('id') ?? '', typed: new Map(typed), reason };
}

/** The draft as `readDraft` reads it; lines that are left out are left out here too. */
export function writeDraft({ operationId, typed, reason }: MovementDraft): URLSearchParams {
  const query = new URLSearchParams({ id: operationId });
  for (const [lineId, text] of typed) if (text !== '') query.set(fieldOf(lineId), text);
  if (reason !== '') query.set('reason', reason);
  return query;
}

export function readMovement(view: OrderView, draft: MovementDraft): ReadMovement {
  const lines: LineAmount[] = [];
  const wrong = new Map<number, string>();
  for (const [lineId, text] of draft.typed) {
    const read = readAmount(text, view.currency);
    if (read === 'nothing') continue;
    if ('problem' in read) wrong.set(lineId, read.problem);
    else if (read.amount > 0) lines.push({ lineId, amount: read.amount });
  }
  const amount = toMinorUnits(sum(lines.map((line) => line.amount)));
  const reason = draft.kind === 'refund' ? reasonProblem(draft.reason) : undefined;
  const nothing = wrong.size === 0 && lines.length === 0;
  const faults = {
    lines: wrong,
    ...(reason === undefined ? {} : { reason }),
    ...(nothing ? { whole: 'Write an amount on at least one line.' } : {}),
  };
  return { lines, amount, ...(hasFaults(faults) ? { faults } : {}) };
}

function hasFaults({ lines, reason, whole }: DraftFaults): boolean {
  return lines.size > 0 || reason !== undefined || whole !== undefined;
}

/** Whatever is wrong of it before anything is asked, on every line: what cannot be read, and what is more than remains. */
export function findFaults(
  view: OrderView,
  kind: MovingKind,
  movement: ReadMovement,
): DraftFaults | undefined {
  const excess = findExcess(view, kind, movement);
  if (movement.faults === undefined || excess === undefined) return movement.faults ?? excess;
  return { ...movement.faults, lines: new Map([...excess.lines, ...movement.faults.lines]) };
}

function findExcess(
  view: OrderView,
  kind: MovingKind,
  { lines, amount }: ReadMovement,
): DraftFaults | undefined {
  const remainder = remainderOf(view, kind);
  const most = (limit: number) =>
    `At most ${showAmount(limit, view.currency)} can still be ${kind}${kind === 'capture' ? 'd' : 'ed'}`;
  const wrong = lines.flatMap((line): readonly (readonly [number, string])[] => {
    const limit = remainder.lines.find(({ lineId }) => lineId === line.lineId)?.amount ?? 0;
    return line.amount > limit ? [[line.lineId, `${most(limit)} on this line.`]] : [];
  });
  const faults = {
    lines: new Map(wrong),
    ...(amount > remainder.inAll ? { whole: `${most(remainder.inAll)} in all.` } : {}),
  };
  return hasFaults(faults) ? faults : undefined;
}
