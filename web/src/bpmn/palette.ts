/** Our colours on bpmn-js. Written into the drawing itself (not CSS), so that an exported SVG keeps them. */
import type { Look } from './model'

interface Paint {
  stroke: string
  fill: string
  width?: number
  dash?: string
  struck?: boolean
}

export const paints: Record<Look, Paint> = {
  done: { stroke: '#475467', fill: '#f2f4f7', width: 2 },
  running: { stroke: '#1456b8', fill: '#dceafe', width: 3.5 },
  waiting: { stroke: '#1456b8', fill: '#ffffff', width: 2, dash: '5 3' },
  cancelled: { stroke: '#98a2b3', fill: '#f8f9fb', width: 1.5, struck: true },
  never: { stroke: '#c9d0da', fill: '#ffffff', width: 1.5 },
  problem: { stroke: '#c4281c', fill: '#fdecea', width: 3.5 },
}

export const flowColours = { taken: '#475467', never: '#cdd3dc' } as const
export const plainColours = { stroke: '#475467', fill: '#ffffff', label: '#344054' } as const

export const lookNames: Record<Look, string> = {
  done: '已完成',
  running: '办理中',
  waiting: '等待触发',
  cancelled: '已取消',
  never: '未到达',
  problem: '有问题',
}
