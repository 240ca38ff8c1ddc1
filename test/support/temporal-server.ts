function fromSetUp(variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new Error(
    `${variable} is not set: run the tests through jest's projects, as npm test does.`,
  );
}

/** `host:port` of the real Temporal server of this run. */
export const temporalAddress = (): string => fromSetUp('TEST_TEMPORAL_ADDRESS');

/** The path of the workflow code, bundled once for this run. */
export const workflowBundlePath = (): string => fromSetUp('TEST_WORKFLOW_BUNDLE');

/** The path of the server whose clock skips to the next timer. */
export const timeSkippingServerPath = (): string => fromSetUp('TEST_TIME_SKIPPING_SERVER');
