import { OfflineError } from './offline-error.ts'

/** What came back for a file that was sent. */
export type FileAnswer = { readonly status: number; readonly body: unknown }

/** Sends one file as a form; only XMLHttpRequest tells how far it is. */
export function sendFile(
  path: string,
  how: {
    readonly file: File
    readonly headers: Headers
    readonly onProgress?: (share: number) => void
    readonly signal?: AbortSignal
  },
): Promise<FileAnswer> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    form.append('file', how.file, how.file.name)
    request.open('POST', path)
    for (const [name, value] of how.headers) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) how.onProgress?.(event.loaded / event.total)
    })
    request.addEventListener('load', () => done({ status: request.status, body: parsed(request.responseText) }))
    request.addEventListener('error', () => fail(new OfflineError('upload')))
    request.addEventListener('abort', () => fail(new DOMException('aborted', 'AbortError')))
    how.signal?.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
