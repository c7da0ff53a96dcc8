import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { create } from 'fontkit'

const require = createRequire(import.meta.url)
const packaged = (file: string) => require.resolve(`@expo-google-fonts/${file}`)

/** Where a system keeps Noto CJK, for the rarest characters of names: Debian, Alpine. */
const systemFolders = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto']

interface FontFile {
  file: string
  /** PostScript name of the face in a collection. */
  face?: string
}

/**
 * The families of `templates/lib.typ` in the same order. Song 宋体 stands for the faces of GB/T 9704, which are in no
 * registry. The weights of a family have the same characters, so one of each is looked into.
 */
const families: FontFile[] = [
  { file: packaged('noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf') },
  { file: packaged('noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf') },
  ...systemFolders.flatMap((folder) => [
    { file: path.join(folder, 'NotoSerifCJK-Regular.ttc'), face: 'NotoSerifCJKsc-Regular' },
    { file: path.join(folder, 'NotoSansCJK-Regular.ttc'), face: 'NotoSansCJKsc-Regular' },
  ]),
].filter(({ file }) => existsSync(file))

/** Fonts are looked for in these folders and no others. */
export const fontFolders: string[] = [
  ...new Set([
    ...families.map(({ file }) => path.dirname(file)),
    path.dirname(packaged('noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf')),
  ]),
]

const coverage: ReadonlySet<number>[] = []

/** Whether any font has the character. The later, large fonts are opened when the first one lacks a character. */
export function hasGlyph(codePoint: number): boolean {
  return families.some((family, i) => (coverage[i] ??= characters(family)).has(codePoint))
}

function characters({ file, face }: FontFile): ReadonlySet<number> {
  const opened = create(readFileSync(file), face)
  if ('fonts' in opened) throw new Error(`${file} is a collection without the face ${face}`)
  return new Set(opened.characterSet)
}
