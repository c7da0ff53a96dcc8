import { crc32 } from 'node:zlib'

/** The smallest things that are what they say. */

export function pdfOf(text: string): Buffer {
  return Buffer.from(`%PDF-1.7\n% ${text}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`)
}

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A zip of stored entries, each with the text `x`; `unpacked` is what the directory says of the last one. */
export function zipOf(names: string[], unpacked = 1): Buffer {
  const content = Buffer.from('x')
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  names.forEach((name, i) => {
    const size = i === names.length - 1 ? unpacked : 1
    const local = header(0x04034b50, 30, name, content, 1)
    const central = header(0x02014b50, 46, name, content, size)
    central.writeUInt32LE(offset, 42)
    parts.push(local, content)
    directory.push(central)
    offset += local.length + content.length
  })
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(names.length, 8)
  end.writeUInt16LE(names.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

function header(signature: number, length: number, name: string, content: Buffer, unpacked: number): Buffer {
  const nameBytes = Buffer.from(name)
  const fixed = Buffer.alloc(length)
  const base = length === 30 ? 0 : 2 // the directory's record has one field more in front
  fixed.writeUInt32LE(signature, 0)
  fixed.writeUInt32LE(crc32 ? crc32(content) : 0, 14 + base)
  fixed.writeUInt32LE(content.length, 18 + base)
  fixed.writeUInt32LE(unpacked, 22 + base)
  fixed.writeUInt16LE(nameBytes.length, 26 + base)
  return Buffer.concat([fixed, nameBytes])
}
