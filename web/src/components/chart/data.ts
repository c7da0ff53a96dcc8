/** What a chart shows; its table and its file are made of the same. */
export interface ChartData {
  kind: 'bar' | 'stack' | 'across' | 'line' | 'pie'
  /** Names along the axis (or of the slices). */
  categories: readonly string[]
  /** A pie takes the first. Null is a gap: not counted, not zero. */
  series: readonly { name: string; values: readonly (number | null)[] }[]
  /** 件, %, 天 … */
  unit?: string
}
/** What was clicked. */
export interface ChartPick {
  category: string
  series: string
  value: number | null
  index: number
}
export interface ChartTheme {
  colours: string[]
  ink: string
  faint: string
  line: string
  surface: string
  font: string
}

export const isEmptyChart = ({ categories, series }: ChartData): boolean =>
  categories.length === 0 || series.every(({ values }) => values.every((value) => value === null))

/** One line a category, one column a series. */
export function tableOf({
  categories,
  series,
}: ChartData): { category: string; values: (number | null)[] }[] {
  return categories.map((category, n) => ({
    category,
    values: series.map(({ values }) => values[n] ?? null),
  }))
}

/** For spreadsheets: byte order mark, quotes as in RFC 4180, nothing that would be run as a formula. */
export function csvOf(data: ChartData, corner = ''): string {
  const cell = (value: string | number | null) => {
    if (typeof value === 'number') return String(value)
    const text = value ?? ''
    const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
  }
  const head = [corner, ...data.series.map(({ name }) => (data.unit ? `${name}（${data.unit}）` : name))]
  const rows = tableOf(data).map(({ category, values }) => [category, ...values])
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** The option of ECharts. Series differ by pattern and mark as well as by colour. */
export function optionOf(data: ChartData, theme: ChartTheme): Record<string, unknown> {
  const text = { color: theme.ink, fontFamily: theme.font, fontSize: 12 }
  const common = {
    color: theme.colours,
    textStyle: text,
    animation: false,
    aria: { enabled: true, decal: { show: data.series.length > 1 || data.kind === 'pie' } },
    tooltip: {
      trigger: data.kind === 'pie' ? 'item' : 'axis',
      axisPointer: { type: data.kind === 'line' ? 'line' : 'shadow' },
      valueFormatter: (value: unknown) =>
        value == null ? '—' : `${String(value)}${data.unit ? ` ${data.unit}` : ''}`,
      textStyle: text,
      confine: true,
    },
    legend: {
      show: data.series.length > 1 || data.kind === 'pie',
      type: 'scroll',
      top: 0,
      textStyle: text,
      itemWidth: 16,
      itemHeight: 10,
    },
  }
  return data.kind === 'pie'
    ? { ...common, series: [pieOf(data, theme)] }
    : { ...common, ...axesOf(data, theme) }
}

function pieOf({ categories, series }: ChartData, theme: ChartTheme) {
  const [first] = series
  return {
    type: 'pie',
    name: first?.name,
    radius: ['42%', '68%'],
    center: ['50%', '56%'],
    itemStyle: { borderColor: theme.surface, borderWidth: 1 },
    label: { color: theme.ink, formatter: '{d}%' },
    data: categories.map((name, n) => ({ name, value: first?.values[n] ?? 0 })),
  }
}

/** All names while they fit; long ones slanted, many thinned out by the library. */
function labelsOf({ kind, categories }: ChartData) {
  if (kind === 'across') return { width: 160, overflow: 'truncate' }
  const long = categories.length > 5 && categories.some((name) => name.length > 5)
  return {
    hideOverlap: categories.length > 12,
    interval: categories.length > 12 ? 'auto' : 0,
    rotate: long ? 30 : 0,
  }
}

function axesOf(data: ChartData, theme: ChartTheme) {
  const across = data.kind === 'across'
  const names = {
    type: 'category',
    data: data.categories,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: theme.line } },
    axisLabel: { color: theme.ink, ...labelsOf(data) },
    // The first name stands on top, where reading begins.
    inverse: across,
  }
  const numbers = {
    type: 'value',
    name: data.unit,
    nameTextStyle: { color: theme.faint },
    axisLabel: { color: theme.faint },
    splitLine: { lineStyle: { color: theme.line } },
    minInterval: data.unit === '件' ? 1 : undefined,
  }
  return {
    grid: { left: 8, right: 16, top: data.series.length > 1 ? 44 : 32, bottom: 4, containLabel: true },
    xAxis: across ? numbers : names,
    yAxis: across ? names : numbers,
    series: data.series.map(({ name, values }, n) => seriesOf(data, name, values, n)),
  }
}

const marks = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow']
const strokes = ['solid', 'dashed', 'dotted']

function seriesOf({ kind }: ChartData, name: string, values: readonly (number | null)[], n: number) {
  if (kind === 'line') {
    const style = {
      symbol: marks[n % marks.length],
      symbolSize: 7,
      lineStyle: { width: 2, type: strokes[n % 3] },
    }
    return { type: 'line', name, data: values, connectNulls: false, ...style }
  }
  return { type: 'bar', name, data: values, barMaxWidth: 28, stack: kind === 'stack' ? 'all' : undefined }
}
