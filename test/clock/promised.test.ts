import assert from 'node:assert/strict'
import type { DayUnit } from '../../workflows/clock/domain.ts'
import { promisedFits } from '../../workflows/clock/promised.ts'

const wd = (budget: number) => ({ unit: 'working-day' as DayUnit, budget })
const cd = (budget: number) => ({ unit: 'calendar-day' as DayUnit, budget })

describe('a promised term beside the statutory one', () => {
  it('may be as long, never longer, in the same unit', () => {
    assert.deepEqual(promisedFits(wd(20), wd(20)), { ok: true })
    assert.equal(promisedFits(wd(20), wd(21)).ok, false)
    assert.equal(promisedFits(cd(60), cd(61)).ok, false)
  })

  it('of 20 working days is refused beside 20 calendar days, with the reason in Chinese', () => {
    const fit = promisedFits(cd(20), wd(20))
    assert.equal(fit.ok, false)
    assert.match(
      fit.ok ? '' : fit.reason,
      /承诺时限20个工作日、法定时限20个自然日：遇节假日时承诺时限可能晚于法定时限届满，不能发布/,
    )
  })

  it('of working days is taken when no stretch of holidays could carry it past the statutory one', () => {
    assert.deepEqual(promisedFits(cd(60), wd(5)), { ok: true })
    assert.deepEqual(promisedFits(cd(1), wd(1)), { ok: true })
    assert.equal(promisedFits(cd(10), wd(5)).ok, false)
    assert.equal(promisedFits(cd(60), wd(45)).ok, false)
  })

  it('of calendar days fits as many working days, and no more: a week can have seven of them', () => {
    assert.deepEqual(promisedFits(wd(20), cd(20)), { ok: true })
    assert.equal(promisedFits(wd(5), cd(7)).ok, false)
  })

  it('may be nothing at all: decided on the spot', () => {
    assert.deepEqual(promisedFits(cd(0), wd(0)), { ok: true })
    assert.deepEqual(promisedFits(wd(20), wd(0)), { ok: true })
    assert.equal(promisedFits(wd(0), wd(1)).ok, false)
  })
})
