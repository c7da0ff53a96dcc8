import { http } from '../../api/http'
import type { Answer } from '../../api/types'
import type { Values } from './filter'
import type { TabSource } from './saved'

/** The filters a person saved for one list, kept by the server. */
const savedOf = (list: string): NonNullable<TabSource['saved']> => ({
  list: async () => (await http.get<Answer<'/api/filters'>>('/filters', { list })).rows,
  save: (name: string, filter: Values) => http.post('/filters', { list, name, filter }),
  remove: (id: string) => http.delete(`/filters/${encodeURIComponent(id)}`),
})

/** The tabs of a list: its groups, or all of it, and what was saved. */
export function tabsOf(list: string, groups: Omit<TabSource, 'saved'> | undefined): TabSource {
  const { name, tabs, usual } = { name: 'group', tabs: [{ id: '', title: '全部' }], usual: '' }
  return { ...(groups ?? { name, tabs, usual }), saved: savedOf(list) }
}
