'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const { createRequire } = require('node:module');
const vm = require('node:vm');

// Jest brings its mocker along; it is no package of ours.
const requireOfJest = createRequire(require.resolve('jest/package.json'));
const requireOfNode = createRequire(requireOfJest.resolve('jest-environment-node'));
const { ModuleMocker } = requireOfNode('jest-mock');

const compile = vm.compileFunction;
const compiled = new Map();

/** What a process has compiled once it takes from its memory for the next file; and all files live in the realm of the process. */
vm.compileFunction = (source, parameters, given) => {
  const options = { ...given, parsingContext: undefined };
  const known = compiled.get(options.filename);
  if (known?.source === source)
    return compile(source, parameters, { ...options, cachedData: known.data });
  const made = compile(source, parameters, { ...options, produceCachedData: true });
  compiled.set(options.filename, { source, data: made.cachedData });
  return made;
};

const { run } = AsyncLocalStorage.prototype;
const storages = new Set();

AsyncLocalStorage.prototype.run = function runAndRemember(...parameters) {
  storages.add(this);
  return run.apply(this, parameters);
};

/**
 * One realm for all test files of a process, so that they can share what is dear to load (see `shared-packages-runtime.cjs`).
 * Each file has the modules of this project to itself still.
 */
module.exports = class OneRealmEnvironment {
  constructor() {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.before = { console, exit: process.exit, environment: { ...process.env } };
  }

  getVmContext() {
    return this.global;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  async setup() {}

  async teardown() {
    const { exit, environment } = this.before;
    globalThis.console = this.before.console;
    process.exit = exit;
    for (const name of Object.keys(process.env))
      if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    // Before Node 24 every storage that was ever run makes every promise of the process dearer, until it is disabled.
    for (const storage of storages) storage.disable();
    storages.clear();
  }
};
