// Skips the tests that an exclusion file names; its lines are: full title | reason.
const fs = require('fs');

const excluded = new Set(
    fs.readFileSync(process.env.EXCLUSIONS, 'utf8')
        .split('\n')
        .filter((line) => line.trim() && !line.startsWith('#'))
        .map((line) => line.split(' | ')[0]));

exports.mochaHooks = {
  beforeEach() {
    if (excluded.has(this.currentTest.fullTitle())) {
      this.skip();
    }
  },
};
