/** What is typed is text, not a pattern. */
export const escapeLike = (q: string): string => q.replace(/[\\%_]/g, '\\$&')

/** Pattern of LIKE for texts with `q` somewhere in them. */
export const containing = (q: string): string => `%${escapeLike(q)}%`
