/** What a drawing may name: forms, services and clocks of the nouns. Unknown ones are refused before anybody meets them. */
import { actsOf } from '../../../workflows/process/people.ts'
import { drawnServiceNames } from '../../../workflows/process/services.ts'
import type { Net, NetElement } from '../../../workflows/process/model.ts'
import type { Noun } from '../../noun.ts'
import { nouns } from '../../nouns.ts'
import type { Problem } from './compile.ts'
import type { ServiceForm } from './compile-draft.ts'
import { vocabulary } from './vocabulary-words.ts'

export interface Vocabulary {
  services: ReadonlySet<string>
  forms: ReadonlySet<string>
  clocks: ReadonlySet<string>
}

function vocabularyOf(noun: Noun): Vocabulary {
  return {
    services: new Set([...noun.services.map(({ name }) => name), ...drawnServiceNames]),
    forms: new Set(Object.keys(noun.forms)),
    clocks: new Set(Object.keys(noun.words.clocks)),
  }
}

/** Whatever some noun knows: a definition is drawn before it is mapped to one. */
export function wholeVocabulary(): Omit<Vocabulary, 'services'> & {
  services: ReadonlyMap<string, ServiceForm>
} {
  const all = nouns.map(vocabularyOf)
  const union = (part: keyof Vocabulary) => new Set(all.flatMap((one) => [...one[part]]))
  const services = new Map([...union('services')].map((name) => [name, serviceForm(name)]))
  return { services, forms: union('forms'), clocks: union('clocks') }
}

/** As its words say; a service without words takes any input. */
function serviceForm(name: string): ServiceForm {
  const word = vocabulary.services.find((one) => one.name === name)
  if (!word) return {}
  const inputs = word.inputs.map((one) => ({ ...one, options: one.options?.map(({ id }) => id) }))
  return { inputs, answers: word.answers }
}

/** What of a compiled drawing this noun does not know. */
export function strangersIn(net: Net, noun: Noun): Problem[] {
  const known = vocabularyOf(noun)
  const elements = Object.values(net.elements)
  return [
    ...unknownForms(net, known.forms),
    ...elements.flatMap((element) => unknownClocks(element, known.clocks)),
    ...elements.flatMap((element) => unknownInputs(element, noun)),
    ...elements.flatMap(({ id, service }) =>
      (service?.calls ?? []).flatMap(({ name }) =>
        known.services.has(name)
          ? []
          : [{ element: id, code: 'unknown-activity', title: `没有服务“${name}”` }],
      ),
    ),
  ]
}

/** An outcome or message whose form nobody has could never be filled in. */
function unknownForms(net: Net, forms: ReadonlySet<string>): Problem[] {
  return actsOf(net).flatMap(({ element, form, name }) =>
    form !== undefined && !forms.has(form)
      ? [{ element, code: 'unknown-form', title: `操作“${name}”的表单“${form}”不存在` }]
      : [],
  )
}

function unknownClocks({ id, user, event }: NetElement, clocks: ReadonlySet<string>): Problem[] {
  const timer = event?.timer && 'clock' in event.timer ? event.timer.clock : undefined
  return [user?.clock, timer].flatMap((kind) =>
    kind !== undefined && !clocks.has(kind)
      ? [{ element: id, code: 'unknown-clock', title: `时限“${kind}”不存在` }]
      : [],
  )
}

/** States and clocks of another noun, in the inputs of what every drawing may use. */
function unknownInputs({ id, service }: NetElement, { words }: Noun): Problem[] {
  const clocks = { of: words.clocks, code: 'unknown-clock', what: '时限' }
  const status = { of: words.statuses, code: 'unknown-status', what: '状态' }
  const known = { status, kind: clocks, kinds: clocks }
  const calls = (service?.calls ?? []).filter(({ name }) => drawnServiceNames.some((one) => one === name))
  return calls.flatMap(({ input }) =>
    Object.entries(known).flatMap(([name, { of, code, what }]) => {
      const value = input[name] ?? ''
      const strange = value.startsWith('=')
        ? []
        : value.split(/\s+/).filter((one) => one !== '' && !(one in of))
      return strange.map((one) => ({ element: id, code, title: `${words.name}没有${what}“${one}”` }))
    }),
  )
}
