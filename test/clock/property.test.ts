import assert from 'node:assert/strict'
import { ledger, read, rungInstants } from '../../workflows/clock/calculator.ts'
import { isWorkingDay } from '../../workflows/clock/calendar.ts'
import { addDays, dayFromNumber, dayNumber, instantMs } from '../../workflows/clock/day.ts'
import type { Calendar, ClockFacts, Pause } from '../../workflows/clock/domain.ts'
import { promisedFits } from '../../workflows/clock/promised.ts'
import { seeded } from '../support/random.ts'
import { calendar, clockFacts } from './notices.ts'

type Dice = (below: number) => number

/** The same cases on every run; a failure names its number. */
function random(seed: number): Dice {
  const next = seeded(seed)
  return (below) => Math.floor(next() * below)
}

const AT = '2025-01-01T00:00:00+08:00'

function somePause(dice: Dice, startDay: string, index: number): Pause {
  const from = addDays(startDay, 1 + dice(30))
  return { id: `p${index}`, from, through: addDays(from, dice(12) - 1), cause: `原因${index}` }
}

function someFacts(dice: Dice): ClockFacts {
  const startDay = addDays('2025-01-01', dice(640))
  return clockFacts({
    unit: dice(3) === 0 ? 'calendar-day' : 'working-day',
    budget: dice(46),
    startDay,
    pauses: Array.from({ length: dice(4) }, (_, index) => somePause(dice, startDay, index)),
    extensions: dice(4) === 0 ? [{ days: 1 + dice(15), on: startDay, basis: '第四十二条' }] : [],
  })
}

/** A calendar that no one would publish: to hold whatever days are off. */
function wildCalendar(dice: Dice): Calendar {
  const days: Calendar['days'] = {}
  for (let i = 0; i < 400; i++) {
    if (dice(3) === 0)
      days[addDays('2025-01-01', i)] = { kind: dice(2) ? 'holiday' : 'make-up', name: '任意' }
  }
  return { version: 1, years: [2025, 2026], days }
}

function forMany(check: (dice: Dice) => void): void {
  for (let seed = 1; seed <= 400; seed++) {
    try {
      check(random(seed))
    } catch (error) {
      if (error instanceof Error) error.message = `case ${seed}: ${error.message}`
      throw error
    }
  }
}

describe('whatever the facts', () => {
  it('the ledger counts exactly the budget and its extensions, and ends on the due day', () =>
    forMany((dice) => {
      const facts = someFacts(dice)
      const rows = ledger(facts, calendar)
      const reading = read(facts, calendar, AT)
      const counts = rows.flatMap((row) => row.count ?? [])
      assert.deepEqual(
        counts,
        Array.from({ length: reading.total }, (_, index) => index + 1),
      )
      assert.equal(rows[rows.length - 1]?.day, reading.dueDay)
    }))

  it('the ledger leaves out no day and names none twice', () =>
    forMany((dice) => {
      const facts = someFacts(dice)
      const days = ledger(facts, calendar).map((row) => dayNumber(row.day))
      const first = dayNumber(facts.startDay)
      assert.deepEqual(
        days,
        days.map((_, index) => first + index),
      )
    }))

  it('a term ends on a working day that is not paused', () =>
    forMany((dice) => {
      const facts = { ...someFacts(dice), budget: 1 + dice(40) }
      const { dueDay } = read(facts, calendar, AT)
      assert.ok(isWorkingDay(calendar, dueDay!), dueDay!)
      assert.ok(!facts.pauses.some((pause) => pause.from <= dueDay! && dueDay! <= pause.through!))
    }))

  it('pauses are a union: neither order nor cutting one in two changes anything', () =>
    forMany((dice) => {
      const facts = someFacts(dice)
      const { dueDay } = read(facts, calendar, AT)
      const reversed = { ...facts, pauses: [...facts.pauses].reverse() }
      const cut = facts.pauses.flatMap((pause): Pause[] => {
        const middle = dayFromNumber(Math.floor((dayNumber(pause.from) + dayNumber(pause.through!)) / 2))
        return [
          { ...pause, through: middle },
          { ...pause, id: `${pause.id}b`, from: addDays(middle, 1) },
        ]
      })
      const doubled = { ...facts, pauses: [...facts.pauses, ...facts.pauses] }
      for (const other of [reversed, { ...facts, pauses: cut }, doubled]) {
        assert.equal(read(other, calendar, AT).dueDay, dueDay)
      }
    }))

  it('a further pause or an extension never makes the due day earlier', () =>
    forMany((dice) => {
      const facts = someFacts(dice)
      const { dueDay } = read(facts, calendar, AT)
      const paused = { ...facts, pauses: [...facts.pauses, somePause(dice, facts.startDay, 9)] }
      const extended = {
        ...facts,
        extensions: [...facts.extensions, { days: 1 + dice(9), on: AT, basis: '' }],
      }
      assert.ok(read(paused, calendar, AT).dueDay! >= dueDay!)
      assert.ok(read(extended, calendar, AT).dueDay! >= dueDay!)
    }))

  it('used and remaining add up to the total, and only late clocks are below zero', () =>
    forMany((dice) => {
      const facts = someFacts(dice)
      for (let i = 0; i < 5; i++) {
        const at = new Date(
          instantMs(`${facts.startDay}T00:00:00+08:00`) + dice(120 * 24) * 3_600_000,
        ).toISOString()
        const reading = read(facts, calendar, at)
        assert.equal(reading.used + reading.remaining, reading.total)
        assert.equal(reading.remaining < 0, reading.state === 'overdue')
        assert.equal(reading.state === 'overdue', at >= reading.dueAt!)
      }
    }))

  it('the light turns exactly at the instants of the rungs', () =>
    forMany((dice) => {
      const facts = someFacts(dice)
      for (const rung of rungInstants(facts, calendar)) {
        assert.equal(read(facts, calendar, rung.at).light === 'green', false, JSON.stringify(rung))
        const before = new Date(instantMs(rung.at) - 1).toISOString()
        if (rung.level === 'red') assert.notEqual(read(facts, calendar, before).light, 'red')
        else {
          assert.notEqual(read(facts, calendar, before).light, 'yellow')
        }
      }
    }))

  it('a promised term that was let through never ends after the statutory one, on this calendar or a wild one', () =>
    forMany((dice) => {
      const startDay = addDays('2025-01-01', dice(250))
      const unit = () => (dice(2) ? 'working-day' : 'calendar-day') as ClockFacts['unit']
      const statutory = clockFacts({ unit: unit(), budget: dice(60), startDay })
      const promised = clockFacts({ kind: 'promised', unit: unit(), budget: dice(60), startDay })
      if (!promisedFits(statutory, promised).ok) return
      const due = (facts: ClockFacts, on: Calendar) => read(facts, on, AT).dueDay!
      assert.ok(due(promised, calendar) <= due(statutory, calendar))
      // Working days against calendar days lean on how many holidays the law has; the rest holds on any calendar.
      if (promised.unit === 'working-day' && statutory.unit === 'calendar-day') return
      const wild = wildCalendar(dice)
      assert.ok(due(promised, wild) <= due(statutory, wild))
    }))
})

describe('speed', () => {
  it('gives ten thousand readings a second of one core, and more', () => {
    const dice = random(7)
    const many = Array.from({ length: 200 }, () => someFacts(dice))
    for (const facts of many) read(facts, calendar, '2025-11-01T00:00:00Z')
    // Processor time, best of five rounds: the machine is shared, and the figure is of the calculator.
    const rates = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage()
      for (let i = 0; i < 2000; i++) read(many[i % 200]!, calendar, '2025-11-01T00:00:00Z')
      const { user, system } = process.cpuUsage(before)
      return 2000 / ((user + system) / 1e6)
    })
    assert.ok(Math.max(...rates) > 10_000, `${Math.round(Math.max(...rates))}/s`)
  })
})
