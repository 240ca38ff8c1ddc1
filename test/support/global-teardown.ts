/** Ends the server that the set-up of the run has started. */
export default async function tearDown(): Promise<void> {
  await globalThis.testTemporalServer?.stop();
}
