/** An opaque, time-sortable record id (UUID version 7), branded with the object it belongs to. */
export type Id<O extends string = string> = string & { readonly __object?: O }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True when the text has the shape of a record id. */
export function isId(value: unknown): value is Id {
  return typeof value === 'string' && UUID.test(value)
}

// One call into the system's generator serves 100 ids.
const pool = new Uint8Array(1000)
let used = pool.length
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The next random byte. */
function random(): number {
  if (used >= pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += 1
  return pool[used - 1] ?? 0
}

const randomHex = (): string => HEX[random()] ?? ''

let lastMillisecond = 0
let counter = 0

/**
 * A new UUID version 7 (RFC 9562, method 1): 48 bits of milliseconds, a 12-bit counter that keeps ids of one
 * process in order inside a millisecond, 62 random bits.
 */
export function newId<O extends string = string>(now: number = Date.now()): Id<O> {
  if (now <= lastMillisecond) {
    counter += 1
    if (counter > 0xfff) {
      lastMillisecond += 1
      counter = 0
    }
  } else {
    lastMillisecond = now
    counter = (random() << 4) & 0x7ff
  }
  const time = lastMillisecond
  const variant = HEX[(random() & 0x3f) | 0x80] ?? ''
  const head = time.toString(16).padStart(12, '0')
  const low = counter.toString(16).padStart(3, '0')
  return `${head.slice(0, 8)}-${head.slice(8)}-7${low}-${variant}${randomHex()}-${randomHex()}${randomHex()}${randomHex()}${randomHex()}${randomHex()}${randomHex()}`
}
