/**
 * Histories as files: plain JSON of the protocol's own names, base64 for payloads. Not by the SDK's `historyToJSON`,
 * which fails where npm installs protobufjs more than once ("type must be a Type", SDK 1.24).
 */
import proto from '@temporalio/proto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const { History } = proto.temporal.api.history.v1
export type History = proto.temporal.api.history.v1.IHistory

const folder = new URL('.', import.meta.url)
export const fileOf = (name: string): URL => new URL(`${name}.json`, folder)

export function writeHistory(name: string, history: proto.temporal.api.history.v1.IHistory): void {
  const plain = History.toObject(History.fromObject(history), { longs: String, enums: String, bytes: String })
  writeFileSync(fileOf(name), `${JSON.stringify(plain)}\n`)
}

export function readHistory(name: string): History {
  return History.fromObject(JSON.parse(readFileSync(fileOf(name), 'utf8')))
}

export function historyNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}
