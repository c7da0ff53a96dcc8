import http from 'node:http'
import type { HttpClient } from '../support/http.ts'

const version = { 'tus-resumable': '1.0.0' }

/** Begins an upload; gives its address, or throws `<status> <body>`. */
export async function createUpload(
  client: HttpClient,
  at: string,
  name: string,
  size: number,
): Promise<string> {
  const response = await client.fetch(at, {
    method: 'POST',
    headers: {
      ...version,
      ...(await client.headersFor(at)),
      'upload-length': String(size),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  })
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
  return response.headers.get('location')!
}

export async function sendPart(client: HttpClient, address: string, part: Uint8Array, offset: number) {
  const response = await client.fetch(address, {
    method: 'PATCH',
    headers: {
      ...version,
      ...(await client.headersFor(address)),
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: part as BodyInit,
  })
  return { status: response.status, text: await response.text() }
}

/** A whole upload in one part. */
export async function upload(client: HttpClient, name: string, content: Buffer, at = '/api/uploads') {
  const address = await createUpload(client, at, name, content.length)
  return { address, id: address.split('/').pop()!, ...(await sendPart(client, address, content, 0)) }
}

/** Sends the first bytes of a part that announces all of them, then cuts the connection. */
export async function abortAfter(
  client: HttpClient,
  url: string,
  address: string,
  content: Buffer,
  bytes: number,
) {
  const headers = {
    ...version,
    ...(await client.headersFor(address)),
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
    'content-length': String(content.length),
  }
  await new Promise<void>((resolve) => {
    const request = http.request(url + address, { method: 'PATCH', headers })
    request.on('error', () => resolve())
    request.write(content.subarray(0, bytes), () => {
      request.destroy()
      resolve()
    })
  })
}
