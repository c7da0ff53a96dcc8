import { z } from 'zod'

export const caseNoParams = z.object({ no: z.string().min(1).max(50) })
