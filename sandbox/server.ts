import { randomInt } from 'node:crypto';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { sendCallback } from './callbacks/send-callback';
import { createSystemClock } from './engine/clock';
import { createSandboxEngine } from './engine/create-engine';
import type { SandboxEngine, SandboxEngineOptions } from './engine/create-engine';
import { createRandom } from './engine/random';
import { answerErrors } from './http/answer-errors';
import { addAuditRoutes } from './http/audit-routes';
import { addControlRoutes } from './http/control-routes';
import { addPayPageRoutes } from './http/pay-page-routes';
import { addProviderRoutes } from './http/provider-routes';

export interface SandboxOptions extends Pick<
  SandboxEngineOptions,
  'clients' | 'callbackSecrets' | 'allowProductionAccounts'
> {
  /** Where browsers reach it, when that is not where it listens. */
  readonly publicUrl?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Makes ids and random faults repeatable. */
  readonly seed?: number;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Base of Checkout and of the api host alike: `<url>/v1` */
  readonly apiUrl: string;
  readonly engine: SandboxEngine;
  close(): Promise<void>;
}

const largestBodyBytes = 1_048_576;
const longestReceiveMs = 30_000;

/** Starts the sandbox and answers once it listens. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', seed = randomInt(2 ** 32), publicUrl, ...rest } = options;
  const clock = createSystemClock();
  let url = '';
  const engine = createSandboxEngine({
    ...rest,
    clock,
    random: createRandom(seed),
    sendCallback,
    publicUrl: () => publicUrl ?? url,
  });
  const app = createApp(engine);
  url = await app.listen({ port, host });
  return {
    url,
    apiUrl: `${url}/v1`,
    engine,
    async close() {
      clock.stop();
      await app.close();
    },
  };
}

function createApp(engine: SandboxEngine): FastifyInstance {
  const app = fastify({
    bodyLimit: largestBodyBytes,
    requestTimeout: longestReceiveMs,
    forceCloseConnections: true,
  });
  answerErrors(app);
  takeEmptyBodies(app);
  addProviderRoutes(app, engine);
  addControlRoutes(app, engine);
  addAuditRoutes(app, engine);
  addPayPageRoutes(app, engine);
  return app;
}

/** Calls without a body come with a content type all the same. */
function takeEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body.toString(), done);
  });
}
