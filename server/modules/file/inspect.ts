import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { fileKinds, kindByMagic, kindByName, kindByZip } from '../../../workflows/file/domain.ts'
import type { FileKindId, NameFault, ZipEntry } from '../../../workflows/file/domain.ts'
import { ProblemError } from '../../errors.ts'

const titles: Record<NameFault | 'file-content-mismatch', string> = {
  'file-name-missing': '文件须有名称和扩展名',
  'file-type-refused': '不接受此类文件',
  'file-double-extension': '文件名含有多个扩展名，不予接受',
  'file-content-mismatch': '文件内容与扩展名不符，或文件已损坏',
}
const accepted = Object.values(fileKinds).map((kind) => kind.name)

function refused(code: keyof typeof titles): ProblemError {
  return new ProblemError(415, code, titles[code], { detail: `可接受：${accepted.join('、')}` })
}

/** The kind the name promises; throws 415. */
export function checkName(name: string): FileKindId {
  const named = kindByName(name)
  if ('fault' in named) throw refused(named.fault)
  return named.kind
}

/** Kind of a complete file, by its bytes; throws 415 unless name and content agree (reliability S14). */
export async function checkContent(path: string, name: string): Promise<FileKindId> {
  const promised = checkName(name)
  const handle = await open(path)
  try {
    const found = await kindOf(handle)
    if (found !== promised) throw refused('file-content-mismatch')
    return found
  } finally {
    await handle.close()
  }
}

async function kindOf(handle: FileHandle): Promise<FileKindId | undefined> {
  const magic = kindByMagic(await read(handle, 0, 8))
  if (magic !== 'zip') return magic
  const entries = await readZipDirectory(handle)
  return entries && kindByZip(entries)
}

const END_RECORD = 0x06054b50
const END_SIZE = 22
const ENTRY_RECORD = 0x02014b50
const ENTRY_SIZE = 46
const MAX_COMMENT = 0xffff
const MAX_DIRECTORY = 4 * 1024 * 1024

/**
 * The central directory of a zip (APPNOTE 4.3.12, 4.3.16), nothing unpacked; undefined when it is broken.
 * Zip64 is not read: office documents below 200 MB have no need of it.
 */
export async function readZipDirectory(handle: FileHandle): Promise<ZipEntry[] | undefined> {
  const { size } = await handle.stat()
  const tail = await read(handle, Math.max(0, size - END_SIZE - MAX_COMMENT), END_SIZE + MAX_COMMENT)
  const end = findEnd(tail)
  if (end < 0) return undefined
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  if (length > MAX_DIRECTORY) return undefined
  const directory = await read(handle, tail.readUInt32LE(end + 16), length)
  return directory.length === length ? parseDirectory(directory, count) : undefined
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_SIZE; at >= 0; at--) if (tail.readUInt32LE(at) === END_RECORD) return at
  return -1
}

function parseDirectory(directory: Buffer, count: number): ZipEntry[] | undefined {
  const entries: ZipEntry[] = []
  for (let at = 0, i = 0; i < count; i++) {
    if (at + ENTRY_SIZE > directory.length || directory.readUInt32LE(at) !== ENTRY_RECORD) return undefined
    const nameLength = directory.readUInt16LE(at + 28)
    const next =
      at + ENTRY_SIZE + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    entries.push({
      name: directory.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
    })
    at = next
  }
  return entries
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
