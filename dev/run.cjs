'use strict';
// Plain CommonJS with Node's own modules only: this file must run in a clone in which nothing is installed yet.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { spawn, spawnSync } = require('node:child_process');

const root = join(__dirname, '..');
const [entry, ...args] = process.argv.slice(2);

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Node ${process.versions.node} is too old: install Node 20.19 or newer.\n`);
  process.exit(69);
}

function packagesAreCurrent() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(marker)) return false;
  const installed = JSON.parse(readFileSync(marker, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional || installed[path]?.version === version,
  );
}

function installPackages() {
  process.stderr.write('Installing packages (npm ci) …\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    timeout: 600_000,
  });
  if (status !== 0) {
    process.stderr.write(
      'npm ci failed: check the network or the registry setting of npm, then run the command again.\n',
    );
    process.exit(69);
  }
}

refuseOldNode();
if (!packagesAreCurrent()) installPackages();

const child = spawn(process.execPath, ['--import', 'tsx', join(root, entry), ...args], {
  stdio: 'inherit',
});
// The terminal sends SIGINT to the whole group already; only signals aimed at this process alone are passed on.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
