import { searchAttributes } from '../workflows/messages';
import { attributeTypes } from './attribute-types';

/** What the operator service or the description of a namespace is asked by; every connection of Temporal's has both. */
export interface AttributeSource {
  readonly operatorService: {
    listSearchAttributes(request: {
      namespace: string;
    }): Promise<{ customAttributes: Readonly<Record<string, number>> }>;
  };
  readonly workflowService: {
    describeNamespace(request: { namespace: string }): Promise<{
      config?: {
        customSearchAttributeAliases?: Readonly<Record<string, string>> | null;
      } | null;
    }>;
  };
}

export interface WantedAttribute {
  readonly name: string;
  /** As Temporal's command line writes it. */
  readonly type: string;
  /** As Temporal's API numbers it. */
  readonly code: number;
}

/** The ten that every order sets. */
export const wantedAttributes: readonly WantedAttribute[] = Object.values(searchAttributes).map(
  (key) => ({
    name: key.name,
    type: attributeTypes[key.type].name,
    code: attributeTypes[key.type].code,
  }),
);

export interface AttributeGaps {
  readonly missing: readonly WantedAttribute[];
  /** Registered with another type. */
  readonly wrong: readonly WantedAttribute[];
}

/** @throws the error of the connection */
export async function findAttributeGaps(
  connection: AttributeSource,
  namespace: string,
): Promise<AttributeGaps> {
  const registered = await readRegistered(connection, namespace);
  return {
    missing: wantedAttributes.filter(({ name }) => registered[name] === undefined),
    wrong: wantedAttributes.filter(
      ({ name, code }) => registered[name] !== undefined && registered[name] !== code,
    ),
  };
}

/** The command for whoever may register what is missing. */
export function registerCommand(
  address: string,
  namespace: string,
  missing: readonly WantedAttribute[],
): string {
  const pairs = missing.map(({ name, type }) => `--name ${name} --type ${type}`);
  return `temporal operator search-attribute create --address ${address} --namespace ${namespace} \\\n    ${pairs.join(' \\\n    ')}`;
}

/** gRPC: permission denied, unimplemented. */
const notOffered: readonly unknown[] = [7, 12];

export function isNotOffered(error: unknown): boolean {
  return notOffered.includes((error as { code?: unknown }).code);
}

/** The operator service is not open to everyone (a hosted Temporal, a narrow role); what describes the namespace is. */
async function readRegistered(
  connection: AttributeSource,
  namespace: string,
): Promise<Readonly<Record<string, number>>> {
  try {
    return (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes;
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return fromAliases(config?.customSearchAttributeAliases ?? {});
  }
}

/** `{ Keyword01: 'OrderStatus' }` → `{ OrderStatus: 2 }`: the column that an attribute is stored in bears its type's name. */
function fromAliases(aliases: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  const codes = new Map(Object.values(attributeTypes).map(({ name, code }) => [name, code]));
  return Object.fromEntries(
    Object.entries(aliases).map(([column, name]) => [
      name,
      codes.get(column.replace(/\d+$/, '')) ?? 0,
    ]),
  );
}
