import { dateAndTime, date, evaluate as feelEvaluate } from 'feelin'
import { parser, trackVariables } from 'lezer-feel'
import type { Json, Vars } from './model.ts'

/**
 * FEEL expressions of a process: conditions, collections, dates. Runs in the workflow sandbox, where a bomb
 * would stall every case on the worker, so the language is cut down to what is linear in the size of the
 * expression times the size of the variables it names: no loops, filters, function definitions, contexts,
 * regular expressions or unknown functions. Nothing binds a name, so a value cannot be doubled step by step.
 */
export type FeelCode =
  | 'expression-too-long'
  | 'expression-too-complex'
  | 'expression-syntax'
  | 'expression-not-allowed'
  | 'expression-failed'
  | 'expression-not-boolean'

export class FeelError extends Error {
  readonly code: FeelCode
  /** Chinese, says the reason. */
  readonly title: string
  constructor(code: FeelCode, title: string) {
    super(`${code}: ${title}`)
    this.name = 'FeelError'
    this.code = code
    this.title = title
  }
}

/** Characters, syntax nodes and nesting depth of one expression. */
export const feelLimits = { length: 1000, nodes: 250, depth: 40 } as const

/** Values the variables named in one expression may hold together, each as often as it is named, and those of its result. */
const STEP_BUDGET = 50_000

/** Functions that take time linear in their arguments. No regular expressions (matches, replace, split). */
// prettier-ignore
const functions = new Set([
  'not', 'count', 'sum', 'min', 'max', 'mean', 'all', 'any', 'list contains', 'string', 'string length',
  'upper case', 'lower case', 'contains', 'starts with', 'ends with', 'substring', 'substring before',
  'substring after', 'number', 'floor', 'ceiling', 'abs', 'modulo', 'round half up', 'now', 'today', 'date',
  'date and time', 'time', 'duration', 'day of week', 'before', 'after', 'append', 'concatenate',
])

/** Syntax nodes that may appear. What is not listed (ForExpression, FilterExpression, Context…) is refused. */
// prettier-ignore
const nodes = new Set([
  'Expression', 'Comparison', 'CompareOp', 'Conjunction', 'Disjunction', 'ArithmeticExpression', 'ArithOp',
  'NumericLiteral', 'StringLiteral', 'BooleanLiteral', 'null', 'VariableName', 'Name', 'Identifier',
  'AdditionalIdentifier', 'PathExpression', 'PathName', 'ParenthesizedExpression', 'FunctionInvocation',
  'SpecialFunctionName', 'Parameters', 'PositionalParameters', 'IfExpression', 'List', 'Interval',
  'PositiveUnaryTest', 'PositiveUnaryTests', 'SimplePositiveUnaryTest', 'DateTimeLiteral', 'DateTimeConstructor',
  'AtLiteral', 'if', 'then', 'else', 'and', 'or', 'in', 'between', 'date', 'time', 'duration',
])

const forbidden: Record<string, string> = {
  ForExpression: '不允许使用循环 for',
  QuantifiedExpression: '不允许使用循环 some/every',
  FilterExpression: '不允许使用筛选 [ ]',
  FunctionDefinition: '不允许定义函数',
  Context: '不允许使用上下文 { }',
  NamedParameters: '函数参数请按位置书写',
}

interface TreeNode {
  name: string
  from: number
  to: number
  firstChild: TreeNode | null
  nextSibling: TreeNode | null
  type: { isError: boolean; isAnonymous: boolean }
}

const compact = (text: string) => text.replace(/\s+/g, '')

/** Only the variables whose names can occur in the text: feelin copies and indexes all it is given. */
function named(expr: string, vars: Vars): Vars {
  const text = compact(expr)
  const found: Vars = {}
  for (const name of Object.keys(vars))
    if (name && text.includes(compact(name))) found[name] = vars[name] as Json
  return found
}

function refuseCall(node: TreeNode, expr: string) {
  const target = node.firstChild
  const name = target ? expr.slice(target.from, target.to).replace(/\s+/g, ' ').trim() : ''
  const plain = target && (target.name === 'VariableName' || target.name === 'SpecialFunctionName')
  if (!plain || !functions.has(name)) throw new FeelError('expression-not-allowed', `不允许调用函数“${name}”`)
}

/** Walks the tree once; refuses what is not on the lists. Counts nodes, so a huge tree stops early. */
function checkTree(root: TreeNode, expr: string) {
  let count = 0
  const visit = (node: TreeNode, parent: string, depth: number, inString: boolean) => {
    if (++count > feelLimits.nodes || depth > feelLimits.depth)
      throw new FeelError('expression-too-complex', `表达式过于复杂（最多 ${feelLimits.nodes} 个语法单元）`)
    if (node.type.isError)
      throw new FeelError('expression-syntax', `第 ${node.from + 1} 个字符附近有语法错误`)
    const word = /^\w/.test(node.name)
    if (word && !nodes.has(node.name))
      throw new FeelError('expression-not-allowed', forbidden[node.name] ?? `不允许使用语法“${node.name}”`)
    // `[1..9]` or `> 5` standing alone is a range: it would make `a = = 5` a question nobody can answer.
    if (node.name === 'SimplePositiveUnaryTest' && parent !== 'PositiveUnaryTest')
      throw new FeelError('expression-not-allowed', '区间或单边比较只能用在 in 之后')
    let string = inString
    if (node.name === 'FunctionInvocation') {
      refuseCall(node, expr)
      // string([string([…])]) doubles its escapes at every level: 2^depth characters.
      if (/^string\s*\(/.test(expr.slice(node.from, node.to))) {
        if (inString) throw new FeelError('expression-not-allowed', 'string() 不允许嵌套')
        string = true
      }
    }
    for (let child = node.firstChild; child; child = child.nextSibling)
      visit(child, node.name, depth + 1, string)
  }
  visit(root, '', 0, false)
  if (!root.firstChild) throw new FeelError('expression-syntax', '表达式为空')
}

function checkText(expr: string) {
  if (!expr.trim()) throw new FeelError('expression-syntax', '表达式为空')
  if (expr.length > feelLimits.length)
    throw new FeelError('expression-too-long', `表达式超过 ${feelLimits.length} 个字符`)
  // The parser follows alternatives at every open bracket: depth is bounded before it sees the text.
  let depth = 0
  for (const ch of expr) {
    if (ch === '(' || ch === '[' || ch === '{') depth += 1
    else if (ch === ')' || ch === ']' || ch === '}') depth -= 1
    if (depth > feelLimits.depth / 2) throw new FeelError('expression-too-complex', '表达式嵌套过深')
  }
  const words = expr.replace(/"[^"]*"/g, '0').match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu)?.length ?? 0
  if (words > feelLimits.nodes)
    throw new FeelError('expression-too-complex', `表达式过于复杂（最多 ${feelLimits.nodes} 个语法单元）`)
}

/** Stops at the first error: recovering from 900 quotes took 350 ms. */
function parse(expr: string, vars: Vars): TreeNode {
  const strict = parser.configure({ top: 'Expression', contextTracker: trackVariables(vars), strict: true })
  try {
    return strict.parse(expr).topNode as unknown as TreeNode
  } catch (error) {
    const [, place] = /No parse at (\d+)/.exec((error as Error).message) ?? []
    const where = place === undefined ? '' : `第 ${Number(place) + 1} 个字符附近`
    throw new FeelError('expression-syntax', `${where}有语法错误`)
  }
}

/**
 * Refuses an expression that is not FEEL or not within the whitelist.
 * @param names variables known at publish; they decide how `a-b` is read (a name, or a subtraction).
 * @throws FeelError with `code` and a Chinese `title`
 */
export function checkExpression(expr: string, names: string[] = []): void {
  checkText(expr)
  const known = Object.fromEntries(names.map((name) => [name, null])) as Vars
  checkTree(parse(expr, named(expr, known)), expr)
}

/** Counts the values that evaluation may visit; stops at the budget. */
function spend(value: Json, left: number): number {
  if (left <= 0) throw new FeelError('expression-too-complex', '变量数据过大，表达式未计算')
  if (typeof value === 'string') return left - 1 - (value.length >> 6)
  if (value === null || typeof value !== 'object') return left - 1
  let rest = left - 1
  for (const item of Array.isArray(value) ? value : Object.values(value)) rest = spend(item, rest)
  return rest
}

/** How a text is read depends on the variables' names alone, so a checked pair need not be checked again. */
const checked = new Set<string>()

function checkOnce(expr: string, vars: Vars) {
  const key = `${expr}\u0000${Object.keys(vars).join('\u0000')}`
  if (checked.has(key)) return
  checkText(expr)
  checkTree(parse(expr, vars), expr)
  if (checked.size > 1000) checked.clear()
  checked.add(key)
}

function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw new FeelError('expression-failed', '计算结果不是有限数值')
  }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object' && 'iso' in value) return String(value)
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]))
  throw new FeelError('expression-failed', '计算结果不能作为数据保存')
}

/** Wall clock of Asia/Shanghai (+08:00 since 1991) at an instant, without zone suffix. */
function shanghai(at: string): string {
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) throw new FeelError('expression-failed', `时间“${at}”无效`)
  return new Date(ms + 8 * 3600_000).toISOString().slice(0, -1)
}

/**
 * Evaluates FEEL over the variables. `now()` and `today()` are the given instant in Asia/Shanghai.
 * A warning of the interpreter (unknown variable, wrong type) is an error here: null would be a silent "no".
 * @param at ISO 8601 instant, the case's time
 * @throws FeelError
 */
export function evaluate(expr: string, vars: Vars, at: string): { value: Json } {
  const used = named(expr, vars)
  // Before the parser sees them: it indexes every variable it is given.
  let left = STEP_BUDGET
  const text = compact(expr)
  for (const [name, value] of Object.entries(used))
    for (let n = text.split(compact(name)).length - 1; n > 0; n--) left = spend(value, left)
  checkOnce(expr, used)
  const context: Record<string, unknown> = { ...used }
  if (expr.includes('now')) context.now = () => dateAndTime(`${shanghai(at)}+08:00`)
  if (expr.includes('today')) context.today = () => date(shanghai(at).slice(0, 10))
  let answer
  try {
    answer = feelEvaluate(expr, context)
  } catch (error) {
    throw new FeelError('expression-failed', `表达式“${expr}”计算失败：${(error as Error).message}`)
  }
  const warning = answer.warnings[0]
  if (warning) throw new FeelError('expression-failed', `表达式“${expr}”计算失败：${warning.message}`)
  spend(answer.value as Json, STEP_BUDGET)
  return { value: toJson(answer.value) }
}

/** A condition must be true or false; null (an unknown comparison) is an error. */
export function holds(expr: string, vars: Vars, at: string): boolean {
  const { value } = evaluate(expr, vars, at)
  if (typeof value === 'boolean') return value
  throw new FeelError('expression-not-boolean', `条件“${expr}”的结果既不是真也不是假`)
}
