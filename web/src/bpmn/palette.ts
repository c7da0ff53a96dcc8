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
  done: { stroke: '#465362', fill: '#f2f4f7', width: 2 },
  running: { stroke: '#1c4f82', fill: '#d6e5f5', width: 3.5 },
  waiting: { stroke: '#1c4f82', fill: '#ffffff', width: 2, dash: '5 3' },
  cancelled: { stroke: '#98a2b3', fill: '#f8f9fb', width: 1.5, struck: true },
  never: { stroke: '#c9d0da', fill: '#ffffff', width: 1.5 },
  problem: { stroke: '#b3261e', fill: '#fdecea', width: 3.5 },
  added: { stroke: '#1f7a4a', fill: '#e6f3ec', width: 3.5 },
  removed: { stroke: '#b3261e', fill: '#fce9e7', width: 2, dash: '5 3', struck: true },
  changed: { stroke: '#8a5a00', fill: '#fdf3d8', width: 3.5 },
}

export const flowColours = { taken: '#465362', never: '#cdd3dc' } as const
export const plainColours = { stroke: '#465362', fill: '#ffffff', label: '#1b2530' } as const

export const lookNames: Record<Look, string> = {
  done: '已完成',
  running: '办理中',
  waiting: '等待触发',
  cancelled: '已取消',
  never: '未到达',
  problem: '有问题',
  added: '新增',
  removed: '删去',
  changed: '改动',
}
