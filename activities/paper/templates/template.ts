import type { PaperData } from '../../../workflows/paper/domain.ts'
import type { Block } from './blocks.ts'

/** What a paper says below its title. Pure. */
export type Template = (data: PaperData) => Block[]
