interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export const left = (title: string): Column => ({ title, align: 'left' });
export const right = (title: string): Column => ({ title, align: 'right' });

const longestCell = 120;
/** The Web UI draws cells without any room between them; blanks of this kind survive Markdown. */
const room = '\u00A0\u00A0';

/** A table of Markdown; what comes from outside can neither break out of its cell nor grow without bound. */
export function markdownTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const titles = drawRow(columns.map(({ title }) => title));
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return [titles, `| ${rules.join(' | ')} |`, ...rows.map(drawRow)].join('\n');
}

function drawRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => drawCell(cell)).join(' | ')} |`;
}

function drawCell(cell: string): string {
  if (cell === '') return room;
  return `${cell
    .slice(0, longestCell)
    .replaceAll('|', '/')
    .replaceAll(/[^\S\u00A0]+/g, ' ')}${room}`;
}
