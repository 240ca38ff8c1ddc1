import { paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';
import type { HttpClient } from './http-client';
import { Secret } from './secret';
import { tokenRequest, tokenResponse } from './wire/token';

export interface AccessTokenOptions {
  readonly http: HttpClient;
  /** `https://api.dintero.com/v1` */
  readonly apiUrl: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** What the token is for; always on the provider's own api host. */
  readonly audience: string;
  readonly clock: () => number;
}

export interface AccessTokens {
  /** @throws PaymentFailureError `token_unavailable`, `rate_limited` or `credentials_refused`; the business call was not sent. */
  current(signal: AbortSignal): Promise<Secret>;
  /** Forgets a token that was refused, unless a newer one has taken its place already. */
  drop(token: Secret): void;
}

interface Held {
  readonly token: Secret;
  readonly renewAtMs: number;
}

const renewAtShareOfLife = 0.8;

/** One token per worker: however many calls ask at once, one request fetches it, and one caller's cancellation ends no other's. */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  let held: Held | undefined;
  let fetching: Promise<Held> | undefined;

  const renew = () => {
    fetching ??= fetchToken(options)
      .then((fresh) => (held = fresh))
      .finally(() => (fetching = undefined));
    return fetching;
  };

  return {
    async current(signal) {
      if (held !== undefined && options.clock() < held.renewAtMs) return held.token;
      return (await unlessAborted(renew, signal)).token;
    },
    drop(token) {
      if (held?.token === token) held = undefined;
    },
  };
}

async function fetchToken(options: AccessTokenOptions): Promise<Held> {
  const { http, apiUrl, accountId, clientId, clientSecret, audience, clock } = options;
  const askedAtMs = clock();
  try {
    const answer = await http.send({
      what: 'token',
      method: 'POST',
      url: `${apiUrl}/accounts/${accountId}/auth/token`,
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64')}`,
      },
      body: JSON.stringify(tokenRequest.parse({ grant_type: 'client_credentials', audience })),
      signal: new AbortController().signal,
    });
    const parsed = tokenResponse.safeParse(answer.json);
    if (!parsed.success)
      throw new PaymentFailureError(
        paymentFailure('token_unavailable', 'token: an answer without a token'),
      );
    const { access_token, expires_in } = parsed.data;
    return {
      token: new Secret(access_token),
      renewAtMs: askedAtMs + expires_in * 1_000 * renewAtShareOfLife,
    };
  } catch (error) {
    if (error instanceof PaymentFailureError)
      throw new PaymentFailureError(tokenFailure(error.failure));
    throw error;
  }
}

/** The business call has not been sent, whatever became of the token's. Bad credentials answer 401 or 403, the docs differ. */
function tokenFailure(failure: PaymentFailure): PaymentFailure {
  if (failure.code === 'rate_limited') return failure;
  const refused = ['unauthorized', 'scope_missing', 'refused', 'not_found'].includes(failure.code);
  return { ...failure, code: refused ? 'credentials_refused' : 'token_unavailable' };
}

/** Nothing is begun for a caller that is gone already: nobody would handle its failure, which ends the process. */
function unlessAborted<T>(begin: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () =>
      reject(
        new PaymentFailureError(
          paymentFailure('not_sent', 'token: cancelled while it was fetched'),
        ),
      );
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    begin()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
