import type { RouteLocationRaw } from 'vue-router'

interface Named {
  title: string
  test?: string
}
/** Stands in the head of a page: does something, or leads somewhere. */
export interface PageAct extends Named {
  primary?: boolean
  run?: () => unknown
  to?: RouteLocationRaw
}
/** Stands in every row it fits. While `run` is under way the row waits. */
export interface RowAct<Row> {
  title: string
  test?: string | ((row: Row) => string)
  when?: (row: Row) => boolean
  run: (row: Row) => unknown
}
/** For the marked rows together. */
export interface BulkAct<Row> extends Named {
  primary?: boolean
  may: (rows: Row[]) => boolean
  run: (rows: Row[]) => unknown
}
/** Why a list is empty, and what to do about it. */
export interface EmptyWords {
  why: string
  what?: string
}
