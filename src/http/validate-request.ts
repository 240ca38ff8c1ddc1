import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { sayIssue } from '../client/say-issue';

/** Holds what comes in to its schema, and says what does not fit in the same words as the typed client. */
export const validateRequest: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    const result = schema.safeParse(data, { error: sayIssue });
    return result.success
      ? { value: result.data }
      : { error: result.error.issues.map(schemaFault) };
  };

const schemaFault = ({ code, path, message, ...params }: z.core.$ZodIssue) => ({
  keyword: code,
  instancePath: `/${path.join('/')}`,
  schemaPath: `#/${path.join('/')}/${code}`,
  message,
  params,
});
