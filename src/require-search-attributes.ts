import type { NativeConnection } from '@temporalio/worker';
import { attributeTypes } from './attribute-types';
import type { TemporalConfig } from './config';
import { StartupError } from './startup-error';
import { searchAttributes } from './workflows/messages';

/**
 * An order that sets an attribute which is not registered stands still, so that no worker may start without all of them.
 * @throws StartupError with the command that registers what is missing
 */
export async function requireSearchAttributes(
  connection: NativeConnection,
  { address, namespace }: TemporalConfig,
  timeoutMs: number,
): Promise<void> {
  const registered = await listRegistered(connection, namespace, timeoutMs);
  const wanted = Object.values(searchAttributes).map((key) => ({
    name: key.name,
    type: attributeTypes[key.type],
    found: registered[key.name],
  }));
  const missing = wanted.filter(({ found }) => found === undefined);
  const wrong = wanted.filter(({ found, type }) => found !== undefined && found !== type.code);
  if (wrong.length > 0) {
    const list = wrong.map(({ name, type }) => `${name} (should be ${type.name})`);
    throw new StartupError(
      `In the namespace ${namespace} these search attributes have another type: ${list.join(', ')}.\nUse another namespace, or remove and register them anew.`,
    );
  }
  if (missing.length === 0) return;
  const pairs = missing.map(({ name, type }) => `--name ${name} --type ${type.name}`);
  const names = missing.map(({ name }) => name);
  throw new StartupError(
    `In the namespace ${namespace} these search attributes are not registered: ${names.join(', ')}.\nRegister them, then start again:\n\n  temporal operator search-attribute create --address ${address} --namespace ${namespace} \\\n    ${pairs.join(' \\\n    ')}\n`,
  );
}

type Registered = Readonly<Record<string, number>>;

async function listRegistered(
  connection: NativeConnection,
  namespace: string,
  timeoutMs: number,
): Promise<Registered> {
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () =>
      readRegistered(connection, namespace),
    );
  } catch (error) {
    throw new StartupError(
      `The search attributes of the namespace ${namespace} cannot be read: ${(error as Error).message}.\nCheck that the namespace exists and that the credentials may read it.`,
      error,
    );
  }
}

/** gRPC: permission denied, unimplemented. */
const notOffered: readonly unknown[] = [7, 12];

/** The operator service is not open to everyone (a hosted Temporal, a narrow role); what describes the namespace is. */
async function readRegistered(
  connection: NativeConnection,
  namespace: string,
): Promise<Registered> {
  try {
    return (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes;
  } catch (error) {
    if (!notOffered.includes((error as { code?: unknown }).code)) throw error;
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return fromAliases(config?.customSearchAttributeAliases ?? {});
  }
}

/** `{ Keyword01: 'OrderStatus' }` → `{ OrderStatus: 2 }`: the column that an attribute is stored in bears its type's name. */
function fromAliases(aliases: Readonly<Record<string, string>>): Registered {
  const codes = new Map(Object.values(attributeTypes).map(({ name, code }) => [name, code]));
  return Object.fromEntries(
    Object.entries(aliases).map(([column, name]) => [
      name,
      codes.get(column.replace(/\d+$/, '')) ?? 0,
    ]),
  );
}
