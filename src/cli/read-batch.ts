import { identifierPattern } from '../domain/order';
import type { OperationKind } from '../domain/operation';
import { isPlainObject } from '../domain/plain-object';
import { present } from '../domain/present';
import { CommandError } from './command-error';
import { exitCodes } from './exit-codes';
import { readCsv, readJsonLines } from './read-csv';
import type { FileRow } from './read-csv';
import { requireSomeCurrency } from './some-currency';
import { findMissing, hasAmount } from './wanted-operation';
import type { WantedOperation } from './wanted-operation';

export interface BatchRow {
  readonly line: number;
  readonly wanted: WantedOperation;
}

export interface BatchDefaults {
  readonly kind: OperationKind;
  readonly reason?: string;
}

const mostRows = 10_000;
const mostFaultsShown = 20;
const known = ['reference', 'kind', 'id', 'amount', 'minor', 'lines', 'reason', 'final'];

/**
 * Every row of a file, CSV with the names of the columns or one JSON object on each line, or all of its faults: nothing is asked
 * for before the whole file fits.
 * @throws CommandError
 */
export function readBatch(text: string, defaults: BatchDefaults): readonly BatchRow[] {
  const rows = readRows(text);
  if (rows.length === 0) throw unfit(['the file holds no operation']);
  if (rows.length > mostRows) throw unfit([`${rows.length} rows are more than ${mostRows}`]);
  const faults: string[] = [...findForeignColumns(rows[0])];
  const read = rows.flatMap((row) => {
    const problems: string[] = [];
    const wanted = readRow(row, defaults, problems);
    if (problems.length > 0) faults.push(`line ${row.line}: ${problems.join('; ')}`);
    return wanted === undefined || problems.length > 0 ? [] : [{ line: row.line, wanted }];
  });
  faults.push(...findRepeated(read));
  if (faults.length > 0) throw unfit(faults);
  return read;
}

function readRows(text: string): readonly FileRow[] {
  const content = text.replace(/^\uFEFF/, '');
  try {
    return content.trimStart().startsWith('{') ? readJsonLines(content) : readCsv(content);
  } catch (error) {
    throw unfit([(error as RangeError).message]);
  }
}

/** What the command line calls an option is a column here. */
function asColumn(problem: string): string {
  return problem.replace(/^--(?:line-minor|line)\b/, 'lines').replace(/^--(?=id|amount|minor)/, '');
}

function unfit(faults: readonly string[]): CommandError {
  const shown = faults.slice(0, mostFaultsShown);
  const further = faults.length - shown.length;
  return new CommandError(
    exitCodes.data,
    [...shown, ...(further > 0 ? [`… and ${further} more`] : [])].join('\n'),
    `Nothing was asked for. The columns are ${known.join(', ')}; docs/ordersaga.md has examples.`,
  );
}

const sayForeign = (name: string): string => `there is no column "${name.slice(0, 40)}"`;

/** A column of a table is told once, with the line that names it. */
function findForeignColumns(row: FileRow | undefined): readonly string[] {
  if (row?.headLine === undefined) return [];
  const foreign = Object.keys(row.fields).filter((name) => name !== '' && !known.includes(name));
  return foreign.map((name) => `line ${row.headLine}: ${sayForeign(name)}`);
}

/** Undefined where something of it cannot be read; every problem is noted, so that one reading of the file tells them all. */
function readRow(
  row: FileRow,
  defaults: BatchDefaults,
  problems: string[],
): WantedOperation | undefined {
  const { fields } = row;
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push(asColumn((error as Error).message));
      return undefined;
    }
  };
  problems.push(...findForeignFields(row));
  const reference = attempt(() => readReference(fields));
  const before = problems.length;
  const kind = attempt(() => readKind(fields, defaults));
  const parts = [
    ...(['id', 'amount', 'minor', 'reason'] as const).map((name) =>
      attempt(() => present(name, readText(fields, name))),
    ),
    attempt(() => readLines(fields['lines'])),
    attempt(() => readFinal(fields)),
  ];
  // What is said of the whole would only repeat what cannot be read of its parts.
  if (kind === undefined || problems.length > before) return undefined;
  const wanted: WantedOperation = Object.assign(
    { kind, reference: reference ?? '' },
    present('reason', defaults.reason),
    ...parts,
  );
  judgeWhole(fields, wanted, attempt, problems);
  return wanted;
}

function findForeignFields({ fields, headLine }: FileRow): readonly string[] {
  const foreign = Object.keys(fields).filter((name) => !known.includes(name));
  return foreign.filter((name) => headLine === undefined || name === '').map(sayForeign);
}

function judgeWhole(
  fields: FileRow['fields'],
  wanted: WantedOperation,
  attempt: (judge: () => void) => void,
  problems: string[],
): void {
  const missing = findMissing(wanted).map(({ message }) => asColumn(message));
  problems.push(...missing);
  if (missing.length === 0) attempt(() => requireId(wanted));
  attempt(() => requireSaidAmount(fields, wanted));
  // An id that is missing has been told, and is no reason to leave the amount unread.
  const named = { ...wanted, id: wanted.id ?? 'missing' };
  if (wanted.kind !== 'refund' || hasAmount(wanted)) attempt(() => requireSomeCurrency(named));
}

function requireId({ kind, id }: WantedOperation): void {
  if (kind !== 'cancel' && id === undefined)
    throw new RangeError('id is missing: without it a second run would ask for it again');
}

/** What was left empty, or came out empty, must not turn into a capture of all that remains. */
function requireSaidAmount(fields: FileRow['fields'], wanted: WantedOperation): void {
  const named = (['amount', 'minor', 'lines'] as const).find((name) => Object.hasOwn(fields, name));
  if (wanted.kind !== 'capture' || named === undefined || hasAmount(wanted)) return;
  throw new RangeError(
    `${named} is empty: say what to capture, or put captures of all that remains into a file without amounts`,
  );
}

function readFinal(fields: FileRow['fields']): { final?: true } {
  const told = (readText(fields, 'final') ?? 'false').toLowerCase();
  if (['true', 'yes', '1'].includes(told)) return { final: true };
  if (['false', 'no', '0'].includes(told)) return {};
  throw new RangeError(`final: write true or false, not "${told.slice(0, 20)}"`);
}

function readReference(fields: FileRow['fields']): string {
  const reference = readText(fields, 'reference') ?? '';
  if (identifierPattern.test(reference)) return reference;
  throw new RangeError('reference: use 1 to 64 of A-Z, a-z, 0-9, dot, underscore, hyphen');
}

/** One word for one file, so that a capture is never hidden among refunds that were agreed to. */
function readKind(fields: FileRow['fields'], { kind }: BatchDefaults): OperationKind {
  const named = readText(fields, 'kind') ?? kind;
  if (named === kind) return kind;
  throw new RangeError(`kind: "${named.slice(0, 20)}" stands in a file of ${kind}s`);
}

function readText(fields: FileRow['fields'], name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (name === 'final' && typeof value === 'boolean') return String(value);
  if (name !== 'amount' && isWhole(value)) return String(value);
  throw new RangeError(`${name} must be a text${name === 'amount' ? ', as in "199.00"' : ''}`);
}

/** A longer one has been rounded already, into the id of another. */
function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** `1=199.00 2=50` in a cell; in JSON also a list of such texts, or of lines as the typed client takes them. */
function readLines(value: unknown): Pick<WantedOperation, 'line' | 'lineMinor'> {
  if (value === undefined || value === null || value === '') return {};
  if (typeof value === 'string') return readLines(value.split(/[\s;|]+/).filter(Boolean));
  if (!Array.isArray(value)) throw new RangeError('lines must be as in 1=199.00 2=50.00');
  if (value.length === 0) return {};
  if (value.every((one) => typeof one === 'string')) return { line: value };
  return { lineMinor: value.map(readLine) };
}

function readLine(line: unknown): string {
  if (
    isPlainObject(line) &&
    typeof line['lineId'] === 'number' &&
    typeof line['amount'] === 'number'
  )
    return `${line['lineId']}=${line['amount']}`;
  throw new RangeError('lines: write { "lineId": 1, "amount": 19900 }, or texts as in "1=199.00"');
}

function findRepeated(rows: readonly BatchRow[]): readonly string[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, wanted: { reference, kind, id = '' } }) => {
    const key = `${reference}/${kind}/${id}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, line);
    return before === undefined ? [] : [`line ${line}: repeats line ${before}`];
  });
}
