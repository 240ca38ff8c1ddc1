import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { sayIssue } from '../client/say-issue';

/** Holds what comes in to its schema, and says what does not fit in the same words as the typed client. */
export const validateRequest: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    const error = httpPart === 'querystring' ? sayParameter : sayIssue;
    const result = schema.safeParse(data, { error });
    return result.success
      ? { value: result.data }
      : { error: result.error.issues.map(schemaFault) };
  };

/** A parameter that is given twice comes as a list. */
const sayParameter: typeof sayIssue = (issue) =>
  Array.isArray(issue.input) ? 'is given more than once' : sayIssue(issue);

const schemaFault = ({ code, path, message, ...params }: z.core.$ZodIssue) => ({
  keyword: code,
  instancePath: `/${path.join('/')}`,
  schemaPath: `#/${path.join('/')}/${code}`,
  message,
  params,
});
