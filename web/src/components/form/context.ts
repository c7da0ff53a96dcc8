import { inject, provide, type InjectionKey } from 'vue'

/** What every field of a form asks its form. */
export interface FormContext {
  /** What to say under the field at this path now. */
  faultAt: (path: string) => string | undefined
  /** The field was left: from now on its fault shows. */
  touch: (path: string) => void
  disabled: () => boolean
}
const key: InjectionKey<FormContext> = Symbol('form')

export const provideForm = (context: FormContext): void => provide(key, context)
export function useForm(): FormContext {
  const context = inject(key)
  if (!context) throw new Error('SchemaField: no SchemaForm around it')
  return context
}
