import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rows } from './cells';
import type { Row } from './cells';
import { groups } from './targets';

/** Of one target and one fault: the fate of each cell, by its name. */
export type ExpectedRow = Readonly<Record<string, string>>;
type ExpectedGroup = Readonly<Record<string, Readonly<Record<string, ExpectedRow>>>>;

const folder = join(__dirname, 'expected');

function fileOfGroup(group: string): string {
  return join(folder, `${group.toLowerCase().replaceAll(' ', '-')}.json`);
}

const expected: ExpectedGroup = Object.assign(
  {},
  ...Object.keys(groups).map(
    (group) => JSON.parse(readFileSync(fileOfGroup(group), 'utf8')) as ExpectedGroup,
  ),
);

export function expectedRow({ target, fault }: Row): ExpectedRow {
  return expected[target]?.[fault] ?? {};
}

export interface ExpectedCell extends Row {
  readonly cell: string;
  readonly fate: string;
}

export const expectedCells: readonly ExpectedCell[] = rows.flatMap((row) =>
  Object.entries(expectedRow(row)).map(([cell, fate]) => ({ ...row, cell, fate })),
);

/** What is written down and does not exist any more. */
export function superfluousRows(): readonly string[] {
  const known = new Set(rows.map(({ target, fault }) => `${target}: ${fault}`));
  return Object.entries(expected)
    .flatMap(([target, byFault]) => Object.keys(byFault).map((fault) => `${target}: ${fault}`))
    .filter((name) => !known.has(name));
}
