import { failureText } from '@perigon/record-ui'
import { phrase, toast } from '@perigon/ui'
import { useRef, useState } from 'react'
import { filesPhrases } from './files-phrases.ts'
import type { useFiles } from './files.queries.ts'

export type Upload = { readonly id: number; readonly name: string; readonly share: number; readonly stop: () => void }

const MAX_BYTES = 100 * 1024 * 1024

type Send = ReturnType<typeof useFiles>['send']

/** Sends files one after another, so that two of the same name become two versions; tells how far each is. */
export function useUploads(send: Send) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const last = useRef(0)
  const queue = useRef<Promise<void>>(Promise.resolve())
  const drop = (id: number): void => setUploads((open) => open.filter((each) => each.id !== id))

  const start = (file: File): void => {
    if (file.size > MAX_BYTES) return toast({ text: phrase(filesPhrases, 'too_large', { name: file.name }), tone: 'error' })
    last.current += 1
    const id = last.current
    const stopper = new AbortController()
    setUploads((open) => [...open, { id, name: file.name, share: 0, stop: () => stopper.abort() }])
    const onProgress = (share: number): void => setUploads((open) => open.map((each) => (each.id === id ? { ...each, share } : each)))
    queue.current = queue.current.then(() => sendOne(send, file, { onProgress, signal: stopper.signal })).then(() => drop(id))
  }
  return { uploads, start: (files: Iterable<File>) => Array.from(files).forEach(start) }
}

async function sendOne(
  send: Send,
  file: File,
  how: { readonly onProgress: (share: number) => void; readonly signal: AbortSignal },
): Promise<void> {
  if (how.signal.aborted) return
  try {
    const kept = await send(file, how)
    toast({ text: phrase(filesPhrases, 'done', { name: kept.name }) })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return
    toast({ text: phrase(filesPhrases, 'failed', { name: file.name, why: failureText(error) }), tone: 'error' })
  }
}
