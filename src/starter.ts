import { runStarter } from './cli/program';
import { runEntry } from './run-entry';
import { openTerminal } from './terminal-surroundings';

void runEntry(() => runStarter(process.argv.slice(2), openTerminal(process.env)));
