import { formatDuration } from '../client/duration';
import type { TemporalAdmin } from '../client/temporal-admin';
import { isNotOffered, registerCommand, wantedAttributes } from '../client/wanted-attributes';
import type { AttributeGaps, WantedAttribute } from '../client/wanted-attributes';
import { fault, ok } from './findings';
import type { Finding } from './findings';
import type { SetUpWishes } from './surroundings';

/** Each part of a server learns of a namespace or an attribute when it next looks, some seconds later. */
const knownWithinMs = 60_000;
const lookEveryMs = 500;

type Pause = (durationMs: number) => Promise<void>;

/** Makes what is missing and touches nothing that is there; what it may not do is said as a command for whoever may. */
export async function setUpNamespace(
  admin: TemporalAdmin,
  { retentionMs }: SetUpWishes,
  pause: Pause,
): Promise<readonly Finding[]> {
  const namespace = await makeNamespace(admin, retentionMs);
  if (namespace.level === 'fault') return [namespace];
  return [namespace, ...(await registerAttributes(admin, pause))];
}

async function makeNamespace(admin: TemporalAdmin, retentionMs: number): Promise<Finding> {
  const subject = `namespace ${admin.namespace}`;
  const before = await retentionOrNot(admin);
  // Who may not describe the namespace may still use it: the attributes tell.
  if (before === 'not_allowed') return ok(subject, 'may not be described by these credentials');
  if (before !== undefined)
    return ok(subject, `is there; ended orders are kept for ${formatDuration(before)}`);
  const retention = formatDuration(retentionMs);
  try {
    await admin.createNamespace(retentionMs);
    return ok(subject, `was made; ended orders are kept for ${retention}`);
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    const hours = Math.ceil(retentionMs / 3_600_000);
    return fault(
      subject,
      'is missing, and these credentials may not make one',
      `Ask an administrator to run, then run setup again:\n\n  temporal operator namespace create --address ${admin.address} --namespace ${admin.namespace} --retention ${hours}h\n`,
    );
  }
}

async function retentionOrNot(admin: TemporalAdmin): Promise<number | undefined | 'not_allowed'> {
  try {
    return await admin.retentionMs();
  } catch (error) {
    if (isNotOffered(error)) return 'not_allowed';
    throw error;
  }
}

async function registerAttributes(admin: TemporalAdmin, pause: Pause): Promise<readonly Finding[]> {
  const { missing, wrong } = await untilKnown(() => admin.attributeGaps(), pause);
  if (missing.length > 0) {
    const refused = await register(admin, missing, pause);
    if (refused !== undefined) return [refused, ...wrong.map(sayWrong)];
  }
  const added = missing.map(({ name, type }) => ok(name, `was registered (${type})`));
  const there = wantedAttributes.length - missing.length - wrong.length;
  const rest =
    there === 0
      ? []
      : [ok('search attributes', `${there} of ${wantedAttributes.length} were there`)];
  return [...added, ...rest, ...wrong.map(sayWrong)];
}

async function register(
  admin: TemporalAdmin,
  missing: readonly WantedAttribute[],
  pause: Pause,
): Promise<Finding | undefined> {
  try {
    await admin.registerAttributes(missing);
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    return fault('search attributes', sayMissing(missing), whomToAsk(admin, missing));
  }
  const left = await untilGone(admin, pause);
  return left.length === 0
    ? undefined
    : fault(
        'search attributes',
        sayMissing(left),
        'Run setup again: the server has not taken them up yet.',
      );
}

export function sayMissing(missing: readonly WantedAttribute[]): string {
  const names = missing.map(({ name }) => name).join(', ');
  return `${missing.length} of ${wantedAttributes.length} are not registered: ${names}`;
}

/** A hosted Temporal takes attributes by its own command line alone. */
function whomToAsk(
  { address, namespace }: TemporalAdmin,
  missing: readonly WantedAttribute[],
): string {
  const pairs = missing.map(({ name, type }) => `--sa "${name}=${type}"`).join(' ');
  const hosted = /\.(tmprl\.cloud|temporal\.io):\d+$/.test(address)
    ? `\nor, on Temporal Cloud:\n\n  tcld namespace search-attributes add --namespace ${namespace} ${pairs}\n`
    : '';
  return `These credentials may not register them. Ask an administrator to run, then run setup again:\n\n  ${registerCommand(address, namespace, missing)}\n${hosted}`;
}

export function sayWrong({ name, type }: WantedAttribute): Finding {
  return fault(
    name,
    `is registered with another type, and should be ${type}`,
    'Use another namespace, or remove it and run setup again; orders that set it stand still.',
  );
}

/** A namespace that was made a moment ago is not known everywhere yet. */
async function untilKnown(
  look: () => Promise<AttributeGaps>,
  pause: Pause,
): Promise<AttributeGaps> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    try {
      return await look();
    } catch (error) {
      if (isNotOffered(error) || waitedMs >= knownWithinMs) throw error;
      await pause(lookEveryMs);
    }
  }
}

async function untilGone(admin: TemporalAdmin, pause: Pause): Promise<readonly WantedAttribute[]> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const { missing } = await admin.attributeGaps();
    if (missing.length === 0 || waitedMs >= knownWithinMs) return missing;
    await pause(lookEveryMs);
  }
}
