'use strict';

/** For webpack: one file of the workflow's source reads otherwise, and everything else is what it is. */
module.exports = function rewriteSource(source) {
  return this.getOptions().changes.reduce((before, { file, from, to }) => {
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} no longer holds: ${from}`);
    return after;
  }, source);
};
