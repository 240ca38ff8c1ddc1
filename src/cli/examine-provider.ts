import { fault, ok, warning } from './findings';
import type { Finding } from './findings';

/** Why something of the provider's was refused, in the words of the failure table. */
interface Refused {
  readonly code: string;
  readonly message: string;
}

export interface ProviderLook {
  readonly accountId: string;
  readonly token: 'ok' | Refused;
  readonly orders: 'ok' | Refused;
  readonly checkout: 'ok' | Refused;
  /** How far its clock is ahead of this one; undefined where it did not say. */
  readonly clockAheadMs: number | undefined;
}

export function judgeProvider(look: ProviderLook): readonly Finding[] {
  const { accountId, token } = look;
  if (token !== 'ok')
    return [
      sayRefused(
        'Dintero token',
        token,
        'DINTERO_ACCOUNT_ID, DINTERO_CLIENT_ID and DINTERO_CLIENT_SECRET',
      ),
    ];
  return [
    ok('Dintero token', `given for ${accountId}`),
    judgeScope('Dintero Orders', look.orders, 'admin:shopping'),
    judgeScope('Dintero Checkout', look.checkout, 'admin:checkout'),
    ...judgeClock(look.clockAheadMs),
  ];
}

const temporary: readonly string[] = [
  'not_sent',
  'connection_cut',
  'request_timed_out',
  'provider_error',
  'rate_limited',
  'token_unavailable',
  'conflict',
];

function sayRefused(subject: string, { code, message }: Refused, mend: string): Finding {
  return temporary.includes(code)
    ? fault(
        subject,
        `${code}: ${message}`,
        'Look whether Dintero can be reached from here (DINTERO_API_URL, DINTERO_CHECKOUT_URL, the network).',
      )
    : fault(
        subject,
        `${code}: ${message}`,
        `Correct ${mend}; Dintero's Backoffice has them under its API clients.`,
      );
}

function judgeScope(subject: string, result: 'ok' | Refused, scope: string): Finding {
  return result === 'ok'
    ? ok(subject, `may be read; whether it may be written (${scope}) shows with the first order`)
    : sayRefused(subject, result, `the scope ${scope} of the API client`);
}

/** What a date to the second can tell, with the way of an answer. */
const mostSkewMs = 2_000;
/** Above it an attempt that wakes up late may judge its remaining time wrongly for longer than looks are apart. */
const badSkewMs = 10_000;

export function judgeClock(aheadMs: number | undefined): readonly Finding[] {
  const subject = 'clock';
  if (aheadMs === undefined)
    return [
      warning(
        subject,
        "Dintero's answers bear no date to compare with",
        'See that NTP runs on this machine.',
      ),
    ];
  const skewMs = Math.abs(aheadMs);
  const seconds = `${(skewMs / 1_000).toFixed(1)} s`;
  if (skewMs <= mostSkewMs) return [ok(subject, `within ${mostSkewMs / 1_000} s of Dintero's`)];
  const message = `this machine's clock is ${seconds} ${aheadMs > 0 ? 'behind' : 'ahead of'} Dintero's`;
  const remedy = 'Synchronize it (NTP): an attempt reckons with it how much time it has left.';
  return [skewMs > badSkewMs ? fault(subject, message, remedy) : warning(subject, message, remedy)];
}

const callbackSubject = 'callback URL';

/** Whether the provider could reach the callback route: its form alone, since nobody outside can be asked. */
export function judgeCallback(
  url: string | undefined,
  hasSecret: boolean,
  isTrial: boolean,
): readonly Finding[] {
  if (url === undefined)
    return [
      warning(
        callbackSubject,
        'is not set: payments are noticed by looking, later than they could be',
        'Set CALLBACK_PUBLIC_URL to the public URL of the route that receives callbacks.',
      ),
    ];
  return [judgeAddress(new URL(url), isTrial), ...judgeSecret(hasSecret)];
}

function judgeAddress({ protocol, hostname, origin }: URL, isTrial: boolean): Finding {
  const reachable = protocol === 'https:' && !isPrivateHost(hostname);
  if (reachable) return ok(callbackSubject, `${origin} can be reached from outside, by its form`);
  const message =
    protocol === 'https:'
      ? `${origin} is no public host: Dintero cannot reach it`
      : `${origin} is not https, and Dintero calls nothing else`;
  const remedy =
    'Set CALLBACK_PUBLIC_URL to an https URL with a host that can be found from outside.';
  // The sandbox calls this machine and nothing else, which is enough to try things out.
  if (!isTrial) return fault(callbackSubject, message, remedy);
  return isLoopbackHost(hostname)
    ? ok(callbackSubject, `${origin}, for the sandbox on this machine`)
    : warning(callbackSubject, `${message}, nor does the sandbox`, remedy);
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function judgeSecret(hasSecret: boolean): readonly Finding[] {
  if (hasSecret) return [ok('callback secret', 'is set')];
  return [
    warning(
      'callback secret',
      'is not set: every signed callback is refused where it is received',
      'Set DINTERO_CALLBACK_SECRET to the secret of the account.',
    ),
  ];
}

/** Names without a dot, and addresses that are routed nowhere (RFC 1918, 4193, 6598, 6762). */
function isPrivateHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (host.includes(':')) return /^(::1?$|f[cd]|fe[89ab]|::ffff:)/.test(host);
  if (/^\d+(\.\d+){3}$/.test(host))
    return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      host,
    );
  return (
    !host.includes('.') || /\.(local|localhost|internal|lan|home|test|invalid|example)$/.test(host)
  );
}
