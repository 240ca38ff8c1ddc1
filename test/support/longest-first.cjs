'use strict';
const { createRequire } = require('node:module');

// Jest brings its sequencer along; it is no package of ours.
const requireOfJest = createRequire(require.resolve('jest/package.json'));
const { default: Sequencer } = requireOfJest('@jest/test-sequencer');

/** The files that take longest, so that none of them is begun last while the other cores have nothing left to do. */
const longest = [
  '/failure-matrix/matrix.',
  '/end-to-end/worker-versions.',
  '/chaos/short-run.',
  '/end-to-end/demo.',
  '/simulation/seeds.',
  '/architecture/compiled-build.',
  '/workflow/known-faults-',
  '/mechanics/',
  '/end-to-end/',
  '/replay/',
  '/workflow/',
];

function rankOf({ path }) {
  const rank = longest.findIndex((part) => path.includes(part));
  return rank === -1 ? longest.length : rank;
}

/** Jest's own order knows durations only on a machine on which everything has run before; within a rank it stays. */
module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const usual = await super.sort(tests);
    return [...usual].sort((one, other) => rankOf(one) - rankOf(other));
  }
};
