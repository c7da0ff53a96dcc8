/**
 * The net travels by reference. A start input carries `definition.net`, up to 64 KB that never change once they are
 * published; on the wire it carries the definition's id alone. Histories hold 0.3 KB instead of 27, and workflow code sees
 * what it always saw. Client, worker and replay use the same codec.
 */
import type { Payload, PayloadCodec } from '@temporalio/common'
import type { Net } from '../workflows/process/model.ts'

/** Metadata of a payload whose net was taken out: the definition's id. */
const marker = 'banjian-net'

interface WithNet {
  definition?: { id?: string; net?: Net }
}

/** @param findNet of a published definition; throws when there is none */
export function createNetCodec(findNet: (id: string) => Promise<Net>): PayloadCodec {
  const known = new Map<string, Promise<Net>>()
  const netOf = (id: string): Promise<Net> => {
    const found = known.get(id) ?? findNet(id)
    known.set(id, found)
    // One that could not be read is read again by the next.
    found.catch(() => known.delete(id))
    return found
  }
  return {
    encode: async (payloads) => payloads.map(takeOut),
    decode: (payloads) => Promise.all(payloads.map((payload) => putBack(payload, netOf))),
  }
}

function takeOut(payload: Payload): Payload {
  const text = textOf(payload)
  if (!text.includes('"net":')) return payload
  const { definition, ...rest } = JSON.parse(text) as WithNet
  if (definition?.id === undefined || definition.net === undefined) return payload
  const { net: _net, ...reference } = definition
  return {
    metadata: { ...payload.metadata, [marker]: Buffer.from(definition.id) },
    data: Buffer.from(JSON.stringify({ ...rest, definition: reference })),
  }
}

async function putBack(payload: Payload, netOf: (id: string) => Promise<Net>): Promise<Payload> {
  const id = payload.metadata?.[marker]
  if (!id) return payload
  const { definition, ...rest } = JSON.parse(textOf(payload)) as WithNet
  const net = await netOf(Buffer.from(id).toString())
  const { [marker]: _marker, ...metadata } = payload.metadata ?? {}
  return { metadata, data: Buffer.from(JSON.stringify({ ...rest, definition: { ...definition, net } })) }
}

const textOf = ({ data }: Payload): string => (data ? Buffer.from(data).toString() : '')
