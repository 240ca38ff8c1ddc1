import { createRandom } from '../engine/random';
import type { Random } from '../engine/random';
import { notFound } from '../engine/refusal';
import { providerEndpoints } from '../provider-endpoints';
import type { EndpointName } from '../provider-endpoints';
import { fitsEndpoint, readFault } from './fault-definition';
import type { FaultDefinition } from './fault-definition';

/** Whom a request is about, as far as it can be told before it is served. */
export interface Subject {
  readonly orderId: string | undefined;
  readonly orderUuid: string | undefined;
  readonly draftId: string | undefined;
  readonly transactionId: string | undefined;
  readonly sessionId: string | undefined;
  /** `merchant_reference_2` and external ids. */
  readonly references: readonly string[];
}

interface ListedFault {
  readonly id: string;
  readonly fault: FaultDefinition;
  /** How many matching requests it let pass, and how many it met. */
  readonly passed: number;
  readonly met: number;
}

export interface FaultBook {
  /** @throws Refusal 400, naming the field */
  add(posted: unknown): ListedFault;
  list(): readonly ListedFault[];
  remove(id: string): void;
  clear(): void;
  /** The first fault that meets this request, counted as met. */
  take(endpoint: EndpointName, subject: Subject): FaultDefinition | undefined;
}

interface Count {
  seen: number;
  met: number;
}

interface Entry {
  readonly id: string;
  readonly fault: FaultDefinition;
  readonly random: Random;
  readonly counts: Map<string, Count>;
}

export function createFaultBook(): FaultBook {
  let entries: Entry[] = [];
  let made = 0;
  return {
    add(posted) {
      const fault = readFault(posted);
      made += 1;
      const entry = {
        id: `fault-${made}`,
        fault,
        random: createRandom(fault.seed),
        counts: new Map<string, Count>(),
      };
      entries.push(entry);
      return describe(entry);
    },
    list: () => entries.map(describe),
    remove(id) {
      if (!entries.some((entry) => entry.id === id)) throw notFound('fault');
      entries = entries.filter((entry) => entry.id !== id);
    },
    clear() {
      entries = [];
    },
    take(endpoint, subject) {
      return entries.find(
        (entry) => matches(entry.fault, endpoint, subject) && strikes(entry, subject),
      )?.fault;
    },
  };
}

function describe({ id, fault, counts }: Entry): ListedFault {
  const all = [...counts.values()];
  const met = all.reduce((sum, count) => sum + count.met, 0);
  const seen = all.reduce((sum, count) => sum + count.seen, 0);
  return { id, fault, passed: seen - met, met };
}

function matches(fault: FaultDefinition, endpoint: EndpointName, subject: Subject): boolean {
  const group = providerEndpoints[endpoint].api;
  if (!['*', group, endpoint].includes(fault.endpoint)) return false;
  return fitsEndpoint(fault.kind, endpoint) && isAbout(fault, subject);
}

function isAbout(fault: FaultDefinition, subject: Subject): boolean {
  const { orderId, transactionId, sessionId, reference } = fault;
  return (
    (orderId === undefined || [subject.orderId, subject.orderUuid].includes(orderId)) &&
    (transactionId === undefined || subject.transactionId === transactionId) &&
    (sessionId === undefined || subject.sessionId === sessionId) &&
    (reference === undefined || subject.references.some((text) => text.includes(reference)))
  );
}

function strikes({ fault, random, counts }: Entry, subject: Subject): boolean {
  const key = fault.perOrder ? orderKey(subject) : '';
  const count = counts.get(key) ?? { seen: 0, met: 0 };
  counts.set(key, count);
  const times = fault.times ?? (fault.kind === 'down' ? 'forever' : 1);
  count.seen += 1;
  if (count.seen <= fault.skip || (times !== 'forever' && count.met >= times)) return false;
  if (fault.probability < 1 && random() >= fault.probability) return false;
  count.met += 1;
  return true;
}

/** The merchant's own reference is known from the first request on, the order id only after the draft is complete. */
function orderKey({ references, orderId, draftId, transactionId, sessionId }: Subject): string {
  return references[0] ?? orderId ?? draftId ?? transactionId ?? sessionId ?? '';
}
