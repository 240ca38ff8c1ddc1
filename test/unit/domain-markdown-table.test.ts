import { expect, it } from '@jest/globals';
import { left, markdownTable, right } from '../../src/domain/markdown-table';

/** Stands behind what a cell holds, and alone in an empty one. */
const room = '\u00A0\u00A0';

const drawn = (...cells: readonly string[]) =>
  markdownTable(
    cells.map(() => left('title')),
    [cells],
  )
    .split('\n')
    .slice(2);

it('words stand on the left and amounts on the right, each column under its title', () => {
  const table = markdownTable([left('what'), right('amount')], [['capture', '300.00'], ['refund']]);
  expect(table.split('\n')).toEqual([
    `| what${room} | amount${room} |`,
    '| --- | ---: |',
    `| capture${room} | 300.00${room} |`,
    `| refund${room} |`,
  ]);
});

it('when a cell is empty, it holds room alone, so that the columns after it keep their place', () => {
  expect(drawn('', 'b')).toEqual([`| ${room} | b${room} |`]);
});

it('when a text from outside holds bars or breaks of lines, it stays in its cell', () => {
  expect(drawn('a | b\n| c\r\n\t d')).toEqual([`| a / b / c d${room} |`]);
});

it('when a text holds blanks that keep words together, they are kept', () => {
  expect(drawn('1\u00A0\u00A0000')).toEqual([`| 1\u00A0\u00A0000${room} |`]);
});

it('when a text from outside is too long, it is cut after 120 characters', () => {
  expect(drawn('x'.repeat(121))).toEqual([`| ${'x'.repeat(120)}${room} |`]);
});
