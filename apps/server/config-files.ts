import type { Label } from '@perigon/contracts'
import type { Take } from './config-sign-in.ts'

/** Settings of where files of records lie and who looks into them. */
export type FileSettings = {
  /** `https://key:secret@host/bucket?region=…`; without it contents lie under PERIGON_DATA. */
  readonly filesS3: string | undefined
  /** `host:port` or a socket of clamd; without it nothing is scanned. */
  readonly clamd: string | undefined
}

type Parsed = { readonly value: string } | { readonly message: Label }

/** Name and key of each setting, for the list of the configuration. */
export const fileNames = [
  { name: 'PERIGON_FILES_S3', key: 'filesS3' },
  { name: 'PERIGON_CLAMD', key: 'clamd' },
] as const satisfies readonly { readonly name: string; readonly key: keyof FileSettings }[]

/** Settings whose values no screen shows. */
export const fileSecrets: readonly string[] = ['PERIGON_FILES_S3']

/** Reads the settings of files. */
export function readFiles(take: Take): FileSettings {
  return { filesS3: take('PERIGON_FILES_S3', parseS3), clamd: take('PERIGON_CLAMD', parseClamd) }
}

function parseS3(text: string): Parsed {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.username !== '' && url.password !== '' && url.pathname.length > 1)
    return { value: text }
  return {
    message: {
      zh: '应为 https://访问密钥:私有密钥@主机/存储桶?region=区域（特殊字符需按 URL 编码）',
      en: 'must be https://key:secret@host/bucket?region=… (special characters URL-encoded)',
    },
  }
}

function parseClamd(text: string): Parsed {
  if (/^\/\S+$/.test(text) || /^[\w.-]+:\d{1,5}$/.test(text)) return { value: text }
  return {
    message: {
      zh: '应为 127.0.0.1:3310 或 /run/clamav/clamd.ctl 形式的地址',
      en: 'must be an address such as 127.0.0.1:3310 or /run/clamav/clamd.ctl',
    },
  }
}
