'use strict';
// Bundles the compiled workflow code once, for WORKFLOW_BUNDLE: workers start faster, and all replicas run the same code.
const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
const { bundleWorkflowCode, DefaultLogger } = require('@temporalio/worker');

async function main([compiled, bundle]) {
  if (bundle === undefined) throw new Error('usage: bundle-workflows.cjs <compiled src> <bundle>');
  const { code } = await bundleWorkflowCode({
    workflowsPath: resolve(compiled, 'workflows'),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(bundle, code);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exit(1);
});
