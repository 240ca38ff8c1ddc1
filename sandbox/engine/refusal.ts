/** A request that the provider refuses, in its own error body (Dintero docs: Errors). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, message: string, code?: string, field?: string) {
    super(message);
    this.status = status;
    this.code = code ?? codeByStatus[status] ?? 'ERROR';
    this.field = field;
  }
}

/** Only `NOT FOUND`, with its space, is documented; the others follow it. */
const codeByStatus: Readonly<Record<number, string>> = {
  400: 'BAD REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD TOO LARGE',
  429: 'TOO MANY REQUESTS',
  500: 'INTERNAL SERVER ERROR',
  502: 'BAD GATEWAY',
  503: 'SERVICE UNAVAILABLE',
};

export function errorBody({ message, code, field }: Refusal) {
  return { error: { message, code, ...(field === undefined ? {} : { errors: [{ field }] }) } };
}

export function notFound(what: string): Refusal {
  return new Refusal(404, `${what} not found`);
}
