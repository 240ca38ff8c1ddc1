import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of this machine: `CHROMIUM_PATH`, or one on the PATH; undefined where there is none. */
export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** With a profile of its own, which is gone when it is closed. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: quiet, timeout: 30_000 });
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps people from using the page, in light and in dark: serious and critical findings, each with its place. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const look = async (scheme: 'light' | 'dark', options: RunOptions) => {
    await page.emulateMedia({ colorScheme: scheme });
    const wanted = JSON.stringify({ ...options, resultTypes: ['violations'] });
    const { violations } = await page.evaluate<AxeResults>(`axe.run(${wanted})`);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${scheme}: ${id}: ${nodes.map((node) => node.html).join(' ')}`);
  };
  // Of all that is looked at, the colours alone are others in the dark.
  const colours = { runOnly: { type: 'rule' as const, values: ['color-contrast'] } };
  return [...(await look('light', {})), ...(await look('dark', colours))];
}
