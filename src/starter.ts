import { runStarter } from './cli/program';
import { runTraced } from './open-tracing';
import { runEntry } from './run-entry';
import { openTerminal } from './terminal-surroundings';

void runEntry(() =>
  runTraced(process.env, 'order-starter', (tracing) =>
    runStarter(process.argv.slice(2), openTerminal(process.env, tracing)),
  ),
);
