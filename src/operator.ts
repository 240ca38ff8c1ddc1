#!/usr/bin/env node
import { runOperator } from './cli/program';
import { runTraced } from './open-tracing';
import { runEntry } from './run-entry';
import { openTerminal } from './terminal-surroundings';

void runEntry(() =>
  runTraced(process.env, 'ordersaga', (tracing) =>
    runOperator(process.argv.slice(2), openTerminal(process.env, tracing)),
  ),
);
