import type { FastifyError } from 'fastify';
import {
  DeadlineExceededError,
  InvalidOrderError,
  OperationRefusedError,
  OrderSagaError,
} from '../client/order-saga-errors';
import { present } from '../domain/present';
import { Problem } from './problem';

/** What an error that ended a request is to the one who sent it. */
export function readProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof OrderSagaError) return fromSaga(error);
  if (isSchemaError(error)) return fromSchema(error);
  return fromFramework(error);
}

function fromSaga(error: OrderSagaError): Problem {
  const further = {
    ...present('faults', error instanceof InvalidOrderError ? error.faults : undefined),
    ...present('refusal', error instanceof OperationRefusedError ? error.type : undefined),
    ...present('operation', error instanceof DeadlineExceededError ? error.operation : undefined),
  };
  return new Problem(error.code, error.message, error.remedy, further);
}

const places: Readonly<Record<string, string>> = {
  body: '',
  querystring: 'query parameter ',
  params: 'path parameter ',
  headers: 'header ',
};

interface SchemaFault {
  readonly instancePath: string;
  readonly message?: string;
  /** Of keys that no schema knows: which, since the path ends where they stand. */
  readonly params?: { readonly keys?: unknown };
}

type SchemaError = FastifyError & { readonly validation: readonly SchemaFault[] };

const isSchemaError = (error: unknown): error is SchemaError =>
  error instanceof Error && 'validation' in error && Array.isArray(error.validation);

function fromSchema(error: SchemaError): Problem {
  const place = places[error.validationContext ?? ''] ?? '';
  const faults = error.validation.flatMap((fault) => readFault(place, fault));
  const detail = faults.map(({ field, problem }) => `${field}: ${problem}`).join('; ');
  return new Problem('request_malformed', detail, correct, { faults });
}

/** How many unknown names are told: a body may hold thousands. */
const mostNames = 20;

function readFault(place: string, { instancePath, message, params }: SchemaFault) {
  const path = instancePath.split('/').filter(Boolean);
  const fieldOf = (parts: readonly string[]) => `${place}${parts.join('.')}` || 'body';
  if (Array.isArray(params?.keys))
    return params.keys.slice(0, mostNames).map((key) => ({
      field: fieldOf([...path, String(key).slice(0, 100)]),
      problem: 'is not known',
    }));
  return [{ field: fieldOf(path), problem: message ?? 'does not fit' }];
}

const correct =
  'Correct what is named and send it again; nothing was done. /openapi.json says what fits.';

function fromFramework(error: unknown): Problem {
  const { statusCode = 500, message = '' } = error as Partial<FastifyError>;
  switch (statusCode) {
    case 413:
      return new Problem('payload_too_large', 'the body is too large', 'Send a smaller body.');
    case 415:
      return new Problem(
        'media_type_unsupported',
        'this content type is not read',
        'Send the body as application/json.',
      );
    case 429:
      return new Problem('rate_limited', message, 'Wait as long as Retry-After says.');
    default:
      return statusCode >= 400 && statusCode < 500
        ? new Problem('request_malformed', message || 'the request cannot be read', correct)
        : new Problem('defect', 'something went wrong here', 'Look at the log of the server.');
  }
}
