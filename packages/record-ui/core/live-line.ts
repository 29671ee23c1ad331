import { isJsonObject, type Json } from '@perigon/contracts'

/** What the server told: a topic and its figures. */
export type LiveMessage = { readonly topic: string; readonly [figure: string]: Json }

type Hearer = { readonly onMessage: (message: LiveMessage) => void; readonly onLive: (isLive: boolean) => void }

const NAME = 'perigon-live'
const AGAIN_MS = 60_000

/**
 * Hears what changes on the server. Of all the tabs of a browser one holds the line and tells the others, because browsers open
 * few connections at once. Where tabs cannot agree (plain http on a network) each has its own line while it is looked at.
 */
export function openLiveLine(hearer: Hearer): () => void {
  const radio = new BroadcastChannel(NAME)
  // A channel reaches our own origin alone and takes no target.
  const say = radio.postMessage.bind(radio)
  const stop = new AbortController()
  let line: { readonly close: () => void; readonly last: () => LiveMessage | null } | null = null
  const tell = (message: LiveMessage) => {
    hearer.onMessage(message)
    say(message)
  }
  radio.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === 'ask') {
      const last = line?.last() ?? null
      if (last !== null) say(last)
    } else {
      const message = messageOf(data)
      if (message === null) return
      hearer.onLive(true)
      hearer.onMessage(message)
    }
  })
  const hold = () => {
    line = holdLine({ onMessage: tell, onLive: hearer.onLive })
  }
  const letGo = () => {
    line?.close()
    line = null
  }
  const follow = () => (document.visibilityState === 'visible' ? line === null && hold() : letGo())
  if ('locks' in navigator) {
    say('ask')
    navigator.locks
      .request(NAME, { signal: stop.signal }, () => {
        hold()
        return new Promise<void>((release) => {
          stop.signal.addEventListener('abort', () => release())
        })
      })
      .catch(() => undefined)
  } else {
    follow()
    document.addEventListener('visibilitychange', follow)
  }
  return () => {
    stop.abort()
    document.removeEventListener('visibilitychange', follow)
    letGo()
    radio.close()
  }
}

function holdLine(hearer: Hearer): { readonly close: () => void; readonly last: () => LiveMessage | null } {
  let last: LiveMessage | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let source: EventSource | null = null
  const open = () => {
    source = new EventSource('/api/v1/live')
    source.addEventListener('open', () => hearer.onLive(true))
    source.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = messageOf(typeof data === 'string' ? JSON.parse(data) : null)
      if (message === null) return
      last = message
      hearer.onMessage(message)
    })
    source.addEventListener('error', () => {
      hearer.onLive(false)
      // A refusal ends the source for good; a lost connection it mends itself.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS)
    })
  }
  open()
  return {
    last: () => last,
    close: () => {
      clearTimeout(timer)
      source?.close()
    },
  }
}

function messageOf(data: unknown): LiveMessage | null {
  if (!isJsonObject(data) || typeof data['topic'] !== 'string') return null
  return { ...data, topic: data['topic'] }
}
