import { cleanText } from '../client/timeline-text';

type Alignment = 'left' | 'right';

export interface Column {
  readonly title: string;
  readonly align: Alignment;
}

/** What comes from outside (a provider's message, a description) must not steer the terminal. */
export function printable(text: string): string {
  return cleanText(text);
}

/** Rows under their titles, each column as wide as its widest cell; two blanks between. */
export function drawTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const table = [columns.map(({ title }) => title), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_column, index) =>
    Math.max(...table.map((row) => (row[index] ?? '').length)),
  );
  return table.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
}

function pad(cell: string, width: number, align: Alignment): string {
  return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}
