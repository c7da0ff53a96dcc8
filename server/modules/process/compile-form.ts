import type { NetElement } from '../../../workflows/process/model.ts'

/** Forms an element's acts are done on. */
export function formsOf({ user, act }: NetElement): string[] {
  const forms = [user?.form, ...(user?.outcomes.map(({ form }) => form) ?? []), act?.form]
  return [...new Set(forms.filter((form) => form !== undefined))]
}
