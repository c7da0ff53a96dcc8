import assert from 'node:assert/strict'
import { checkExpression, evaluate, FeelError, feelLimits, holds } from '../../workflows/process/feel.ts'
import type { Json, Vars } from '../../workflows/process/model.ts'

const at = '2026-02-28T17:30:00.000Z'
const vars: Vars = {
  'acceptance-check': 'accept',
  申请人: { 类型: '企业', 名称: '甲公司' },
  面积: 120,
  reviewers: ['规划', '消防'],
  rows: [{ n: 1 }, { n: 2 }],
  nothing: null,
}
const fails = (code: string) => (error: unknown) => error instanceof FeelError && error.code === code

const values: [string, Json][] = [
  ['acceptance-check = "accept"', true],
  ['acceptance-check in ("accept", "refuse")', true],
  ['not(acceptance-check = "refuse") and 面积 > 100', true],
  ['申请人.类型 = "企业" or 面积 < 10', true],
  ['面积 between 100 and 120', true],
  ['面积 in [100..119]', false],
  ['if 面积 > 100 then "大" else "小"', '大'],
  ['count(reviewers) * 2 - 1', 3],
  ['list contains(reviewers, "消防")', true],
  ['rows.n', [1, 2]],
  ['nothing = null', true],
  ['today()', '2026-03-01'],
  ['now()', '2026-03-01T01:30:00+08:00'],
  ['today() + duration("P1D")', '2026-03-02'],
  ['now() < date and time("2026-03-01T00:00:00Z")', true],
  ['day of week(today())', 'Sunday'],
  ['"a" + "b"', 'ab'],
]

describe('Expressions', () => {
  for (const [expression, value] of values)
    it(`${expression} is ${JSON.stringify(value)}`, () => {
      checkExpression(expression, Object.keys(vars))
      assert.deepEqual(evaluate(expression, vars, at), { value })
    })

  it('today is the day in Beijing, not where the server stands', () => {
    assert.equal(evaluate('today()', {}, '2026-02-28T15:59:59.999Z').value, '2026-02-28')
    assert.equal(evaluate('today()', {}, '2026-02-28T16:00:00.000Z').value, '2026-03-01')
  })

  it('an unknown variable is an error, not a silent no', () => {
    assert.throws(() => evaluate('missing = 1', vars, at), fails('expression-failed'))
    assert.throws(() => evaluate('申请人.电话 = "1"', vars, at), fails('expression-failed'))
  })

  it('a comparison that nobody can answer is an error in a condition', () => {
    assert.throws(() => holds('not(nothing)', vars, at), fails('expression-not-boolean'))
    assert.throws(() => holds('面积', vars, at), fails('expression-not-boolean'))
  })

  it('a variable cannot take the place of the case time', () => {
    assert.equal(evaluate('today()', { today: '1999-01-01', now: 1 }, at).value, '2026-03-01')
  })

  it('a result that cannot be stored is an error', () => {
    assert.throws(() => evaluate('count', {}, at), fails('expression-failed'))
    assert.throws(() => evaluate('9 ** 999 * 10', {}, at), fails('expression-failed'))
  })
})

const refused: [string, string][] = [
  ['', 'expression-syntax'],
  ['a = = 1', 'expression-not-allowed'],
  ['a = [1..5]', 'expression-not-allowed'],
  ['count([1..1000000000])', 'expression-not-allowed'],
  ['1 2', 'expression-syntax'],
  ['(a', 'expression-syntax'],
  ['a > 1)', 'expression-syntax'],
  ['for x in list return x', 'expression-not-allowed'],
  ['some x in list satisfies x > 1', 'expression-not-allowed'],
  ['every x in list satisfies x > 1', 'expression-not-allowed'],
  ['list[item > 1]', 'expression-not-allowed'],
  ['list[1]', 'expression-not-allowed'],
  ['{a: 1}', 'expression-not-allowed'],
  ['function(x) x + 1', 'expression-not-allowed'],
  ['(function() 1)()', 'expression-not-allowed'],
  ['matches(a, "(x+)+$")', 'expression-not-allowed'],
  ['replace(a, "x", "y")', 'expression-not-allowed'],
  ['split(a, ",")', 'expression-not-allowed'],
  ['constructor("return process")', 'expression-not-allowed'],
  ['a.constructor("x")', 'expression-not-allowed'],
  ['sort(list)', 'expression-not-allowed'],
  ['count(list: list)', 'expression-not-allowed'],
  ['a instance of number', 'expression-not-allowed'],
  ['string([string([string([a])])])', 'expression-not-allowed'],
]

describe('Expressions that are refused', () => {
  for (const [expression, code] of refused)
    it(`${expression || '(empty)'} is refused as ${code}`, () => {
      assert.throws(() => checkExpression(expression), fails(code))
      assert.throws(() => evaluate(expression, { a: 'x', list: [1, 2] }, at))
    })

  it('a variable name hides nothing that is forbidden: the same text is checked again with the names at hand', () => {
    const text = 'for x in list return x'
    const hiding = { [text]: true, list: [1] } as Vars
    assert.doesNotThrow(() => checkExpression(text, Object.keys(hiding)))
    assert.throws(() => evaluate(text, { list: [1] }, at), fails('expression-not-allowed'))
  })

  it('a name of an object all JavaScript has is not a variable', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      assert.throws(() => evaluate(`${name} != null`, {}, at), fails('expression-failed'))
  })
})

const bombs: Record<string, string> = {
  'open brackets': '('.repeat(feelLimits.length),
  'open lists': '['.repeat(feelLimits.length),
  'a sum of 500': `${'1+'.repeat(499)}1`,
  'minus signs': `${'-'.repeat(900)}1`,
  'nested ifs': `${'if a then b else '.repeat(58)}c`,
  quotes: '"'.repeat(999),
  'nested calls': `${'not('.repeat(200)}a${')'.repeat(200)}`,
  'a path of 500': `${'a.'.repeat(499)}a`,
  'mixed brackets': '([{'.repeat(333),
  comments: '/*'.repeat(500),
  'lists of lists': '[1,'.repeat(300),
  'ten thousand characters': 'a'.repeat(10_000),
}

describe('Bombs', () => {
  for (const [name, text] of Object.entries(bombs))
    it(`${name} are refused at once`, () => {
      const begin = performance.now()
      let stopped: unknown
      try {
        checkExpression(text)
      } catch (error) {
        stopped = error
      }
      assert.ok(stopped instanceof FeelError)
      assert.ok(performance.now() - begin < 250, 'in milliseconds; the bound allows for a busy machine')
    })

  it('a number range as wide as can be costs nothing', () => {
    assert.equal(evaluate('5 in [1..1000000000000000]', {}, at).value, true)
  })

  it('a huge variable is refused before it is walked through', () => {
    const huge = { list: Array.from({ length: 200_000 }, (_, i) => i) }
    assert.throws(() => evaluate('sum(list) > 1', huge, at), fails('expression-too-complex'))
    assert.equal(evaluate('1 < 2', huge, at).value, true)
  })
})

describe('The budget of an expression', () => {
  const big: Vars = { list: Array.from({ length: 30_000 }, (_, i) => i) }

  it('counts a variable as often as it is named, and before it is parsed', () => {
    const began = performance.now()
    assert.throws(() => evaluate('concatenate(list, list, list)', big, at), fails('expression-too-complex'))
    assert.ok(performance.now() - began < 1_000)
  })

  it('holds what it gives, too', () => {
    assert.equal((evaluate('count(list)', big, at) as { value: number }).value, 30_000)
  })
})
