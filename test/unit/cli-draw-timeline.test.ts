import { expect, test } from '@jest/globals';
import { drawTimelineRow } from '../../src/cli/draw-timeline';
import { plain } from '../../src/cli/paint';
import type { TimelineRow } from '../../src/client/timeline';

const atMs = Date.parse('2026-11-28T17:55:10.087Z');
const draw = (row: Omit<TimelineRow, 'atMs'>) => drawTimelineRow({ atMs, ...row }, 'NOK', plain);

test.each<Omit<TimelineRow, 'atMs'>>([
  {
    source: 'workflow',
    what: 'Record authorization of 497.00 NOK on order RLXXPDCTE',
    outcome: 'done',
  },
  { source: 'operation', what: 'Capture shipment-1', amount: 19_900, outcome: 'recorded' },
])('when a row is usual, fits into 100 columns with its end in its place: %o', (row) => {
  const line = draw(row);
  expect(line.length).toBeLessThanOrEqual(98);
  expect(line.indexOf(row.outcome ?? '')).toBe(88);
});

test('when what happened is long and has an amount, neither is cut, and two spaces part them', () => {
  const what = 'Capture of a shipment whose id is as long as one may ever be asked for';
  const line = draw({ source: 'operation', what, amount: 19_900, outcome: 'moved' });
  expect(line).toContain(`${what}  199.00 NOK  moved`);
});
