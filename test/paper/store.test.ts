import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createFileStore } from '../../server/modules/file/store.ts'
import type { FileStore } from '../../server/modules/file/store.ts'

const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('the file store', () => {
  let dir: string
  let files: FileStore
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'banjian-store-'))
    files = createFileStore(dir)
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('names a file by its digest and gives it back', async () => {
    const stored = await files.put(Buffer.from('abc'))
    assert.deepEqual(stored, { sha256: abc, size: 3, path: path.join('ba', '78', abc) })
    assert.equal((await buffer(await files.open(abc))).toString(), 'abc')
    assert.equal((await buffer(await files.open(abc, { start: 1, end: 1 }))).toString(), 'b')
    assert.equal((await files.get(abc)).toString(), 'abc')
  })

  it('takes streams, keeps equal content once, also when ten arrive together', async () => {
    await Promise.all(
      Array.from({ length: 10 }, () => files.put(Readable.from([Buffer.from('a'), Buffer.from('bc')]))),
    )
    assert.deepEqual(await readdir(path.join(dir, 'ba', '78')), [abc])
    assert.deepEqual(await readdir(path.join(dir, 'incoming')), [])
  })

  it('keeps an empty file', async () => {
    assert.equal((await files.put(Buffer.alloc(0))).size, 0)
  })

  it('refuses what is not what was announced, or too large, and leaves nothing behind', async () => {
    await assert.rejects(files.put(Buffer.from('abd'), { sha256: abc }), { code: 'file-digest-mismatch' })
    await assert.rejects(files.put(Buffer.from('abcd'), { maxBytes: 3 }), { code: 'file-too-large' })
    assert.deepEqual(await readdir(dir), ['incoming'])
    assert.deepEqual(await readdir(path.join(dir, 'incoming')), [])
  })

  it('knows what it does not have, and takes no path for a digest', async () => {
    assert.equal(await files.exists(abc), false)
    await assert.rejects(files.open(abc), { code: 'file-not-found' })
    await assert.rejects(files.get(`../../${'a'.repeat(58)}`), { code: 'file-bad-digest' })
  })
})
