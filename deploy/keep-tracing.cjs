'use strict';
// Makes the packages that traces need, which are there for the tests, part of what runs: `npm prune --omit=dev` keeps them then.
const { readFileSync, writeFileSync } = require('node:fs');

const own = JSON.parse(readFileSync('package.json', 'utf8'));
for (const [name, version] of Object.entries(own.devDependencies)) {
  if (!name.includes('opentelemetry')) continue;
  own.dependencies[name] = version;
  // What is in both counts as one for development.
  delete own.devDependencies[name];
}
writeFileSync('package.json', JSON.stringify(own));
