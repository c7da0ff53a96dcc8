/** What people do in a process: user tasks with their outcomes, and messages that somebody sends. */
import { roleIds } from '../../../workflows/identity/domain.ts'
import type { MessageAct, NetElement, Outcome, TaskSide } from '../../../workflows/process/model.ts'
import { label, refuse, text, type Draft, type Moddle } from './compile-draft.ts'

const sides: readonly TaskSide[] = ['centre', 'bureau', 'platform']

export function userOf(draft: Draft, id: string, task: Moddle): NetElement['user'] {
  const name = `用户任务${label(task)}`
  const { roles, side } = whoOf(draft, id, name, {
    role: text(task.get('banjian:role')),
    side: text(task.get('banjian:side')),
  })
  const outcomes = outcomesOf(draft, id, name, task)
  const optional = (key: 'clock' | 'form' | 'candidate' | 'place') => {
    const value = text(task.get(`banjian:${key}`))
    return value === undefined ? {} : { [key]: value }
  }
  return {
    roles,
    side,
    ...optional('clock'),
    ...optional('form'),
    ...(task.get('banjian:applicant') === true && { applicant: true }),
    ...optional('candidate'),
    ...optional('place'),
    outcomes,
  }
}

/** `banjian:act` of a message: who sends it, and how. */
export function messageActOf(draft: Draft, id: string, node: Moddle): { act?: MessageAct } {
  const drawn = extensionsOf(node).find((one) => one.$type === 'banjian:Act')
  if (!drawn) return {}
  const name = text(drawn.name) ?? text(node.name) ?? id
  const { roles, side } = whoOf(draft, id, `操作“${name}”`, {
    role: text(drawn.role),
    side: text(drawn.side),
  })
  return {
    act: {
      name,
      roles,
      side,
      ...mannerOf(draft, id, drawn),
      ...(drawn.applicant === true && { applicant: true }),
    },
  }
}

function outcomesOf(draft: Draft, id: string, name: string, task: Moddle): Outcome[] {
  const outcomes = extensionsOf(task)
    .filter((one) => one.$type === 'banjian:Outcomes')
    .flatMap((one) => (one.values as Moddle[] | undefined) ?? [])
    .map((one) => {
      const roles = rolesIn(text(one.role))
      checkRoles(draft, id, name, roles)
      return {
        id: text(one.id) ?? '',
        name: text(one.name) ?? text(one.id) ?? '',
        ...mannerOf(draft, id, one),
        ...(roles.length > 0 && { roles }),
      }
    })
  if (!outcomes.length) refuse(draft, id, 'outcomes-missing', `${name}没有设置办理结果`)
  const ids = outcomes.map((one) => one.id)
  if (ids.some((one) => !/^[A-Za-z][\w-]*$/.test(one)))
    refuse(draft, id, 'bad-outcome', `${name}的办理结果编号须以字母开头，由字母、数字、连字符组成`)
  if (new Set(ids).size < ids.length) refuse(draft, id, 'duplicate-outcome', `${name}的办理结果编号重复`)
  return outcomes
}

/** How an act is done: with a reason, for good, on which form. */
function mannerOf(
  draft: Draft,
  id: string,
  drawn: Moddle,
): Pick<Outcome, 'reason' | 'final' | 'form' | 'hint'> {
  const reason = text(drawn.reason)
  if (reason !== undefined && reason !== 'required' && reason !== 'optional')
    refuse(draft, id, 'bad-reason', `理由“${reason}”应为 required（必填）或 optional（选填）`)
  const form = text(drawn.form)
  const hint = text(drawn.hint)
  return {
    ...((reason === 'required' || reason === 'optional') && { reason }),
    ...(drawn.final === true && { final: true as const }),
    ...(form && { form }),
    ...(hint && { hint }),
  }
}

function whoOf(
  draft: Draft,
  id: string,
  name: string,
  drawn: { role: string | undefined; side: string | undefined },
): { roles: string[]; side: TaskSide } {
  const roles = rolesIn(drawn.role)
  if (roles.length === 0) refuse(draft, id, 'role-missing', `${name}没有设置办理角色`)
  checkRoles(draft, id, name, roles)
  const side = sides.find((one) => one === (drawn.side ?? 'centre'))
  if (!side)
    refuse(
      draft,
      id,
      'bad-side',
      `${name}的办理方“${drawn.side}”应为 centre（中心）、bureau（委办局）或 platform（平台）`,
    )
  return { roles, side: side ?? 'centre' }
}

function rolesIn(drawn: string | undefined): string[] {
  return (drawn ?? '').split(/\s+/).filter((one) => one !== '')
}

function checkRoles(draft: Draft, id: string, name: string, roles: string[]): void {
  for (const role of roles)
    if (!roleIds.some((one) => one === role))
      refuse(draft, id, 'unknown-role', `${name}的办理角色“${role}”不存在`)
}

function extensionsOf(node: Moddle): Moddle[] {
  return (node.extensionElements as { values?: Moddle[] } | undefined)?.values ?? []
}
