import { ApplicationFailure } from '@temporalio/common'

export interface SmsRequest {
  /** The gateway delivers a request id once, however often it is asked. */
  requestId: string
  phone: string
  text: string
  caseNo: string
  /** ISO instant of the act, the case's time. */
  at: string
}

/**
 * Sends one message through the gateway (contract: test/simulators/contracts/sms.yaml). Gives the gateway's id.
 * Failures carry a stable `type`: `sms-gateway-unavailable` (try again), `sms-refused` (permanent).
 */
export async function postSms(smsUrl: string, request: SmsRequest, timeoutMs: number): Promise<string> {
  const answer = await post(smsUrl, request, timeoutMs)
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429)
    throw ApplicationFailure.nonRetryable(`SMS gateway refused: ${answer.status}`, 'sms-refused')
  if (answer.status !== 200) throw unavailable(`SMS gateway answered ${answer.status}`)
  const id = idOf(answer.text)
  if (id === undefined) throw unavailable('SMS gateway answered without an id')
  return id
}

function idOf(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { id?: unknown }
    return typeof body.id === 'string' ? body.id : undefined
  } catch {
    // A proxy's error page under status 200: as good as no answer.
    return undefined
  }
}

async function post(
  smsUrl: string,
  request: SmsRequest,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(new URL('/sms', smsUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    throw unavailable('SMS gateway did not answer', cause)
  }
}

function unavailable(message: string, cause?: unknown): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type: 'sms-gateway-unavailable',
    ...(cause instanceof Error && { cause }),
  })
}
