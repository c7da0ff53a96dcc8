/** What other scripts take of graph.js, which lint's own plain JavaScript shares. */
export function importsOf(file: string): { packages: string[]; files: string[] }
