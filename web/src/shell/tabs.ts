import { reactive, watch } from 'vue'

/** Cases open in this browser tab, newest last; they survive a reload, not the browser session. */
export interface CaseTab {
  no: string
  title?: string
}
const storageKey = 'banjian.tabs'
const most = 8

export const caseTabs = reactive<CaseTab[]>(read())

function read(): CaseTab[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.no === 'string').slice(-most) : []
  } catch {
    return [] // written by another version of the page
  }
}
watch(caseTabs, () => sessionStorage.setItem(storageKey, JSON.stringify(caseTabs)))

/** Called when a case page opens, and again with the item's name when it is known. */
export function openCaseTab(no: string, title?: string): void {
  const tab = caseTabs.find((one) => one.no === no)
  if (tab) tab.title = title ?? tab.title
  else {
    caseTabs.push({ no, title })
    if (caseTabs.length > most) caseTabs.shift()
  }
}

export function closeCaseTab(no: string): void {
  const index = caseTabs.findIndex((one) => one.no === no)
  if (index >= 0) caseTabs.splice(index, 1)
}

export function closeAllTabs(): void {
  caseTabs.splice(0)
}
