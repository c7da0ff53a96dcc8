import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { answerErrors, controlSchema, notFound, parsed } from './faults.ts'
import { MailCarrier } from './mail.ts'
import { overview } from './overview.ts'
import { SmsGateway } from './sms.ts'

export interface Simulators {
  /** e.g. http://127.0.0.1:41234 */
  url: string
  sms: SmsGateway
  mail: MailCarrier
  close(): Promise<void>
}

export interface SimulatorOptions {
  /** 0: a free one. */
  port?: number
  /** Prefix of the JSONL files that keep the state over a restart; without it memory only. */
  stateFile?: string
}

/** Starts every simulated outside system on one port. */
export async function createSimulators({ port = 0, stateFile }: SimulatorOptions = {}): Promise<Simulators> {
  const sms = new SmsGateway(stateFile && `${stateFile}.sms.jsonl`)
  const mail = new MailCarrier(stateFile && `${stateFile}.mail.jsonl`)
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json({ limit: '64kb' }))
  app.post('/control', (req, res) => {
    const control = parsed(controlSchema, req.body ?? {})
    ;(control.target === 'sms' ? sms : mail).faults.set(control)
    res.json(control)
  })
  app.get('/', (_req, res) => void res.type('html').send(overview(sms, mail)))
  app.use(sms.router(), mail.router(), notFound, answerErrors)
  const server = await listen(app, port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sms,
    mail,
    close: () => close(server),
  }
}

function listen(app: express.Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Express 5 hands a listen error to the callback.
    const server = app.listen(port, '127.0.0.1', (error?: Error) => (error ? reject(error) : resolve(server)))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
