/**
 * Node ends the whole process where it cuts workflow code short in the middle of a promise, which the SDK does after 5 s: one
 * order with thousands of messages would take all others along. Temporal gives a task that lasts out again after 10 s by itself.
 * The SDK reads the option and leaves it out of its types.
 */
export const taskLimit: { readonly isolateExecutionTimeout: string } = {
  isolateExecutionTimeout: '1 minute',
};
