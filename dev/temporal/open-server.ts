import { Connection } from '@temporalio/client';
import { attributeTypes } from '../../src/client/attribute-types';
import { searchAttributes } from '../../src/workflows/messages';
import { startTemporalServer } from './start-server';
import type { TemporalServer, TemporalServerOptions } from './start-server';

const longestCallMs = 10_000;
const namespace = 'default';

/** The server that `TEMPORAL_ADDRESS` names, prepared for orders, or one of our own. */
export async function openTemporalServer(
  options: TemporalServerOptions = {},
): Promise<TemporalServer> {
  const address = process.env['TEMPORAL_ADDRESS'];
  if (!address) return startTemporalServer(options);
  await registerAttributes(address);
  return { address, stop: () => Promise.resolve() };
}

async function registerAttributes(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: longestCallMs });
  try {
    await connection.withDeadline(Date.now() + longestCallMs, async () => {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({
        namespace,
      });
      const missing = Object.values(searchAttributes).filter(
        ({ name }) => customAttributes?.[name] === undefined,
      );
      if (missing.length === 0) return;
      const wanted = missing.map(({ name, type }) => [name, attributeTypes[type].code]);
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(wanted),
      });
    });
  } finally {
    await connection.close();
  }
}
