import type { OrderSagaClient } from '../client/order-saga-client';
import { DeadlineExceededError, OrderSagaError } from '../client/order-saga-errors';
import { CommandError } from './command-error';
import { agrees } from './consent';
import { drawPlan } from './draw-plan';
import { printable } from './draw-table';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import { drawAnswer, exitCodeOfAnswer } from './operation-answer';
import type { AnswerResult, OperationAnswer } from './operation-answer';
import { ask, orderedOrNot, resultOfPlan } from './operation-command';
import type { OperateOptions } from './operation-command';
import { planOperation } from './plan-operation';
import type { Plan } from './plan-operation';
import type { BatchRow } from './read-batch';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';
import { readyOperation } from './wanted-operation';

/** `not_asked`: Temporal went away before its turn. */
type RowResult = AnswerResult | 'not_asked' | 'would_be_accepted' | 'would_be_refused';

interface RowOutcome {
  readonly line: number;
  readonly orderReference: string;
  readonly result: RowResult;
  readonly answer?: OperationAnswer;
  readonly plan?: Plan;
  readonly error?: Error;
  readonly exitCode: ExitCode;
}

/** Orders that are asked at the same time; the operations of one order go in the file's order. */
const atOnce = 4;

/** Many operations, a result for each; the same file again asks for the same and moves nothing twice. */
export async function operateBatch(
  client: OrderSagaClient,
  surroundings: Surroundings,
  rows: readonly BatchRow[],
  options: OperateOptions,
): Promise<Outcome> {
  const agreed =
    options.dryRun === true || (await agrees(surroundings, options, drawQuestion(rows)));
  if (!agreed)
    return {
      document: { result: 'declined' },
      text: 'Nothing was asked for.',
      exitCode: exitCodes.refused,
    };
  const waiting = [...groupByOrder(rows)];
  const done: RowOutcome[] = [];
  const show = options.json === true ? () => undefined : showInTurn(rows, surroundings);
  const away = { isAway: false };
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      for (const row of next) {
        const outcome = away.isAway
          ? notAsked(row)
          : await runRow(client, surroundings, row, options);
        away.isAway ||= isAway(outcome.error);
        done.push(outcome);
        show(outcome);
      }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  done.sort((left, right) => left.line - right.line);
  return {
    document: {
      results: done.map(({ exitCode: _exitCode, ...row }) => row),
      counts: countsOf(done),
    },
    text: drawCounts(done),
    exitCode: worstOf(done),
  };
}

/** Prints each row as soon as those before it in the file are done. */
function showInTurn(
  rows: readonly BatchRow[],
  surroundings: Surroundings,
): (outcome: RowOutcome) => void {
  const lines = rows.map(({ line }) => line).sort((left, right) => left - right);
  const ready = new Map<number, RowOutcome>();
  return (outcome) => {
    ready.set(outcome.line, outcome);
    for (let next = nextOf(lines, ready); next !== undefined; next = nextOf(lines, ready)) {
      lines.shift();
      surroundings.print(drawRow(next, surroundings));
    }
  };
}

function nextOf(
  [line]: readonly number[],
  ready: ReadonlyMap<number, RowOutcome>,
): RowOutcome | undefined {
  return line === undefined ? undefined : ready.get(line);
}

function drawQuestion(rows: readonly BatchRow[]): string {
  const [first] = rows;
  const orders = new Set(rows.map(({ wanted }) => wanted.reference)).size;
  const what = `${rows.length} ${first?.wanted.kind ?? ''}s on ${orders} ${orders === 1 ? 'order' : 'orders'}`;
  const shown = rows.slice(0, 5).map(({ line, wanted }) => {
    const { reference, id = '', amount, minor, line: lines = [] } = wanted;
    const money = amount ?? (minor === undefined ? lines.join(' ') : `${minor} (minor units)`);
    return printable(`  line ${line}: ${reference} ${id} ${money}`.trimEnd());
  });
  return [what, ...shown, ...(rows.length > 5 ? ['  …'] : [])].join('\n');
}

function groupByOrder(rows: readonly BatchRow[]): Iterable<readonly BatchRow[]> {
  const groups = new Map<string, BatchRow[]>();
  for (const row of rows) {
    const group = groups.get(row.wanted.reference) ?? [];
    groups.set(row.wanted.reference, [...group, row]);
  }
  return groups.values();
}

function notAsked({ line, wanted }: BatchRow): RowOutcome {
  const { reference: orderReference } = wanted;
  return { line, orderReference, result: 'not_asked', exitCode: exitCodes.unfinished };
}

function isAway(error: Error | undefined): boolean {
  return error instanceof OrderSagaError && error.code === 'temporal_unavailable';
}

async function runRow(
  client: OrderSagaClient,
  surroundings: Surroundings,
  { line, wanted }: BatchRow,
  options: OperateOptions,
): Promise<RowOutcome> {
  const { reference: orderReference } = wanted;
  const row = { line, orderReference };
  let asked = false;
  try {
    const view = await client.state(orderReference, options);
    const ready = readyOperation(wanted, view);
    const ordered =
      options.dryRun === true ? await orderedOrNot(client, orderReference, options) : undefined;
    const plan = planOperation(view, ordered, ready.request, surroundings.now());
    if (options.dryRun === true) {
      const exitCode = plan.refused === undefined ? exitCodes.ok : exitCodes.refused;
      return { ...row, result: resultOfPlan(plan) as RowResult, plan, exitCode };
    }
    asked = true;
    const answer = await ask(client, { view, ready, plan }, options);
    return { ...row, result: answer.result, answer, exitCode: exitCodeOfAnswer(answer) };
  } catch (error) {
    if (!(error instanceof OrderSagaError) && !(error instanceof CommandError)) throw error;
    return { ...row, ...judge(error, asked), error };
  }
}

const passing: readonly string[] = [
  'temporal_unavailable',
  'temporal_refused',
  'worker_unavailable',
];

/** Without an answer nobody knows whether it was taken up, unless nothing was asked yet. */
function judge(error: Error, asked: boolean): Pick<RowOutcome, 'result' | 'exitCode'> {
  const open =
    error instanceof DeadlineExceededError ||
    (error instanceof OrderSagaError && passing.includes(error.code));
  if (!open) return { result: 'refused', exitCode: exitCodes.refused };
  return { result: asked ? 'unknown' : 'not_asked', exitCode: exitCodes.unfinished };
}

function drawRow(outcome: RowOutcome, { paint }: Surroundings): string {
  const { line, orderReference, result, answer, plan, error } = outcome;
  const head = `${paint('faint', `line ${line}`)}  ${orderReference}  `;
  if (answer !== undefined) return `${head}${drawAnswer(answer, paint).split('\n')[0] ?? ''}`;
  if (plan !== undefined) return `${head}${drawPlan(plan, paint).replaceAll('\n', '\n    ')}`;
  const why = error === undefined ? '' : `: ${printable(error.message)}`;
  return `${head}${paint(result === 'refused' ? 'bad' : 'busy', result.replace('_', ' '))}${why}`;
}

function countsOf(done: readonly RowOutcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { result } of done) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

function drawCounts(done: readonly RowOutcome[]): string {
  const counts = Object.entries(countsOf(done)).map(
    ([result, count]) => `${count} ${result.replaceAll('_', ' ')}`,
  );
  const again =
    worstOf(done) === exitCodes.unfinished ||
    done.some((row) => row.exitCode === exitCodes.unfinished);
  const hint = again
    ? '\nRun the same file again: what was asked for is found, and nothing moves twice.'
    : '';
  return `${counts.join(', ')}${hint}`;
}

/** A refusal needs a person, so that it is said before what only needs another run. */
function worstOf(done: readonly RowOutcome[]): ExitCode {
  const codes = done.map(({ exitCode }) => exitCode);
  if (codes.includes(exitCodes.refused)) return exitCodes.refused;
  return codes.includes(exitCodes.unfinished) ? exitCodes.unfinished : exitCodes.ok;
}
