/** Which files may be handed in, and how one is recognised by its first bytes rather than by its name. Pure. */

/** Bytes. */
export const MAX_FILE_BYTES = 200 * 1024 * 1024

export interface FileKind {
  name: string
  mediaType: string
  extensions: readonly string[]
  /** Shown in the browser on request; the others are only downloaded. */
  inline: boolean
}

export const fileKinds = {
  pdf: { name: 'PDF 文档', mediaType: 'application/pdf', extensions: ['pdf'], inline: true },
  png: { name: 'PNG 图片', mediaType: 'image/png', extensions: ['png'], inline: true },
  jpg: { name: 'JPG 图片', mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'], inline: true },
  docx: {
    name: 'Word 文档',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extensions: ['docx'],
    inline: false,
  },
  xlsx: {
    name: 'Excel 表格',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extensions: ['xlsx'],
    inline: false,
  },
  // GB/T 33190: the national fixed-layout format, a zip.
  ofd: { name: 'OFD 版式文件', mediaType: 'application/ofd', extensions: ['ofd'], inline: false },
} as const satisfies Record<string, FileKind>
export type FileKindId = keyof typeof fileKinds

/** Endings that run or hold script somewhere; as an inner ending they disguise a file: `通知.exe.pdf`. */
const activeExtensions = new Set(
  (
    'exe com scr pif bat cmd ps1 vbs vbe js jse mjs wsf hta msi dll jar sh lnk reg cpl iso apk ' +
    'html htm xhtml svg xml php asp aspx jsp docm xlsm'
  ).split(' '),
)

export type NameFault = 'file-name-missing' | 'file-type-refused' | 'file-double-extension'

/** The kind a name promises, or why the name is refused. */
export function kindByName(name: string): { kind: FileKindId } | { fault: NameFault } {
  const [base, ...endings] = name.toLowerCase().split('.')
  const last = endings.pop()?.trim()
  if (!base?.trim() || !last) return { fault: 'file-name-missing' }
  if (endings.some((ending) => activeExtensions.has(ending.trim()))) return { fault: 'file-double-extension' }
  const kind = (Object.keys(fileKinds) as FileKindId[]).find((id) =>
    (fileKinds[id].extensions as readonly string[]).includes(last),
  )
  return kind ? { kind } : { fault: 'file-type-refused' }
}

/** `zip` has to be looked into: docx, xlsx and ofd are zips. Needs the first 8 bytes. */
export function kindByMagic(head: Uint8Array): 'pdf' | 'png' | 'jpg' | 'zip' | undefined {
  if (begins(head, [0x25, 0x50, 0x44, 0x46, 0x2d])) return 'pdf'
  if (begins(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (begins(head, [0xff, 0xd8, 0xff])) return 'jpg'
  return begins(head, [0x50, 0x4b, 0x03, 0x04]) ? 'zip' : undefined
}

function begins(head: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, i) => head[i] === byte)
}

export interface ZipEntry {
  name: string
  /** Bytes, packed and unpacked, as the zip's directory states them. */
  packed: number
  unpacked: number
}

/** Unpacked bytes beyond which a document is a bomb, and how strongly it may be packed above 10 MB. */
const zipLimits = { entries: 10_000, unpacked: 1024 * 1024 * 1024, ratio: 200, ratioFrom: 10 * 1024 * 1024 }

/** The kind of a zip by what lies in it; undefined when it is none of ours, a bomb, or holds macros or escapes. */
export function kindByZip(entries: ZipEntry[]): FileKindId | undefined {
  if (entries.length === 0 || entries.length > zipLimits.entries) return undefined
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  if (unpacked > zipLimits.unpacked) return undefined
  if (unpacked > zipLimits.ratioFrom && unpacked > packed * zipLimits.ratio) return undefined
  const names = new Set(entries.map((entry) => entry.name))
  if ([...names].some((name) => escapes(name) || /vbaProject\.bin$/i.test(name))) return undefined
  if (names.has('OFD.xml')) return 'ofd'
  if (!names.has('[Content_Types].xml')) return undefined
  if (names.has('word/document.xml')) return 'docx'
  return names.has('xl/workbook.xml') ? 'xlsx' : undefined
}

function escapes(name: string): boolean {
  return /^([\\/]|[a-z]:)/i.test(name) || name.split(/[\\/]/).includes('..')
}

/**
 * A name fit for lists and downloads: no folders, no control characters, none of the marks that turn the
 * direction of writing (they make `fdp.exe` read as `exe.pdf`), at most 150 characters, the ending kept.
 */
export function cleanName(name: string): string {
  const plain = (name.split(/[\\/]/).pop() ?? '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
  if (plain.length <= 150) return plain
  const dot = plain.lastIndexOf('.')
  const ending = dot > 0 ? plain.slice(dot).slice(0, 10) : ''
  return plain.slice(0, 150 - ending.length) + ending
}
