import type { Product } from '../product';
import { faultNames, faults } from './faults';
import type { FaultName, Span } from './faults';
import { fateOf } from './fate';
import { playCell } from './play-cell';
import type { Played } from './played';
import { targets } from './targets';
import type { Target } from './targets';

/** A target and a fault: what becomes of the order for each span, and for each decision of a person. */
export interface Row {
  readonly target: string;
  readonly fault: FaultName;
}

export interface CellResult extends Row {
  /** `first`, `while`, `lasting`, or `lasting, retry` and the other decisions. */
  readonly cell: string;
  readonly fate: string;
  readonly violations: readonly string[];
  readonly story: readonly string[];
}

/** What one process asks of another: all cells of one target, since they are compared with the same story without the fault. */
export interface CellTask {
  readonly target: string;
}

export const rows: readonly Row[] = Object.entries(targets).flatMap(([target, { endpoint }]) =>
  faultNames.filter((name) => faults[name].fits(endpoint)).map((fault) => ({ target, fault })),
);

/** Those that a person may have to mend. */
const lasting: readonly FaultName[] = [
  'cut-before',
  '503-before',
  '401',
  '403',
  '404',
  '202-never',
  'failed-event',
];

export function spansOf(fault: FaultName): readonly Span[] {
  if (fault === '202-never') return ['lasting'];
  return lasting.includes(fault) ? ['first', 'while', 'lasting'] : ['first', 'while'];
}

const usual = new Map<string, Promise<Played>>();

/** The story of a target without the fault. */
function playUsual(product: Product, name: string, target: Target): Promise<Played> {
  const played = usual.get(name) ?? playCell(product, { target, span: 'first' });
  usual.set(name, played);
  return played;
}

export async function playRow(product: Product, row: Row): Promise<CellResult[]> {
  const target = targets[row.target];
  if (target === undefined) throw new Error(`there is no target ${row.target}`);
  const calm = await playUsual(product, row.target, target);
  const results: CellResult[] = [];
  const add = (cell: string, fate: string, played: Played) => {
    const notMet = played.met > 0 ? [] : ['no request met the fault'];
    const violations = [...notMet, ...played.violations];
    const story = violations.length > 0 ? played.story : [];
    results.push({ ...row, cell, fate, violations, story });
  };
  const { fault } = row;
  for (const span of spansOf(fault)) {
    const played = await playCell(product, { target, fault, span });
    const isAsked = span === 'lasting' && played.asked !== null;
    add(span, isAsked ? `asks:${played.asked?.code}` : fateOf(played, calm), played);
    for (const choice of isAsked ? played.choices : []) {
      const decided = await playCell(product, { target, fault, span, choice });
      add(`${span}, ${choice}`, fateOf(decided, calm), decided);
    }
  }
  return results;
}
