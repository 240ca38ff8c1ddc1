import { request } from 'undici';

interface CallbackRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
}

/** Either the status of the answer, or why there was none. */
export type CallbackOutcome = { readonly status: number } | { readonly broken: string };

export type SendCallback = (callback: CallbackRequest) => Promise<CallbackOutcome>;

/** Follows no redirect. */
export const sendCallback: SendCallback = async ({ url, method, headers, body, timeoutMs }) => {
  try {
    const answer = await request(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body.dump();
    return { status: answer.statusCode };
  } catch (error) {
    return { broken: error instanceof Error ? error.message.slice(0, 200) : 'no answer' };
  }
};
