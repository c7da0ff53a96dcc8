/** Which material of the checklist a file is, by its name. A help for the clerk, who can always choose otherwise. */

/** Below this likeness a file stays unassigned: tried on file names of counters, lower ones match at random. */
const likeEnough = 0.45

/** What people add to a name that says nothing of which material it is; left out on both sides. */
const noise = /盖章|签字|签名|扫描件?|复印件|原件|正本|副本|终稿|最终|定稿|照片/g

/** `03-营业执照（复印件）v2.pdf` → `营业执照` */
function plainName(name: string): string {
  return name
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/(v|版本?|第)?\d+(版|页)?/gi, '')
    .replace(/[^\p{Script=Han}A-Za-z]/gu, '')
    .replace(noise, '')
    .toLowerCase()
}

/** Dice's coefficient over pairs of characters, 0..1. A name wholly inside the other is a sure match. */
function likeness(a: string, b: string): number {
  if (!a || !b) return 0
  if (a === b) return 1
  if (Math.min(a.length, b.length) >= 2 && (a.includes(b) || b.includes(a))) return 0.9
  const left = pairs(a)
  const right = pairs(b)
  if (left.length === 0 || right.length === 0) return 0
  const rest = [...right]
  const shared = left.filter((pair) => {
    const at = rest.indexOf(pair)
    if (at >= 0) rest.splice(at, 1)
    return at >= 0
  }).length
  return (2 * shared) / (left.length + right.length)
}

function pairs(text: string): string[] {
  return [...text].slice(1).map((character, index) => `${[...text][index]}${character}`)
}

/** Index of the material the file belongs to; null when none is like enough. The first of equals wins. */
export function matchMaterial(fileName: string, materials: readonly { name: string }[]): number | null {
  const file = plainName(fileName)
  const scores = materials.map(({ name }) => likeness(file, plainName(name)))
  const best = Math.max(0, ...scores)
  return best >= likeEnough ? scores.indexOf(best) : null
}
