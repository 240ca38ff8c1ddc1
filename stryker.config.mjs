import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const filesOf = (folder) => readdirSync(folder).map((name) => `${folder}/${name}`);
const rooms = ['src/domain', 'src/activities'];
/** Run last, so that a mutant that a cheaper test notices does not come to them. */
const isDear = (path) => /activities-|domain-order-size|domain-operation-key/.test(path);

export default {
  mutate: rooms.map((room) => `${room}/**/*.ts`),
  testRunner: 'in-process',
  plugins: ['./dev/mutation/in-process-runner.ts'],
  testRunnerNodeArgs: ['--import', 'tsx'],
  inProcess: {
    modules: rooms.flatMap(filesOf),
    tests: filesOf('test/unit')
      .filter((path) =>
        /\/(domain-.*|match-record|find-movement|activities-.*)\.test\.ts$/.test(path),
      )
      .filter((path) => !path.includes('domain-hostile-provider'))
      .sort((left, right) => Number(isDear(left)) - Number(isDear(right))),
    // They fill orders up to their limit: half a second each, and they pass nearly every mutant.
    leaveOut: [
      'fits into one payload > with ',
      'has room for refunds for longer, and for letting go always',
      'the page of an order for the Web UI grows no longer with what it has lived through',
    ],
  },
  warnings: { unknownOptions: false },
  concurrency: 1,
  coverageAnalysis: 'perTest',
  // What is worked out once, as a module loads, needs everything loaded anew for each mutant.
  ignoreStatic: true,
  timeoutMS: 3000,
  thresholds: { high: 95, low: 85, break: 85 },
  // Stryker's own look at the compiler's configuration does not know version 7.
  tsconfigFile: 'none.json',
  ignorePatterns: ['.cache', 'dist', 'bench', 'coverage'],
  // Outside of the project, where Jest would see a second package of its name.
  tempDirName: join(tmpdir(), 'dintero-order-saga-mutation'),
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  htmlReporter: { fileName: '.cache/mutation/report.html' },
  jsonReporter: { fileName: '.cache/mutation/report.json' },
  clearTextReporter: { reportTests: false },
  allowConsoleColors: false,
};
