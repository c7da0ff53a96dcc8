import assert from 'node:assert/strict'
import { read } from '../../workflows/clock/calculator.ts'
import type { ClockFacts } from '../../workflows/clock/domain.ts'
import { explain, explainForCitizen } from '../../workflows/clock/explain.ts'
import { calendar, clockFacts } from './notices.ts'

function told(given: Partial<ClockFacts>, at: string): { staff: string; citizen: string } {
  const facts = clockFacts(given)
  const reading = read(facts, calendar, at)
  return { staff: explain(facts, reading, calendar), citizen: explainForCitizen(facts, reading, calendar) }
}

const pauses = [{ id: 'p', from: '2025-09-24', through: '2025-09-26', cause: '补正材料' }]

describe('why this date, in words', () => {
  it('cites the articles, the holidays, the pauses and the make-up days in two sentences', () => {
    const { staff } = told(
      { startDay: '2025-09-20', pauses, basis: '行政许可法 第四十二条' },
      '2025-09-25T09:00:00+08:00',
    )
    assert.equal(
      staff,
      '受理之日9月20日不计入，自9月22日起算20个工作日（民法典第二百零一条，行政许可法第四十二条、第八十二条）。' +
        '期间国庆节、中秋节放假8天、周末7天、补正材料（9月24日至9月26日）暂停3天不计入，9月28日、10月11日调休上班计入，' +
        '最后一日为10月28日（星期二），当日24:00届满（民法典第二百零三条）。',
    )
  })

  it('tells the applicant the same without articles', () => {
    const { citizen } = told(
      { kind: 'promised', startDay: '2025-09-20', pauses },
      '2025-09-25T09:00:00+08:00',
    )
    assert.equal(
      citizen,
      '从9月22日开始算，一共20个工作日（周末和节假日不算），受理当天（9月20日）不算。' +
        '中间国庆节、中秋节放假8天、补正材料3天没有算进去，我们承诺最晚10月28日（星期二）办好。',
    )
  })

  it('says how a last day on a holiday moved, and the closing time of the counter', () => {
    const given = {
      kind: 'supplement',
      unit: 'calendar-day',
      budget: 10,
      startDay: '2025-09-25',
      closes: 'counter',
      closingTime: '17:00',
    } as const
    const { staff, citizen } = told(given, '2025-09-26T09:00:00+08:00')
    assert.match(
      staff,
      /第10日10月5日为国庆节、中秋节，顺延后最后一日为10月9日（星期四），当日17:00（窗口停止办理业务时）届满/,
    )
    assert.match(citizen, /往后顺延，请在10月9日（星期四，窗口17:00停止办理）前（含当天）把材料补齐。$/)
  })

  it('says what is left while a pause is open, naming only the open one', () => {
    const open = [
      ...pauses,
      { id: 'q', from: '2025-10-15', cause: '检验检测', basis: '行政许可法 第四十五条' },
    ]
    const { staff, citizen } = told({ startDay: '2025-09-20', pauses: open }, '2025-10-16T09:00:00+08:00')
    assert.match(
      staff,
      /因检验检测自10月15日起暂停计算（行政许可法第四十五条），已用10个工作日、余10个工作日，暂停结束的次日起继续计算。$/,
    )
    assert.match(citizen, /因为检验检测，从10月15日起暂停计时，还剩10个工作日，暂停结束的第二天接着算。$/)
  })

  it('adds the extension with its basis, and says that a date in an unpublished year is provisional', () => {
    const extensions = [{ days: 10, on: '2026-12-20', basis: '行政许可法 第四十二条' }]
    const { staff, citizen } = told({ startDay: '2026-12-10', extensions }, '2026-12-21T09:00:00+08:00')
    assert.match(staff, /^受理之日2026年12月10日不计入，自2026年12月11日起算20个工作日/)
    assert.match(staff, /，延长10个工作日（行政许可法第四十二条），共30个工作日。/)
    assert.match(staff, /2027年节假日安排尚未公布，本日期为暂定，公布后重新计算。$/)
    assert.match(citizen, /放假安排国家还没公布，日期可能会变/)
  })

  it('says by how much a clock was late, and that it stopped', () => {
    const { staff } = told({ stoppedOn: '2025-12-23' }, '2026-01-05T09:00:00+08:00')
    assert.match(staff, /；已于12月23日停止计算，用时22个工作日，超期2个工作日。$/)
    assert.match(told({}, '2025-12-22T09:00:00+08:00').staff, /；现已届满，超期1个工作日。$/)
  })

  it('has words for an instant item and for a unit that the law leaves open', () => {
    assert.match(
      told({ budget: 0 }, '2025-11-23T09:00:00+08:00').staff,
      /^受理之日11月23日当日办结。最后一日为11月23日/,
    )
    const assumed = told({ unit: 'calendar-day', unitSource: 'assumed' }, '2025-11-24T09:00:00+08:00').staff
    assert.match(assumed, /原文只写“日”，按较早届满的自然日计算。/)
  })
})
