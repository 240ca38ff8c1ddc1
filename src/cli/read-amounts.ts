import { AmountTooLargeError, largestAmount, parseMoney, toMinorUnits } from '../domain/money';
import type { MinorUnits } from '../domain/money';
import type { LineAmount } from '../domain/order';
import type { OrderView } from '../domain/order-view';
import { CommandError } from './command-error';
import { exitCodes } from './exit-codes';

/** As they stand on the command line. */
export interface AmountOptions {
  /** `1=199.00` */
  readonly line?: readonly string[];
  /** `1=19900` */
  readonly lineMinor?: readonly string[];
  /** `398.00` */
  readonly amount?: string;
  /** `39800` */
  readonly minor?: string;
}

type KnownOrder = Pick<OrderView, 'currency' | 'lines'>;

/**
 * The amounts of a capture or refund, by line; undefined when none was given. An amount without a line is accepted only
 * where there is no doubt which line is meant.
 * @throws CommandError
 */
export function readAmounts(
  options: AmountOptions,
  order: KnownOrder,
): readonly LineAmount[] | undefined {
  const lines = [
    ...(options.line ?? []).map((text) =>
      readLine('--line', text, (amount) => parseAmount(amount, order)),
    ),
    ...(options.lineMinor ?? []).map((text) => readLine('--line-minor', text, parseMinor)),
  ];
  requireOnce(lines);
  const whole = readWhole(options, order);
  if (whole !== undefined && lines.length > 0)
    throw usage('an amount in all and amounts by line were given', 'Give one or the other.');
  if (whole !== undefined) return [{ lineId: onlyLine(order), amount: whole }];
  return lines.length === 0 ? undefined : lines;
}

function readWhole({ amount, minor }: AmountOptions, order: KnownOrder): MinorUnits | undefined {
  if (amount !== undefined && minor !== undefined)
    throw usage('--amount and --minor were both given', 'Give one of them.');
  if (amount !== undefined) return something(`--amount ${amount}`, parseAmount(amount, order));
  return minor === undefined ? undefined : something(`--minor ${minor}`, parseMinor(minor));
}

function something(said: string, amount: MinorUnits): MinorUnits {
  if (amount > 0) return amount;
  throw new CommandError(
    exitCodes.data,
    `${said.slice(0, 60)}: an amount has to be above zero`,
    'Say what is to be moved; nothing was asked for.',
  );
}

function requireOnce(lines: readonly LineAmount[]): void {
  const ids = lines.map(({ lineId }) => lineId);
  const twice = ids.find((lineId, index) => ids.indexOf(lineId) < index);
  if (twice === undefined) return;
  throw new CommandError(
    exitCodes.data,
    `--line names line ${twice} twice`,
    'Give each line once, with all that is to be moved of it; nothing was asked for.',
  );
}

function onlyLine({ lines }: KnownOrder): number {
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return only.lineId;
  throw usage(
    'the order has several lines, and an amount in all does not say which',
    `Give it by line, as in --line ${only?.lineId ?? 1}=199.00; the lines are ${lines.map(({ lineId }) => lineId).join(', ')}.`,
  );
}

function readLine(option: string, text: string, parse: (amount: string) => MinorUnits): LineAmount {
  const match = /^(\d{1,10})=(.+)$/.exec(text.trim());
  const [, lineId = '', amount = ''] = match ?? [];
  if (match === null)
    throw usage(
      `"${text}" is no line with its amount`,
      'Write line=amount, as in --line 1=199.00.',
    );
  return { lineId: Number(lineId), amount: something(`${option} ${text.trim()}`, parse(amount)) };
}

function parseAmount(text: string, { currency }: KnownOrder): MinorUnits {
  try {
    return parseMoney(text, currency);
  } catch (error) {
    if (error instanceof AmountTooLargeError) throw tooLarge(error.message);
    throw usage(
      (error as RangeError).message,
      'Or give whole minor units with --minor or --line-minor.',
    );
  }
}

function parseMinor(text: string): MinorUnits {
  if (/^\d+$/.test(text.trim())) return minorUpToLimit(text.trim());
  throw usage(
    `"${text}" is no whole number of minor units`,
    'Write digits only, as in 39800 for 398.00.',
  );
}

function minorUpToLimit(digits: string): MinorUnits {
  const amount = Number(digits);
  if (amount <= largestAmount) return toMinorUnits(amount);
  throw tooLarge(
    `"${digits.slice(0, 40)}" is more than ${largestAmount} minor units, the most that the provider takes`,
  );
}

/** It can be read, and does not fit. */
function tooLarge(message: string): CommandError {
  return new CommandError(
    exitCodes.data,
    message,
    'Ask for at most what remains: ordersaga show says how much.',
  );
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError(exitCodes.usage, message, remedy);
}
