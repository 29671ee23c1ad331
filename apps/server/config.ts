import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Label } from '@perigon/contracts'
import { type FileSettings, fileNames, fileSecrets, readFiles } from './config-files.ts'
import { readSignIn, type SignInSettings, signInContradictions, signInNames, signInSecrets } from './config-sign-in.ts'

/** Everything the operator decides before the process starts; read once, frozen, passed down. */
export interface Config extends SignInSettings, FileSettings {
  readonly host: string
  readonly port: number
  /** Absolute path of the data folder. */
  readonly dataDir: string
  /** A PostgreSQL of the operator's own; the embedded one is then not started. */
  readonly databaseUrl: string | undefined
  /** Connections of this process at most. */
  readonly databasePool: number
  readonly adminLogin: string | undefined
  readonly adminPassword: string | undefined
  readonly demo: 'none' | 'story' | undefined
  readonly language: 'zh-CN' | 'en-US' | undefined
  readonly role: 'all' | 'web' | 'worker'
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** Whose X-Forwarded-* headers count: nobody's, everybody's, so many hops, or these addresses. */
  readonly trustProxy: boolean | number | string
  /** Days the event log stays in the database before its months are put away in files; undefined keeps everything there. */
  readonly keepLogDays: number | undefined
  /** The address people type, where it is not the one we listen on. */
  readonly publicUrl: string | undefined
}

/** One wrong setting. */
export interface ConfigProblem {
  readonly name: string
  readonly value: string
  readonly message: Label
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

type Environment = Readonly<Record<string, string | undefined>>

const repository = resolve(fileURLToPath(import.meta.url), '..', '..', '..')

/** Reads the configuration of this process; the only place that looks at the environment. */
export function readConfig(env: Environment = process.env, root: string = repository): ConfigResult {
  const problems: ConfigProblem[] = []
  const take = <T>(name: string, parse: (text: string) => Parsed<T>, fallback: T): T => {
    const text = env[name]?.trim() ?? ''
    if (text === '') return fallback
    const parsed = parse(text)
    if ('message' in parsed) {
      problems.push({ name, value: isSecret(name) ? '***' : text, message: parsed.message })
      return fallback
    }
    return parsed.value
  }
  const config: Config = {
    host: take('HOST', parseHost, '127.0.0.1'),
    port: take('PORT', parseWhole({ from: 0, to: 65_535 }), 7300),
    dataDir: take('PERIGON_DATA', (text) => ({ value: resolve(root, text) }), resolve(root, 'data')),
    databaseUrl: take<string | undefined>('DATABASE_URL', parseDatabaseUrl, undefined),
    databasePool: take('PERIGON_DB_POOL', parseWhole({ from: 2, to: 500 }), 16),
    adminLogin: take<string | undefined>('PERIGON_ADMIN', parseLogin, undefined),
    // Not trimmed: blanks may belong to a password.
    adminPassword: env['PERIGON_ADMIN_PASSWORD'] || undefined,
    demo: take<Config['demo']>('PERIGON_DEMO', parseChoice(['none', 'story'] as const), undefined),
    language: take<Config['language']>('PERIGON_LANG', parseLanguage, undefined),
    role: take('PERIGON_ROLE', parseChoice(['all', 'web', 'worker'] as const), 'all'),
    logLevel: take('LOG_LEVEL', parseChoice(logLevels), 'info'),
    trustProxy: take('TRUST_PROXY', parseTrust, false),
    keepLogDays: take<number | undefined>('PERIGON_KEEP_LOG_DAYS', parseWhole({ from: 180, to: 36_500 }), undefined),
    publicUrl: take<string | undefined>('PERIGON_URL', parsePublicUrl, undefined),
    ...readSignIn((name, parse) => take<string | undefined>(name, parse, undefined)),
    ...readFiles((name, parse) => take<string | undefined>(name, parse, undefined)),
  }
  problems.push(...contradictions(config))
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, config: Object.freeze(config), warnings: strangers(env) }
}

/** The language of the terminal: Chinese when PERIGON_LANG or the locale says so, else English. */
export function terminalLanguage(env: Environment = process.env): keyof Label {
  const wish = env['PERIGON_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^zh/i.test(wish) ? 'zh' : 'en'
}

/** The environment for a program that we start for the operator, with additions of ours. */
export function childEnvironment(additions: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return { ...process.env, ...additions }
}

/** The configuration as lines `NAME = value`, with secrets masked. */
export function describeConfig(config: Config): { name: string; value: string }[] {
  return settings.map(({ name, key }) => {
    const value = config[key]
    if (value === undefined) return { name, value: '' }
    if (name === 'DATABASE_URL') return { name, value: maskUrl(String(value)) }
    return { name, value: isSecret(name) ? '***' : String(value) }
  })
}

/** An address without its password, fit for a screen or a log. */
export function maskUrl(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^:/?#@]*):.*@/i, '$1:***@').replace(/([?&]password=)[^&]*/gi, '$1***')
}

const settings: readonly { name: string; key: keyof Config }[] = [
  { name: 'HOST', key: 'host' },
  { name: 'PORT', key: 'port' },
  { name: 'PERIGON_DATA', key: 'dataDir' },
  { name: 'DATABASE_URL', key: 'databaseUrl' },
  { name: 'PERIGON_DB_POOL', key: 'databasePool' },
  { name: 'PERIGON_ADMIN', key: 'adminLogin' },
  { name: 'PERIGON_ADMIN_PASSWORD', key: 'adminPassword' },
  { name: 'PERIGON_DEMO', key: 'demo' },
  { name: 'PERIGON_LANG', key: 'language' },
  { name: 'PERIGON_ROLE', key: 'role' },
  { name: 'LOG_LEVEL', key: 'logLevel' },
  { name: 'TRUST_PROXY', key: 'trustProxy' },
  { name: 'PERIGON_KEEP_LOG_DAYS', key: 'keepLogDays' },
  { name: 'PERIGON_URL', key: 'publicUrl' },
  ...signInNames,
  ...fileNames,
]

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Set by our own tools, not by the operator. */
const ownVariables = new Set(['PERIGON_LAUNCHER', 'PERIGON_TEST_DATABASE_URL', 'PERIGON_TEST_WORKERS'])

type Parsed<T> = { readonly value: T } | { readonly message: Label }

function parseHost(text: string): Parsed<string> {
  if (/^[\w.:%-]+$/.test(text)) return { value: text }
  return {
    message: {
      zh: '应为要监听的地址或主机名，例如 127.0.0.1 或 0.0.0.0',
      en: 'must be an address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0',
    },
  }
}

function parseWhole({ from, to }: { from: number; to: number }): (text: string) => Parsed<number> {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= from && value <= to) return { value }
    return { message: { zh: `应为 ${from} 到 ${to} 之间的整数`, en: `must be a whole number from ${from} to ${to}` } }
  }
}

function parseChoice<T extends string>(choices: readonly T[]): (text: string) => Parsed<T> {
  return (text) => {
    const value = choices.find((choice) => choice === text.toLowerCase())
    if (value) return { value }
    return { message: { zh: `应为以下之一：${choices.join('、')}`, en: `must be one of: ${choices.join(', ')}` } }
  }
}

function parseLanguage(text: string): Parsed<'zh-CN' | 'en-US'> {
  if (/^zh/i.test(text)) return { value: 'zh-CN' }
  if (/^en/i.test(text)) return { value: 'en-US' }
  return { message: { zh: '应为 zh-CN 或 en-US', en: 'must be zh-CN or en-US' } }
}

function parseDatabaseUrl(text: string): Parsed<string> {
  const url = URL.parse(text)
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:'
  if (url && isPostgres && url.pathname.length > 1) return { value: text }
  return {
    message: {
      zh: '应为 postgres://用户:密码@主机:5432/数据库（密码中的特殊字符需按 URL 编码）',
      en: 'must be postgres://user:password@host:5432/database (special characters of the password URL-encoded)',
    },
  }
}

function parseLogin(text: string): Parsed<string> {
  if (/^[^\s\p{Cc}]{1,200}$/u.test(text)) return { value: text }
  return {
    message: { zh: '应为不含空格的登录名，最长 200 个字符', en: 'must be a sign-in name without blanks, 200 characters at most' },
  }
}

function parseTrust(text: string): Parsed<boolean | number | string> {
  if (/^(true|false)$/i.test(text)) return { value: text.toLowerCase() === 'true' }
  if (/^\d{1,2}$/.test(text)) return { value: Number(text) }
  if (/^[\da-f.:/, ]+$|^(loopback|linklocal|uniquelocal)$/i.test(text)) return { value: text }
  return {
    message: {
      zh: '应为 true、false、代理层数，或以逗号分隔的地址（网段）',
      en: 'must be true, false, a number of hops, or addresses (networks) separated by commas',
    },
  }
}

function parsePublicUrl(text: string): Parsed<string> {
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') {
    return { value: text.replace(/\/+$/, '') }
  }
  return {
    message: { zh: '应为 https://crm.example.com 形式的地址', en: 'must be an address such as https://crm.example.com' },
  }
}

function contradictions(config: Config): ConfigProblem[] {
  const { adminLogin, adminPassword } = config
  if (adminLogin && !adminPassword) {
    const message = { zh: '已设置 PERIGON_ADMIN，密码也必须设置', en: 'is needed where PERIGON_ADMIN is set' }
    return [{ name: 'PERIGON_ADMIN_PASSWORD', value: '', message }]
  }
  if (adminPassword && !adminLogin) {
    const message = { zh: '已设置 PERIGON_ADMIN_PASSWORD，登录名也必须设置', en: 'is needed where PERIGON_ADMIN_PASSWORD is set' }
    return [{ name: 'PERIGON_ADMIN', value: '', message }]
  }
  return signInContradictions(config).map((problem) => ({ ...problem, value: '' }))
}

// A misspelt name would otherwise be passed over in silence.
function strangers(env: Environment): ConfigProblem[] {
  const known = new Set(settings.map(({ name }) => name))
  return Object.entries(env)
    .filter(([name, value]) => name.startsWith('PERIGON_') && value && !known.has(name) && !ownVariables.has(name))
    .map(([name, value]) => ({
      name,
      value: /pass|secret|token|key/i.test(name) ? '***' : (value ?? ''),
      message: { zh: '没有这个设置，已忽略', en: 'there is no such setting; it is ignored' },
    }))
}

function isSecret(name: string): boolean {
  return name === 'PERIGON_ADMIN_PASSWORD' || name === 'DATABASE_URL' || signInSecrets.includes(name) || fileSecrets.includes(name)
}
