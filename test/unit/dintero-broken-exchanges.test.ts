import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { classifyBreak } from '../../src/dintero/classify-failure';
import type { PaymentFailure } from '../../src/domain/payment-failure';
import { connectGateway, createDinteroRig, failureFrom, verdict } from '../support/dintero-rig';
import type { DinteroRig } from '../support/dintero-rig';
import { cut, cutInBody, drip, json, silence, stall } from '../support/scripted-provider';

const signal = new AbortController().signal;
const neverLeft = 'not_sent, retryable, no effect';
const inDoubt = {
  cut: 'connection_cut, retryable, effect possible',
  late: 'request_timed_out, retryable, effect possible',
  cancelled: 'attempt_cancelled, retryable, effect possible',
};

/** A slow machine may take longer for the token than the short time-out of the call that matters. */
async function onceTokenIsThere(call: () => Promise<unknown>): Promise<PaymentFailure> {
  for (;;) {
    const failure = await failureFrom(call());
    if (failure.code !== 'token_unavailable') return failure;
  }
}

describe('before a connection stands nothing can have been sent', () => {
  /** The token comes from a provider that works, the business call goes elsewhere. */
  const failureAt = async (checkoutUrl: string, requestTimeoutMs = 5_000) => {
    const rig = await createDinteroRig();
    const gateway = connectGateway(rig.provider.url, { checkoutUrl, requestTimeoutMs });
    try {
      return await onceTokenIsThere(() => gateway.readTransaction('T12345678.tx', { signal }));
    } finally {
      await gateway.close();
      await rig.close();
    }
  };
  const onceListening = async (server: Server) => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };

  it('when the connection is refused', async () => {
    const server = createServer();
    const port = await onceListening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(verdict(await failureAt(`http://127.0.0.1:${port}/v1`))).toBe(neverLeft);
    expect(verdict(await failureAt(`http://localhost:${port}/v1`))).toBe(neverLeft);
  });

  it('when the host has no address', async () => {
    expect(verdict(await failureAt('http://nobody.invalid/v1'))).toBe(neverLeft);
  });

  it.each([
    ['speaks no TLS', (socket: Socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['hangs up on the greeting', (socket: Socket) => void socket.destroy()],
  ])('when the other side %s', async (_, greet) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => greet(socket));
    });
    const port = await onceListening(server);
    expect(verdict(await failureAt(`https://127.0.0.1:${port}/v1`))).toBe(neverLeft);
    await new Promise((resolve) => server.close(resolve));
  });

  it('when the greeting of TLS gets no answer in time', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket));
    const port = await onceListening(server);
    expect(verdict(await failureAt(`https://127.0.0.1:${port}/v1`, 1_000))).toBe(neverLeft);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('once the connection stands, the provider may have done it', () => {
  let rig: DinteroRig;
  let arrivals: number;
  const connect = async (requestTimeoutMs: number) => {
    rig = await createDinteroRig({ requestTimeoutMs });
    rig.provider.script(json(200, {}));
    await onceTokenIsThere(() => rig.read());
    arrivals = rig.provider.business.length;
  };
  afterEach(() => rig.close());

  it.each([
    ['before the answer', cut],
    ['in the middle of the answer', cutInBody],
  ])('when the connection is cut %s, and it is not asked again', async (_, reply) => {
    await connect(10_000);
    rig.provider.script(reply);
    expect(verdict(await failureFrom(rig.capture()))).toBe(inDoubt.cut);
    expect(rig.provider.business).toHaveLength(arrivals + 1);
  });

  it.each([
    ['no answer begins in time', silence],
    ['an answer begins and stalls', stall],
    ['an answer goes on and on', drip],
  ])(
    'when %s, and it is not asked again',
    async (_, reply) => {
      await connect(1_000);
      rig.provider.script(reply);
      expect(verdict(await failureFrom(rig.capture()))).toBe(inDoubt.late);
      expect(rig.provider.business).toHaveLength(arrivals + 1);
    },
    20_000,
  );

  it('when memory is cleaned up meanwhile, the time still ends', async () => {
    await connect(1_000);
    rig.provider.script(drip);
    const call = failureFrom(rig.capture());
    await rig.provider.arrived(arrivals + 1);
    setFlagsFromString('--expose-gc');
    const cleanUp = runInNewContext('gc') as () => void;
    const cleaning = setInterval(cleanUp, 50);
    try {
      expect(verdict(await call)).toBe(inDoubt.late);
    } finally {
      clearInterval(cleaning);
    }
  });

  it.each([
    ['before the answer', silence],
    ['in the middle of the answer', stall],
  ])('when we cancel %s', async (_, reply) => {
    await connect(10_000);
    rig.provider.script(reply);
    const cancelling = new AbortController();
    const call = failureFrom(rig.capture(cancelling.signal));
    await rig.provider.arrived(arrivals + 1);
    cancelling.abort();
    expect(verdict(await call)).toBe(inDoubt.cancelled);
  });

  it('when the time of the attempt ends, which is no cancellation', async () => {
    await connect(10_000);
    rig.provider.script(silence);
    const deadline = new AbortController();
    const call = failureFrom(rig.capture(deadline.signal));
    await rig.provider.arrived(arrivals + 1);
    deadline.abort(new DOMException('over', 'TimeoutError'));
    expect(verdict(await call)).toBe(inDoubt.late);
  });

  it('what is cancelled before it is sent stays here', async () => {
    await connect(10_000);
    expect(verdict(await failureFrom(rig.capture(AbortSignal.abort())))).toBe(neverLeft);
    expect(rig.provider.business).toHaveLength(arrivals);
  });
});

describe('the name of an error does not tell whether the request left', () => {
  it.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE'])(
    'a connection that stood and broke with %s leaves doubt',
    (code) => {
      const error = Object.assign(new Error('read failed'), { code, syscall: 'read' });
      expect(verdict(classifyBreak('x', error, false))).toBe(inDoubt.cut);
    },
  );

  it.each([[undefined], [null], ['text'], [new Error('no code')], [{ cause: { code: 'E' } }]])(
    'what nobody expects leaves doubt: %p',
    (error) => {
      expect(verdict(classifyBreak('x', error, false))).toBe(inDoubt.cut);
    },
  );

  it('nothing of the error but its code is shown', () => {
    const error = Object.assign(new Error('connect to https://host/?token=abc'), { code: 'E1' });
    expect(classifyBreak('readOrder', error, false).message).toBe('readOrder: E1');
  });
});
