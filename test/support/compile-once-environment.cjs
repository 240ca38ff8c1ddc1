'use strict';
const { createRequire } = require('node:module');
const vm = require('node:vm');

// Jest brings its environments along; they are no package of ours.
const requireOfJest = createRequire(require.resolve('jest/package.json'));
const { TestEnvironment } = requireOfJest('jest-environment-node');

const compile = vm.compileFunction;
const compiled = new Map();

/** Every test file loads its modules anew, in a context of its own: what a process has compiled once, it takes from its memory. */
vm.compileFunction = (source, parameters, options) => {
  const known = compiled.get(options.filename);
  if (known?.source === source)
    return compile(source, parameters, { ...options, cachedData: known.data });
  const made = compile(source, parameters, { ...options, produceCachedData: true });
  compiled.set(options.filename, { source, data: made.cachedData });
  return made;
};

module.exports = TestEnvironment;
