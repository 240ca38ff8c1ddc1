import type { NativeConnection } from '@temporalio/worker';
import { findAttributeGaps, registerCommand } from './client/wanted-attributes';
import type { AttributeGaps } from './client/wanted-attributes';
import type { TemporalConfig } from './config';
import { StartupError } from './startup-error';

/**
 * An order that sets an attribute which is not registered stands still, so that no worker may start without all of them.
 * @throws StartupError with the command that registers what is missing
 */
export async function requireSearchAttributes(
  connection: NativeConnection,
  { address, namespace }: TemporalConfig,
  timeoutMs: number,
): Promise<void> {
  const { missing, wrong } = await readGaps(connection, namespace, timeoutMs);
  if (wrong.length > 0) {
    const list = wrong.map(({ name, type }) => `${name} (should be ${type})`);
    throw new StartupError(
      `In the namespace ${namespace} these search attributes have another type: ${list.join(', ')}.\nUse another namespace, or remove and register them anew.`,
    );
  }
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  const command = registerCommand(address, namespace, missing);
  throw new StartupError(
    `In the namespace ${namespace} these search attributes are not registered: ${names.join(', ')}.\nRegister them (ordersaga setup does), then start again:\n\n  ${command}\n`,
  );
}

async function readGaps(
  connection: NativeConnection,
  namespace: string,
  timeoutMs: number,
): Promise<AttributeGaps> {
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () =>
      findAttributeGaps(connection, namespace),
    );
  } catch (error) {
    throw new StartupError(
      `The search attributes of the namespace ${namespace} cannot be read: ${withoutStop((error as Error).message)}.\nCheck that the namespace exists (ordersaga setup makes it) and that the credentials may read it.`,
      error,
    );
  }
}

/** Some of the server's sentences end with a full stop, and others do not. */
const withoutStop = (sentence: string): string => sentence.replace(/\.+$/, '');
