import { startSandbox } from './server';
import { sandboxClient } from './credentials';

const defaultPort = 8900;

function readPort(text: string | undefined): number {
  const port = Number(text ?? defaultPort);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`SANDBOX_PORT must be a port number, not ${text}`);
}

async function main(): Promise<void> {
  const port = readPort(process.env['SANDBOX_PORT']);
  const host = process.env['SANDBOX_HOST'] ?? '127.0.0.1';
  const publicUrl = process.env['SANDBOX_PUBLIC_URL'];
  const options = { port, host, ...(publicUrl === undefined ? {} : { publicUrl }) };
  const sandbox = await startSandbox(options).catch((error: unknown) => {
    throw new Error(
      `The sandbox cannot listen at ${host}, port ${port}: ${(error as Error).message}.\nSet SANDBOX_PORT to one that is free (0 takes any), and SANDBOX_HOST to an address of this machine; or, if it is a sandbox that runs there already, use that one.`,
      { cause: error },
    );
  });
  process.stdout.write(`Sandbox for account ${sandboxClient.accountId}: ${sandbox.url}\n`);
  const stop = () => {
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
