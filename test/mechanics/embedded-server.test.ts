import { afterAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { findTemporalCli } from '../../dev/temporal/find-binary';
import { startTemporalServer } from '../../dev/temporal/start-server';

const place = mkdtempSync(join(tmpdir(), 'server-'));
const given = process.env['TEMPORAL_CLI_PATH'];

afterAll(() => {
  if (given === undefined) delete process.env['TEMPORAL_CLI_PATH'];
  else process.env['TEMPORAL_CLI_PATH'] = given;
  rmSync(place, { recursive: true, force: true });
});

describe('the embedded Temporal server', () => {
  test('when its port is taken, says so', async () => {
    const occupant = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    await expect(startTemporalServer({ port })).rejects.toThrow('address already in use');
    occupant.close();
  });

  test('when another process was quicker with the port, is started once more', async () => {
    const program = join(place, 'temporal');
    const beaten = join(place, 'beaten');
    const script = `#!/bin/sh\n[ -e ${beaten} ] && exec ${await findTemporalCli()} "$@"\ntouch ${beaten}\nexit 1\n`;
    writeFileSync(program, script, { mode: 0o755 });
    process.env['TEMPORAL_CLI_PATH'] = program;
    const server = await startTemporalServer();
    expect(server.address).toMatch(/^127\.0\.0\.1:\d+$/);
    await server.stop();
  });
});
