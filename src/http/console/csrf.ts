import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A form's token is bound to the visitor who got the form and to the path that it is sent to: one of another visitor, or of another
 * order, does not fit. The key lives as long as the process.
 */
export interface FormTokens {
  make(visitorId: string, path: string): string;
  fits(token: string, visitorId: string, path: string): boolean;
}

export function createFormTokens(key: Buffer = randomBytes(32)): FormTokens {
  const digest = (visitorId: string, path: string) =>
    createHmac('sha256', key).update(`${visitorId}\n${path}`).digest();
  return {
    make: (visitorId, path) => digest(visitorId, path).toString('base64url'),
    fits(token, visitorId, path) {
      const presented = Buffer.from(token, 'base64url');
      const wanted = digest(visitorId, path);
      return presented.length === wanted.length && timingSafeEqual(presented, wanted);
    },
  };
}

/**
 * Whether a browser sent this from a page of ours. A browser names the origin of every form that it posts; what names none is no
 * browser, or hides it.
 */
export function isFromOurPage(headers: {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}
