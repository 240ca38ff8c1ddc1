import { describe, expect, it } from '@jest/globals';
import type { RecordInput } from '../../src/activities/contract';
import { toMinorUnits } from '../../src/domain/money';
import { createActivityRig } from '../support/activity-rig';
import { failing, losingAnswer } from '../support/fake-gateway';

const input: RecordInput = {
  orderId: 'O1',
  transactionId: 'T1',
  key: 'web-1/capture/shipment-1',
  lines: [{ lineId: 1, amount: toMinorUnits(30_000) }],
  equalBefore: 0,
  absenceGapMs: 0,
};
const doubtful = { ...input, absenceGapMs: 10_000 };

describe('each of the four records', () => {
  it.each([
    ['recordAuthorization', 'authorization'],
    ['recordCapture', 'capture'],
    ['recordRefund', 'refund'],
    ['recordCancellation', 'cancellation'],
  ] as const)('%s is written into its own collection, after a look', async (activity, kind) => {
    const rig = createActivityRig();
    await expect(rig.run(activity, input)).resolves.toEqual({ recordId: `R-${kind}-1` });
    expect(rig.gateway.calls).toEqual(['listRecords', 'addRecord']);
    const { key, transactionId, lines } = input;
    expect(rig.gateway.asked).toEqual([
      ['O1', kind],
      ['O1', kind, { key, transactionId, lines }],
    ]);
  });
});

describe('what is written already is not written again', () => {
  it('when the answer was lost, the next attempt finds it by its key', async () => {
    const rig = createActivityRig();
    rig.gateway.once('addRecord', losingAnswer('connection_cut'));
    await expect(rig.run('recordCapture', input)).rejects.toMatchObject({ type: 'connection_cut' });
    await expect(rig.run('recordCapture', input)).resolves.toEqual({ recordId: 'R-capture-1' });
    expect(rig.gateway.count('addRecord')).toBe(1);
  });

  it('when no key is echoed, the next attempt finds it by counting', async () => {
    const rig = createActivityRig();
    rig.gateway.world.echoesKeys = false;
    await rig.run('recordCapture', input);
    rig.gateway.once('addRecord', losingAnswer('connection_cut'));
    const second = { ...input, key: 'web-1/capture/shipment-2', equalBefore: 1 };
    await expect(rig.run('recordCapture', second)).rejects.toMatchObject({
      type: 'connection_cut',
    });
    await expect(rig.run('recordCapture', second)).resolves.toEqual({ recordId: 'R-capture-2' });
    expect(rig.gateway.count('addRecord')).toBe(2);
  });

  it('when it is refused because an earlier attempt got through, it is found', async () => {
    const rig = createActivityRig();
    rig.gateway.once('addRecord', losingAnswer('refused'));
    await expect(rig.run('recordCapture', input)).resolves.toEqual({ recordId: 'R-capture-1' });
  });

  it('when it is refused and not there, the refusal is told', async () => {
    const rig = createActivityRig();
    rig.gateway.once('addRecord', failing('refused'));
    await expect(rig.run('recordCapture', input)).rejects.toMatchObject({
      type: 'refused',
      nonRetryable: true,
    });
  });
});

describe('after doubt, absence takes two looks apart', () => {
  it('that both find nothing', async () => {
    const rig = createActivityRig();
    await rig.run('recordCapture', doubtful);
    expect(rig.gateway.calls).toEqual(['listRecords', 'listRecords', 'addRecord']);
    expect(rig.clock.pauses).toEqual([10_000]);
  });

  it('and presence one: a record that is there is not looked for again', async () => {
    const rig = createActivityRig();
    await rig.run('recordCapture', input);
    await expect(rig.run('recordCapture', doubtful)).resolves.toEqual({ recordId: 'R-capture-1' });
    expect(rig.clock.pauses).toEqual([]);
  });

  it('when the record appears between them, nothing is written', async () => {
    const rig = createActivityRig();
    const { key, transactionId, lines } = input;
    const late = { recordId: 'R-late', key, transactionId, lines, success: true };
    rig.clock.duringPause(() => rig.gateway.world.records.set('capture', [late]));
    await expect(rig.run('recordCapture', doubtful)).resolves.toEqual({ recordId: 'R-late' });
    expect(rig.gateway.count('addRecord')).toBe(0);
  });

  it('when the worker shuts down between them, nothing is sent and nothing is in doubt', async () => {
    const rig = createActivityRig();
    rig.clock.duringPause(() => rig.environment.cancel('WORKER_SHUTDOWN'));
    await expect(rig.run('recordCapture', doubtful)).rejects.toMatchObject({ type: 'not_sent' });
    expect(rig.gateway.count('addRecord')).toBe(0);
  });
});

describe('the request itself', () => {
  it('when the look before it fails, was not sent', async () => {
    const rig = createActivityRig();
    rig.gateway.once('listRecords', failing('provider_error'));
    await expect(rig.run('recordCapture', input)).rejects.toMatchObject({ type: 'not_sent' });
  });

  it('when too little time is left, is not sent', async () => {
    const rig = createActivityRig();
    rig.gateway.once('listRecords', (run) => {
      rig.clock.advance(59_000);
      return run();
    });
    await expect(rig.run('recordCapture', input)).rejects.toMatchObject({ type: 'not_sent' });
    expect(rig.gateway.count('addRecord')).toBe(0);
  });

  it('when the worker shuts down while its answer is on the way, is waited for', async () => {
    const rig = createActivityRig();
    rig.gateway.once('addRecord', (run, { signal }) => {
      rig.environment.cancel('WORKER_SHUTDOWN');
      expect(signal.aborted).toBe(false);
      return run();
    });
    await expect(rig.run('recordCapture', input)).resolves.toEqual({ recordId: 'R-capture-1' });
  });
});
