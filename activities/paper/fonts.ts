import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { create } from 'fontkit'
import type { Font } from 'fontkit'
import type { TFontDictionary, TFontFamilyTypes } from 'pdfmake/interfaces'

const require = createRequire(import.meta.url)

/**
 * Noto Sans SC from the package (30,890 glyphs) first; the system's Noto CJK, where present, for the rarest
 * characters in names. Order is preference.
 */
const candidates = [
  {
    family: 'paper',
    normal: { file: require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf') },
    bold: { file: require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf') },
  },
  {
    family: 'paper-rare',
    normal: {
      file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
      face: 'NotoSansCJKsc-Regular',
    },
    bold: { file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc', face: 'NotoSansCJKsc-Bold' },
  },
] satisfies FontFamily[]

interface FontFile {
  file: string
  /** PostScript name of the face in a collection. */
  face?: string
}

interface FontFamily {
  family: string
  normal: FontFile
  bold: FontFile
}

export interface PaperFonts {
  /** For pdfmake. Fresh on each call: pdfmake writes buffers into it. */
  dictionary(): TFontDictionary
  /** Exactly these files may be read while a paper is rendered. */
  files: ReadonlySet<string>
  /** The first family with the character, or undefined if no font has it. */
  familyFor(codePoint: number): string | undefined
}

let loaded: Promise<PaperFonts> | undefined

/** Opened once in a process: parsing 10 MB for every paper would cost more than the paper. */
export function paperFonts(): Promise<PaperFonts> {
  loaded ??= loadFonts()
  return loaded
}

async function loadFonts(): Promise<PaperFonts> {
  const families = candidates.filter(
    (family) => existsSync(family.normal.file) && existsSync(family.bold.file),
  )
  const opened = await Promise.all(
    families.map(async ({ family, normal }) => ({ family, font: await openFace(normal) })),
  )
  return {
    dictionary: () => Object.fromEntries(families.map((f) => [f.family, styles(f)])),
    files: new Set(families.flatMap((f) => [f.normal.file, f.bold.file])),
    familyFor: (codePoint) => opened.find(({ font }) => font.hasGlyphForCodePoint(codePoint))?.family,
  }
}

async function openFace({ file, face }: FontFile): Promise<Font> {
  const opened = create(await readFile(file), face)
  if ('fonts' in opened) throw new Error(`${file} is a collection without the face ${face}`)
  return opened
}

function styles(family: FontFamily): TFontFamilyTypes {
  // The types know no faces of collections; pdfmake itself takes [file, face].
  const name = ({ file, face }: FontFile) => (face ? [file, face] : file) as string
  return {
    normal: name(family.normal),
    bold: name(family.bold),
    italics: name(family.normal),
    bolditalics: name(family.bold),
  }
}
