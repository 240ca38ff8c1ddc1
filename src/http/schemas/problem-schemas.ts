import { z } from 'zod';
import { problemKinds } from '../problem';
import type { ProblemCode } from '../problem';
import { operation } from './order-schemas';

const codes = Object.keys(problemKinds) as readonly ProblemCode[];

const problem = z
  .object({
    type: z.string().meta({ description: '`urn:order-saga:problem:` and the code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened, in a sentence.' }),
    code: z.enum(codes).meta({ description: 'To branch on.' }),
    remedy: z.string().meta({ description: 'What to do about it.' }),
    faults: z
      .array(z.object({ field: z.string(), problem: z.string() }))
      .optional()
      .meta({ description: 'Every field that does not fit.' }),
    refusal: z
      .string()
      .optional()
      .meta({ description: 'Why the order refused, such as `amount_exceeds_remainder`.' }),
    operation: operation.optional().meta({ description: 'How far the operation is.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457, with a code, a remedy and what they are about.' });

const meanings: Readonly<Record<number, string>> = {
  400: 'The request does not fit its schema.',
  401: 'An API key is needed.',
  403: 'The API key may not do this.',
  404: 'There is no such order.',
  409: 'The order, as it is, does not allow it; the code and the refusal say why.',
  413: 'The request is too large.',
  415: 'The body is not JSON.',
  422: 'The request fits its schema and makes no sense; every fault is listed.',
  429: 'Too many requests: Retry-After says how long to wait.',
  500: 'A defect of this program.',
  502: 'Temporal refused the call.',
  503: 'Temporal or its workers cannot be reached: Retry-After says when to try again.',
  504: 'No final answer in time. Nothing is lost: the same request again attaches to it.',
};

const everywhere = [400, 401, 403, 404, 429, 500, 502, 503, 504];

/** The answers of a route that are no success; those that every route can give are among them. */
export function problemAnswers(...further: readonly number[]) {
  return describeAnswers([...everywhere, ...further].map((status) => [status, meanings[status]]));
}

/** Of what has no id, so that the same request again is another one and attaches to nothing. */
export function problemsOfOnce(...further: readonly number[]) {
  const unanswered =
    'No answer in time. Before asking again, look at the order: it shows what came of it.';
  return { ...problemAnswers(...further), ...describeAnswers([[504, unanswered]]) };
}

/** Nobody sends an API key here, and whatever another call may do better at is answered alike. */
export const callbackProblems = describeAnswers([
  [400, 'The query names no order.'],
  [
    401,
    'The signature is missing, unreadable, forged or outdated, or there is no secret here to check it with.',
  ],
  [
    503,
    'Not now: Retry-After says when to call again. An order that is not known yet is one cause.',
  ],
]);

function describeAnswers(answers: readonly (readonly [number, string | undefined])[]) {
  return Object.fromEntries(
    answers.map(([status, description = '']) => [
      status,
      { description, content: { 'application/problem+json': { schema: problem } } },
    ]),
  );
}
