/** What the merchant switches on in the query of `url.callback_url` (Dintero Payments API types: CallbackUrl). */
export interface CallbackWishes {
  readonly method: 'GET' | 'POST';
  readonly withSession: boolean;
  readonly reportError: boolean;
  /** `CAPTURE`, `REFUND`, `VOID`. */
  readonly reportEvents: readonly string[];
  readonly delayMs: number;
  readonly sessionParameter: 'session_id' | 'sid';
}

const longestDelaySeconds = 60;

export function readWishes(callbackUrl: string): CallbackWishes {
  const query = new URL(callbackUrl).searchParams;
  const delay = Number(query.get('delay_callback') ?? 0);
  return {
    method: query.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    withSession: query.getAll('includes').includes('session'),
    reportError: query.get('report_error') === 'true',
    reportEvents: query.getAll('report_event'),
    delayMs: Math.min(Math.max(Number.isFinite(delay) ? delay : 0, 0), longestDelaySeconds) * 1_000,
    sessionParameter: query.get('sid_parameter_name') === 'sid' ? 'sid' : 'session_id',
  };
}

/** Filled in by the provider; the merchant's own parameters stay. */
export interface CallbackFacts {
  readonly transactionId: string | undefined;
  readonly sessionId: string;
  readonly merchantReference: string;
  /** ISO 8601. */
  readonly time: string;
  readonly error: string | undefined;
  readonly event: string | undefined;
  readonly eventId: string | undefined;
}

export function addressCallback(callbackUrl: string, facts: CallbackFacts): string {
  const url = new URL(callbackUrl);
  const parameters = {
    transaction_id: facts.transactionId,
    [readWishes(callbackUrl).sessionParameter]: facts.sessionId,
    merchant_reference: facts.merchantReference,
    time: facts.time,
    error: facts.error,
    event: facts.event,
    event_id: facts.eventId,
  };
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.toString();
}

export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, protocol } = new URL(address);
  const local = ['localhost', '[::1]'].includes(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return local && ['http:', 'https:'].includes(protocol);
}

/** The real service takes https only, and not itself. */
export function isAcceptableCallback(address: string, allowHttp: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol } = new URL(address);
  if (allowHttp) return ['http:', 'https:'].includes(protocol);
  return protocol === 'https:' && !isLoopback(address);
}
