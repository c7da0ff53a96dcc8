import { ApiError, getCsrf } from './http'

export interface Upload {
  /** Resolves with the file's id. */
  done: Promise<string>
  /** Stops; the part already sent is kept and the same file goes on from there. */
  abort: () => void
}

/**
 * Sends one file by the tus protocol; a lost connection goes on where it stopped. The finished upload's last
 * path segment is the file id.
 *
 * @param progress called with 0..1
 * @param endpoint the citizen page has its own, its cookie is not sent elsewhere
 */
export function upload(
  file: File,
  progress: (part: number) => void = () => {},
  endpoint = '/api/uploads',
): Upload {
  let abort = () => {}
  const done = import('tus-js-client').then(
    ({ Upload: Tus }) =>
      new Promise<string>((resolve, reject) => {
        const task = new Tus(file, {
          endpoint,
          chunkSize: 2 * 1024 * 1024,
          retryDelays: [0, 1000, 3000, 6000, 12_000],
          removeFingerprintOnSuccess: true,
          metadata: { filename: file.name, filetype: file.type || 'application/octet-stream' },
          onBeforeRequest: (request) => request.setHeader('X-CSRF-Token', getCsrf()),
          onProgress: (sent, total) => progress(total ? sent / total : 0),
          onError: (error) => reject(uploadError(error)),
          onSuccess: () => resolve(task.url!.split('/').pop()!),
        })
        abort = () => void task.abort()
        task.findPreviousUploads().then((earlier) => {
          if (earlier[0]) task.resumeFromPreviousUpload(earlier[0])
          task.start()
        }, reject)
      }),
  )
  return { done, abort: () => abort() }
}

/** The server's problem JSON where there is one, else that the network failed. */
function uploadError(error: unknown): ApiError {
  const response = (error as { originalResponse?: { getStatus(): number; getBody(): string } })
    .originalResponse
  if (response) {
    try {
      return new ApiError({ code: 'upload', ...JSON.parse(response.getBody()), status: response.getStatus() })
    } catch {
      return new ApiError({
        status: response.getStatus(),
        code: 'upload',
        title: `上传失败（${response.getStatus()}）`,
      })
    }
  }
  return new ApiError({ status: 0, code: 'network', title: '上传中断，请检查网络后重试' })
}
