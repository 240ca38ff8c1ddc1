'use strict';
const { createRequire, isBuiltin } = require('node:module');

// Jest brings its runtime along; it is no package of ours.
const requireOfJest = createRequire(require.resolve('jest/package.json'));
const requireOfCore = createRequire(requireOfJest.resolve('@jest/core'));
const { default: Runtime } = requireOfCore('jest-runtime');

const ofThisProject = /^\.{1,2}\/|^\/|^dintero-order-saga\//;
const ofJest = /^@jest\/globals$/;
/** What Jest needs anew in each file it keeps on the global object. */
const sharedOfJest = /^(expect|jest-(diff|each|matcher-utils|message-util|util))$/;

/** Packages are loaded once in a process, and not once for each test file: half of what a short file costs. */
exports.__esModule = true;
exports.default = class SharedPackagesRuntime extends Runtime {
  requireModuleOrMock(from, name) {
    if (ofThisProject.test(name) || ofJest.test(name) || isBuiltin(name))
      return super.requireModuleOrMock(from, name);
    return createRequire(from)(name);
  }

  requireInternalModule(from, name) {
    if (name !== undefined && sharedOfJest.test(name)) return createRequire(from)(name);
    return super.requireInternalModule(from, name);
  }
};
