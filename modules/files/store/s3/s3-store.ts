import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import { AppError } from '@perigon/contracts'
import { AwsClient } from 'aws4fetch'
import { contentName, type FileStore, isContentName, type StoredContent } from '../file-store.ts'

type Bucket = { readonly client: AwsClient; readonly base: string; readonly prefix: string }

/** `https://key:secret@host/bucket/prefix?region=…` → what is needed to ask it; the secret leaves the address. */
function bucketOf(address: string): Bucket {
  const url = new URL(address)
  const [bucket = '', ...rest] = url.pathname.split('/').filter((part) => part !== '')
  const client = new AwsClient({
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    region: url.searchParams.get('region') ?? 'us-east-1',
    service: 's3',
    retries: 3,
  })
  return { client, base: `${url.protocol}//${url.host}/${bucket}`, prefix: rest.map((part) => `${part}/`).join('') }
}

async function ask({ client, base }: Bucket, path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await client.fetch(`${base}${path}`, init)
  if (answer.ok) return answer
  const told = (await answer.text()).slice(0, 300)
  if (answer.status === 404) throw new AppError('file.content_missing', { cause: new Error(told) })
  throw new AppError('file.store', { cause: new Error(`${answer.status} ${told}`) })
}

const keyOf = (bucket: Bucket, sha256: string): string => `/${bucket.prefix}${contentName(sha256)}`

async function keep(bucket: Bucket, path: string, content: { readonly sha256: string; readonly size: number }): Promise<void> {
  const body = await openAsBlob(path)
  // The hash is the content's own name: the storage refuses bytes that arrive changed.
  const headers = {
    'content-length': String(content.size),
    'x-amz-content-sha256': content.sha256,
    'content-type': 'application/octet-stream',
  }
  const signed = await bucket.client.sign(`${bucket.base}${keyOf(bucket, content.sha256)}`, { method: 'PUT', headers })
  const answer = await fetch(signed.url, { method: 'PUT', headers: signed.headers, body })
  if (!answer.ok) throw new AppError('file.store', { cause: new Error(`${answer.status} ${(await answer.text()).slice(0, 300)}`) })
}

function textIn(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null
}

async function* contentsOf(bucket: Bucket): AsyncGenerator<StoredContent> {
  for (let token: string | null = ''; token !== null; ) {
    const query = new URLSearchParams({ 'list-type': '2', prefix: bucket.prefix, ...(token === '' ? {} : { 'continuation-token': token }) })
    const xml: string = await (await ask(bucket, `?${query.toString()}`)).text()
    for (const [entry] of xml.matchAll(/<Contents>.*?<\/Contents>/gs)) {
      const sha256 = (textIn(entry, 'Key') ?? '').slice(bucket.prefix.length)
      if (!isContentName(sha256)) continue
      yield { sha256, at: new Date(textIn(entry, 'LastModified') ?? 0), size: Number(textIn(entry, 'Size')) }
    }
    token = textIn(xml, 'IsTruncated') === 'true' ? textIn(xml, 'NextContinuationToken') : null
  }
}

/** Contents in a bucket of S3-compatible storage (MinIO, Ceph, Garage, a cloud's own), addressed by path. */
export function createS3Store(address: string): FileStore {
  const bucket = bucketOf(address)
  return {
    keep: (path, content) => keep(bucket, path, content),
    open: async (sha256) => {
      const { body } = await ask(bucket, keyOf(bucket, sha256))
      if (body === null) throw new AppError('file.content_missing')
      return Readable.from(chunksOf(body))
    },
    list: () => contentsOf(bucket),
    remove: async (sha256) => {
      await ask(bucket, keyOf(bucket, sha256), { method: 'DELETE' })
    },
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
