/**
 * Histories as files: plain JSON of the protocol's own names, base64 for payloads. Not by the SDK's `historyToJSON`,
 * which fails where npm installs protobufjs more than once ("type must be a Type", SDK 1.24). What a machine leaves in
 * them (stack traces, its name, its paths) is taken out; the nets they name by reference lie beside them.
 */
import proto from '@temporalio/proto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Net } from '../../workflows/process/model.ts'

const { History } = proto.temporal.api.history.v1
export type History = proto.temporal.api.history.v1.IHistory

const folder = new URL('.', import.meta.url)
const nets = new URL('nets/', folder)
export const fileOf = (name: string): URL => new URL(`${name}.json`, folder)

export function writeHistory(name: string, history: History): void {
  const plain = History.toObject(History.fromObject(history), { longs: String, enums: String, bytes: String })
  writeFileSync(fileOf(name), `${JSON.stringify(plain, withoutMachine)}\n`)
}

/** Fields that say which machine and process it was, or where its code lay. */
const ofMachine = ['stackTrace', 'identity']

/** How a worker calls itself, e.g. in the name of its sticky queue. */
const processAtHost = /\b\d+@[\w.-]+/g

function withoutMachine(key: string, value: unknown): unknown {
  if (ofMachine.includes(key)) return ''
  return typeof value === 'string' ? value.replaceAll(processAtHost, 'worker').replaceAll(hostname(), 'host') : value
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

const netFile = (id: string): URL => new URL(`${id}.json`, nets)

/** A published definition never changes: one file for all histories that follow it. */
export function writeNet(id: string, net: Net): void {
  if (!existsSync(nets)) mkdirSync(nets)
  writeFileSync(netFile(id), `${JSON.stringify(net)}\n`)
}

export async function readNet(id: string): Promise<Net> {
  return JSON.parse(readFileSync(netFile(id), 'utf8')) as Net
}
