'use strict';
const { createRequire } = require('node:module');

// Jest brings its sequencer along; it is no package of ours.
const requireOfJest = createRequire(require.resolve('jest/package.json'));
const { default: Sequencer } = requireOfJest('@jest/test-sequencer');

/** The files that take longest, so that none of them is begun last while the other cores have nothing left to do. */
const longest = [
  '/failure-matrix/matrix.',
  '/end-to-end/worker-versions.',
  '/mechanics/waiting-callers.',
  '/chaos/short-run.',
  '/workflow/known-faults-',
  '/end-to-end/demo.',
  '/architecture/compiled-build.',
  '/simulation/seeds.',
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
    const ranked = [...usual].sort((one, other) => rankOf(one) - rankOf(other));
    const isLong = (test) => rankOf(test) < longest.length;
    return spread(
      ranked.filter((test) => isLong(test)),
      ranked.filter((test) => !isLong(test)),
    );
  }
};

/** The long ones wait most of their time, for timers and servers; the short ones compute, and fill the cores meanwhile. */
function spread(long, short) {
  const between = Math.ceil(short.length / Math.max(1, long.length));
  const mixed = long.flatMap((test, index) => [
    test,
    ...short.slice(index * between, (index + 1) * between),
  ]);
  return long.length === 0 ? short : mixed;
}
