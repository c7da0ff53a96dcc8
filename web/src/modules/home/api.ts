import { http } from '../../api/http'
import type { Answer } from '../../api/types'

/** Which parts there are follows from the roles. */
export type Home = Answer<'/api/home'>
export type Work = NonNullable<Home['work']>
export type Engine = NonNullable<Home['engine']>
export type System = NonNullable<Home['system']>
export type HomeTask = Work['waits'][number]
export type HomeNews = Work['news'][number]
export type Week = Work['week']
/** Of a person of the unit, or of a place; only the former say what is held. */
export type Figure = Omit<NonNullable<Home['unit']>[number], 'open'> & { open?: number }

export const getHome = () => http.get<Home>('/home')
