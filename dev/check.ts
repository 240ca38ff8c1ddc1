import { spawnSync } from 'node:child_process';

/** What continuous integration runs, and what a developer runs before a commit; the cheapest first. */
const steps = ['format:check', 'lint', 'typecheck', 'dead-code', 'test'] as const;

const longestStepMs = 20 * 60_000;

for (const step of steps) {
  const startedAtMs = Date.now();
  process.stdout.write(`\n— ${step}\n`);
  const { status } = spawnSync('npm', ['run', '--silent', step], {
    stdio: 'inherit',
    timeout: longestStepMs,
  });
  const took = `${((Date.now() - startedAtMs) / 1_000).toFixed(1)} s`;
  process.stdout.write(`${step}: ${status === 0 ? 'ok' : 'failed'}, ${took}\n`);
  if (status !== 0) process.exit(status ?? 1);
}
