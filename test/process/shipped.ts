/** The drawings the product ships with, compiled, and what their noun's code knows by name. The only place that says where each of it lies. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createNouns } from '../../activities/nouns.ts'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import { ROOT } from '../../scripts/stack/paths.ts'
import { caseActs, caseTasks } from '../../workflows/case/domain.ts'
import type { ActSpec } from '../../workflows/case/act-table.ts'
import { clockKinds } from '../../workflows/clock/domain.ts'
import type { Net, NetElement } from '../../workflows/process/model.ts'
import { drawnServiceNames } from '../../workflows/process/services.ts'

export interface Shipped {
  file: string
  noun: string
  net: Net
}

export interface Known {
  /** Acts of people, by id: what outcome of which task, or which message, and who may. */
  acts: Record<string, ActSpec>
  /** Services by name: all, and the noun's own. */
  services: string[]
  own: string[]
  /** Tasks with a name on screen and the clock that governs them. */
  tasks: Record<string, { name: string; clock: string }>
  clocks: string[]
}

export async function shippedDrawings(): Promise<Shipped[]> {
  const folder = path.join(ROOT, 'workflows')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.bpmn'),
  )
  return Promise.all(
    files.sort().map(async (file) => {
      const { net } = await compileBpmn(readFileSync(path.join(folder, file), 'utf8'))
      return { file, noun: path.dirname(file), net }
    }),
  )
}

const words: Record<string, Pick<Known, 'acts' | 'tasks'>> = { case: { acts: caseActs, tasks: caseTasks } }

export function knownTo(noun: string): Known {
  const nouns = createNouns({ personal: undefined as never, publicUrl: '' })
  const code = nouns[noun]
  const spoken = words[noun]
  if (!code || !spoken) throw new Error(`no noun ${noun}`)
  return {
    ...spoken,
    services: [...drawnServiceNames, ...Object.keys(code.services)],
    own: Object.keys(code.services),
    clocks: Object.keys(clockKinds),
  }
}

export const elementsOf = ({ net }: Shipped): NetElement[] => Object.values(net.elements)

/** Roles of a drawn task. */
export const drawnRoles = (user: NonNullable<NetElement['user']>): string[] => [user.role]

/** Services a drawn service task asks for. */
export const drawnServices = ({ service }: NetElement): string[] => (service ? [service.activity] : [])
