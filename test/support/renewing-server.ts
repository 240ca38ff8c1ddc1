import { startTemporalServer } from '../../dev/temporal/start-server';
import { openServerRig } from './client-rig';
import type { ServerRig } from './client-rig';

/** A Temporal server of the test's own, on which a run goes on as new after so many events; by default, as Temporal says. */
export async function openRenewingServer(longHistory?: number): Promise<ServerRig> {
  const dynamicConfig =
    longHistory === undefined ? {} : { 'limit.historyCount.suggestContinueAsNew': longHistory };
  const temporal = await startTemporalServer({ dynamicConfig });
  const rig = await openServerRig(temporal.address);
  return {
    ...rig,
    async close() {
      await rig.close();
      await temporal.stop();
    },
  };
}
