/** Pattern of LIKE for texts with `q` somewhere in them; what is typed is text, not a pattern. */
export const containing = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`
