/** One row of a file with what it says by the names of the columns. */
export interface FileRow {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of a table the line with the names of its columns. */
  readonly headLine?: number;
}

/** @throws RangeError when the text is no such table */
export function readCsv(text: string): readonly FileRow[] {
  const [head, ...body] = splitCsv(text).filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (head === undefined) return [];
  const names = head.cells.map((name) => name.trim());
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
  if (twice !== undefined) throw new RangeError(`the column "${twice.slice(0, 40)}" stands twice`);
  return body.map(({ line, cells }) => {
    if (cells.length > names.length)
      throw new RangeError(
        `line ${line} has ${cells.length} cells, and ${names.length} columns have a name`,
      );
    // An empty cell is kept: in a column of amounts it is an amount that is missing.
    const told = names.map((name, index) => [name, cells[index]?.trim() ?? ''] as const);
    const named = told.filter(([name, cell]) => name !== '' || cell !== '');
    return { line, fields: Object.fromEntries(named), headLine: head.line };
  });
}

interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Cells in quotation marks may hold commas, line breaks and doubled quotation marks (RFC 4180); semicolons separate too, as spreadsheets here write. */
function splitCsv(text: string): readonly CsvLine[] {
  const separator = /^[^\n,;]*;/.test(text) ? ';' : ',';
  const lines: CsvLine[] = [];
  let cells: string[] = [];
  let line = 1;
  let startedAt = 1;
  const pattern = /"((?:[^"]|"")*)"|([^",;\r\n]+)|([,;])|(\r?\n)/y;
  let cell = '';
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) throw new RangeError(`line ${line} has a quotation mark that does not fit`);
    at = pattern.lastIndex;
    const [whole, quoted, bare, mark, end] = match;
    line += countBreaks(whole);
    if (end !== undefined) {
      lines.push({ line: startedAt, cells: [...cells, cell] });
      [cells, cell, startedAt] = [[], '', line];
    } else if (mark === separator) [cells, cell] = [[...cells, cell], ''];
    else cell += quoted?.replaceAll('""', '"') ?? bare ?? mark ?? '';
  }
  return [...lines, { line: startedAt, cells: [...cells, cell] }];
}

function countBreaks(text: string): number {
  return text.split('\n').length - 1;
}

/** @throws RangeError when a line is no JSON object */
export function readJsonLines(text: string): readonly FileRow[] {
  return text.split('\n').flatMap((content, index) => {
    if (content.trim() === '') return [];
    return [{ line: index + 1, fields: readObject(content, index + 1) }];
  });
}

function readObject(content: string, line: number): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new RangeError(`line ${line} is no JSON object`);
}
