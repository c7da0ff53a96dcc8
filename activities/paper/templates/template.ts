import type { Content } from 'pdfmake/interfaces'
import type { PaperData } from '../../../workflows/paper/domain.ts'

/** The body of a paper below title and number. Pure. */
export type Template = (data: PaperData) => Content[]
