import { beforeAll, describe, expect, it } from '@jest/globals';
import { runProcess } from '../../../dev/start-process';
import { rows, spansOf } from './cells';
import type { CellResult } from './cells';
import { expectedCells, expectedRow, superfluousRows } from './expected';
import { isAsExpected, readFate } from './fate';
import { faults } from './faults';
import type { FaultName } from './faults';
import { sayFate } from './say-fate';
import { targets } from './targets';
import { isMovementEndpoint } from '../../../sandbox/provider-endpoints';

const longestRunMs = 400_000;
const lastLines = 40;

const happened = new Map<string, CellResult>();
const nameOf = (one: { target: string; fault: string; cell: string }) =>
  `${one.target}: ${one.fault}, ${one.cell}`;

// In processes of their own: the simulator decides about every step of the machinery below it, which a test's surroundings have replaced.
beforeAll(async () => {
  const options = { args: ['--play'], lifetimeMs: longestRunMs };
  const { exitCode, stdout, stderr } = await runProcess('dev/failure-matrix.ts', options);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const result = JSON.parse(line) as CellResult;
    happened.set(nameOf(result), result);
  }
}, longestRunMs);

describe.each(Object.keys(targets))('when %s fails:', (target) => {
  const cells = expectedCells.filter((cell) => cell.target === target);
  const named = cells.map(
    (one) => [`${faults[one.fault].words} (${one.cell}) → ${sayFate(one.fate)}`, one] as const,
  );

  it.each(named)('%s', (_name, one) => {
    const result = happened.get(nameOf(one));
    const { violations = ['it was not played'], fate = '', story = [] } = result ?? {};
    expect({ violations, story: story.slice(-lastLines) }).toEqual({ violations: [], story: [] });
    if (!isAsExpected(fate, one.fate)) expect(fate).toBe(one.fate);
  });
});

describe('what is expected', () => {
  it('is written down for every request, every fault and every span, and for nothing else', () => {
    const missing = rows.filter((row) =>
      spansOf(row.fault).some((span) => expectedRow(row)[span] === undefined),
    );
    expect(missing).toEqual([]);
    expect(superfluousRows()).toEqual([]);
    expect([...happened.keys()].sort()).toEqual(expectedCells.map(nameOf).sort());
  });

  it('is an answer for every choice that a person is offered, where one is waited for', () => {
    const unanswered = expectedCells
      .filter(({ fate }) => fate.startsWith('asks:'))
      .filter((one) => !Object.keys(expectedRow(one)).includes(`${one.cell}, retry`))
      .filter(({ fate }) => fate !== 'asks:authorization_expiring');
    expect(unanswered).toEqual([]);
  });

  const failing: readonly FaultName[] = ['202-failed', '202-never', 'failed-event'];
  const endsElsewhere = expectedCells.filter(({ fate }) =>
    readFate(fate).others.some((part) => /=|^ends:/.test(part)),
  );

  it('is the usual end, unless the money itself failed or a person said so', () => {
    const others = endsElsewhere.filter(({ target, fault, cell }) => {
      const { endpoint, activity } = targets[target] ?? {};
      const isMoney = isMovementEndpoint(endpoint ?? '') && failing.includes(fault);
      // A refund of what Checkout does not show as captured yet is refused by name, and may be asked for again.
      const isBehind = fault === 'stale' && cell === 'while' && activity === 'refundTransaction';
      return !isMoney && !isBehind && !/, (mark_not_moved|cancel)$/.test(cell);
    });
    expect(others.map(nameOf)).toEqual([]);
    expect(endsElsewhere.length).toBeGreaterThan(0);
  });

  it('is without a person for a single fault that mends itself', () => {
    const lasting: readonly string[] = ['401', '403', '404'];
    const asking = expectedCells.filter(
      ({ cell, fault, fate }) =>
        cell === 'first' &&
        !lasting.includes(fault) &&
        !failing.includes(fault) &&
        // To adopt is a person's act, who hears at once that something is not to be found.
        readFate(fate).others.some((part) => !/^again:|^adoption_refused$/.test(part)),
    );
    expect(asking.map(nameOf)).toEqual([]);
  });
});

it('docs/failure-matrix.md is what the data says', async () => {
  const { exitCode, stderr } = await runProcess('dev/failure-matrix.ts', { args: ['--check'] });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});
