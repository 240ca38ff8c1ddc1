const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
};
const project = (displayName, rooms, extra = {}) => ({
  displayName,
  transform,
  testEnvironment: '<rootDir>/test/support/one-realm-environment.cjs',
  runtime: '<rootDir>/test/support/shared-packages-runtime.cjs',
  moduleNameMapper: {
    '^dintero-order-saga/(client|messages)$': '<rootDir>/src/client/$1-library.ts',
  },
  testMatch: rooms.map((room) => `<rootDir>/test/${room}/**/*.test.ts`),
  ...extra,
});

/** `fast` needs nothing besides this folder, `temporal` a real server, which its set-up finds, fetches and starts; `chaos` kills its own. */
module.exports = {
  testTimeout: 60_000,
  // One more than the two cores that the tests are made for: half of the files wait most of their time.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  projects: [
    project('fast', ['unit', 'property', 'contract', 'architecture', 'simulation']),
    project('temporal', ['workflow', 'mechanics', 'replay', 'end-to-end'], {
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    }),
    project('chaos', ['chaos']),
  ],
};
