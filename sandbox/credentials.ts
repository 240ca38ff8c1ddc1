/** A client of one account, with what it may do (Dintero docs: Get Token, scopes). */
export interface SandboxClient {
  /** `T` and eight digits; `P` is refused unless the sandbox is told to allow it. */
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}

/** Plainly fake on purpose: they open nothing but this sandbox. */
export const sandboxClient: SandboxClient = {
  accountId: 'T00000000',
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret-not-real',
  scopes: ['admin:checkout', 'admin:shopping'],
};

/** Signs the callbacks of the account above. */
export const sandboxCallbackSecret = 'sandbox-callback-secret-not-real';
