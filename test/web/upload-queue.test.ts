import assert from 'node:assert/strict'
import { effectScope } from 'vue'
import { ApiError } from '../../web/src/api/http.ts'
import { useUploadQueue } from '../../web/src/api/upload-queue.ts'
import type { QueueOptions } from '../../web/src/api/upload-queue.ts'

const file = (name: string) => new File(['x'], name)
const settled = async () => {
  for (let n = 0; n < 10; n++) await Promise.resolve()
}

describe('uploads of a page', () => {
  /** A line whose files arrive, or fail, when the test says so. */
  function start(options: Partial<QueueOptions<string>> = {}) {
    const under = new Map<string, { arrive: (id: string) => void; fail: (error: unknown) => void }>()
    const log: string[] = []
    const scope = effectScope()
    const queue = scope.run(() =>
      useUploadQueue<string>({
        atOnce: 2,
        arrived: ({ name, tag }, id) => log.push(`${tag}/${name}=${id}`),
        noted: ({ name }, open) => log.push(`${open ? 'begun' : 'done'} ${name}`),
        send: (one) => ({
          done: new Promise((arrive, fail) => under.set(one.name, { arrive, fail })),
          abort: () => log.push(`abort ${one.name}`),
        }),
        ...options,
      }),
    )!
    return { queue, under, log, leave: () => scope.stop() }
  }

  it('travel two at a time, the next when one has arrived', async () => {
    const { queue, under, log } = start({ noted: undefined })
    queue.add(['a', 'b', 'c'].map(file), '材料')
    assert.deepEqual([...under.keys()], ['a', 'b'])
    under.get('b')!.arrive('id-b')
    await settled()
    assert.deepEqual([...under.keys()], ['a', 'b', 'c'])
    assert.deepEqual(log, ['材料/b=id-b'])
    assert.deepEqual(
      queue.list.map(({ name }) => name),
      ['a', 'c'],
    )
  })

  it('wait until it is known what they are for', async () => {
    const { queue, under } = start({ ready: ({ tag }) => tag !== '?' })
    queue.add([file('a')], '?')
    assert.equal(under.size, 0)
    queue.list[0]!.tag = '营业执照'
    queue.pump()
    assert.equal(under.size, 1)
  })

  it('go on after a broken line, and not after a refusal', async () => {
    const { queue, under, log } = start()
    queue.add(['lost', 'huge'].map(file), '材料')
    under.get('lost')!.fail(new ApiError({ status: 0, code: 'network', title: '上传中断' }))
    under.get('huge')!.fail(new ApiError({ status: 413, code: 'too-large', title: '文件过大' }))
    await settled()
    assert.deepEqual(
      queue.list.map(({ state, trouble }) => [state, trouble]),
      [
        ['broken', '上传中断'],
        ['refused', '文件过大'],
      ],
    )
    assert.deepEqual(log, ['begun lost', 'begun huge', 'done huge'], 'only the broken one is remembered')
    queue.again(queue.list[0]!)
    under.get('lost')!.arrive('id')
    await settled()
    assert.deepEqual(
      queue.list.map(({ name }) => name),
      ['huge'],
    )
  })

  it('stop when the page is left or one is dropped, and what arrives then is nobody’s', async () => {
    const { queue, under, log, leave } = start({ noted: undefined })
    queue.add(['a', 'b'].map(file), '材料')
    queue.drop(queue.list[0]!)
    leave()
    under.get('a')!.arrive('id-a')
    under.get('b')!.arrive('id-b')
    await settled()
    assert.deepEqual(log, ['abort a', 'abort b'])
  })
})
