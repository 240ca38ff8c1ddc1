'use strict';
// Bundles the compiled workflow code once, for WORKFLOW_BUNDLE: workers start faster, and all replicas run the same code.
const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
const { bundleWorkflowCode, DefaultLogger } = require('@temporalio/worker');

async function main([compiled, bundle]) {
  if (bundle === undefined) throw new Error('usage: bundle-workflows.cjs <compiled src> <bundle>');
  const { workflowSources } = require(resolve(compiled, 'workflow-sources'));
  const { code } = await bundleWorkflowCode({
    ...workflowSources,
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(bundle, code);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exit(1);
});
