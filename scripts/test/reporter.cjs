'use strict'
// Mocha's spec output, and the counts into the file that scripts/test/main.ts reads for its last line. CommonJS: mocha requires reporters.
const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')

const { EVENT_RUN_END } = Runner.constants

class SpecAndCount extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats
      const file = process.env.BANJIAN_TEST_COUNTS
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }))
    })
  }
}

module.exports = SpecAndCount
