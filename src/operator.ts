#!/usr/bin/env node
import { runOperator } from './cli/program';
import { runEntry } from './run-entry';
import { openTerminal } from './terminal-surroundings';

void runEntry(() => runOperator(process.argv.slice(2), openTerminal(process.env)));
