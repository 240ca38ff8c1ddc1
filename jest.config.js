const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
};
const project = (displayName, rooms, extra = {}) => ({
  displayName,
  transform,
  testEnvironment: 'node',
  testMatch: rooms.map((room) => `<rootDir>/test/${room}/**/*.test.ts`),
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  ...extra,
});

/** Three rooms: `fast` needs nothing, `temporal` a real server, `chaos` both systems and a stop watch. */
module.exports = {
  testTimeout: 60_000,
  maxWorkers: 2,
  projects: [
    project('fast', ['unit', 'property', 'contract', 'architecture']),
    project('temporal', ['workflow', 'mechanics', 'replay', 'end-to-end']),
  ],
};
