import { randomBytes } from 'node:crypto'
import { AppError } from '@perigon/contracts'
import { Client, type Entry, Filter, InvalidCredentialsError, NoSuchObjectError } from 'ldapts'

/** Where people of a company are listed, and how to look there. */
export type DirectorySettings = {
  /** `ldaps://…`, or `ldap://…` with or without STARTTLS. */
  readonly url: string
  readonly startTls: boolean
  /** Certificate authority of the directory, as PEM, where it is not a public one. */
  readonly ca: string | undefined
  /** The account that searches; without it the search is anonymous. */
  readonly bindDn: string | undefined
  readonly bindPassword: string | undefined
  readonly base: string
  /** With `{login}` where the name goes, escaped. */
  readonly filter: string
  /** The attribute that holds the login: `uid`, `sAMAccountName`. */
  readonly loginAttribute: string
  /** Where groups are looked for that list their members; those of `memberOf` are read anyway. */
  readonly groupBase: string | undefined
}

/** Somebody whose password the directory has checked. */
export type DirectoryPerson = {
  readonly subject: string
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly number: string | null
  readonly groups: readonly string[]
}

export type Directory = {
  /** Null when there is no such person or the password is wrong; throws `auth.directory` when the directory does not answer. */
  find(login: string, password: string): Promise<DirectoryPerson | null>
  /** Which of these subjects the directory still lists, and its filter lets in. Throws `auth.directory` when it does not answer. */
  present(subjects: readonly string[]): Promise<ReadonlySet<string>>
  /** Connects and searches for nobody; throws what is wrong. */
  check(): Promise<void>
}

const WAIT_MS = 8_000
const ATTRIBUTES = ['cn', 'displayName', 'mail', 'employeeNumber', 'memberOf', 'entryUUID', 'objectGUID']

function firstText(entry: Entry, name: string): string | null {
  const value = entry[name]
  const first = Array.isArray(value) ? value[0] : value
  if (first === undefined || first.length === 0) return null
  return typeof first === 'string' ? first : first.toString('utf8')
}

function texts(entry: Entry, name: string): readonly string[] {
  const value = entry[name]
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value]
  return list.map((each) => (typeof each === 'string' ? each : each.toString('utf8'))).filter((each) => each !== '')
}

/** What names an entry for ever: renaming or moving it does not change this. */
function subjectOf(entry: Entry): string {
  const guid = entry['objectGUID']
  const bytes = Array.isArray(guid) ? guid[0] : guid
  if (Buffer.isBuffer(bytes) && bytes.length > 0) return bytes.toString('hex')
  return firstText(entry, 'entryUUID') ?? entry.dn.toLowerCase()
}

/** Runs with a connection that ends whatever happens. */
async function connected<T>(settings: DirectorySettings, work: (client: Client) => Promise<T>): Promise<T> {
  const tlsOptions = { ...(settings.ca === undefined ? {} : { ca: settings.ca }), minVersion: 'TLSv1.2' as const }
  // The client takes TLS options as a wish for TLS from the first byte.
  const isTls = settings.url.startsWith('ldaps:')
  const client = new Client({ url: settings.url, timeout: WAIT_MS, connectTimeout: WAIT_MS, ...(isTls ? { tlsOptions } : {}) })
  try {
    if (settings.startTls) await client.startTLS({ ...tlsOptions, host: new URL(settings.url).hostname })
    return await work(client)
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

async function search(client: Client, settings: DirectorySettings, login: string): Promise<Entry | null> {
  if (settings.bindDn !== undefined) await client.bind(settings.bindDn, settings.bindPassword ?? '')
  const filter = settings.filter.replaceAll('{login}', Filter.escape(login))
  // References to other servers come back beside the entries; nobody follows them.
  const { searchEntries } = await client.search(settings.base, {
    scope: 'sub',
    filter,
    attributes: [...ATTRIBUTES, settings.loginAttribute],
    explicitBufferAttributes: ['objectGUID'],
    sizeLimit: 2,
    timeLimit: WAIT_MS / 1000,
  })
  const [entry, second] = searchEntries
  return entry === undefined || second !== undefined ? null : entry
}

async function groupsOf(client: Client, settings: DirectorySettings, entry: Entry): Promise<readonly string[]> {
  const own = texts(entry, 'memberOf')
  if (settings.groupBase === undefined) return own
  const [dn, uid] = [Filter.escape(entry.dn), Filter.escape(firstText(entry, settings.loginAttribute) ?? '')]
  const { searchEntries } = await client.search(settings.groupBase, {
    scope: 'sub',
    filter: `(|(member=${dn})(uniqueMember=${dn})(memberUid=${uid}))`,
    attributes: ['cn'],
    sizeLimit: 500,
  })
  return [...new Set([...own, ...searchEntries.map((group) => group.dn)])]
}

/** A bind as the person, on a connection of its own. A name nobody has is asked for as well: it takes as long. */
async function accepts(settings: DirectorySettings, dn: string, password: string): Promise<boolean> {
  try {
    return await connected(settings, async (client) => {
      await client.bind(dn, password)
      return true
    })
  } catch (error) {
    if (error instanceof InvalidCredentialsError || error instanceof NoSuchObjectError) return false
    throw error
  }
}

async function find(settings: DirectorySettings, login: string, password: string): Promise<DirectoryPerson | null> {
  // A bind with an empty password is an anonymous one, and succeeds for everybody.
  if (password === '' || login === '') return null
  const found = await connected(settings, async (client) => {
    const entry = await search(client, settings, login)
    return entry === null ? null : { entry, groups: await groupsOf(client, settings, entry) }
  })
  const nobody = `cn=nobody-${randomBytes(6).toString('hex')},${settings.base}`
  const isRight = await accepts(settings, found?.entry.dn ?? nobody, password)
  if (!isRight || found === null) return null
  const { entry, groups } = found
  const own = (firstText(entry, settings.loginAttribute) ?? login).normalize('NFKC').toLowerCase()
  return {
    subject: subjectOf(entry),
    login: own,
    name: firstText(entry, 'displayName') ?? firstText(entry, 'cn') ?? own,
    email: firstText(entry, 'mail'),
    number: firstText(entry, 'employeeNumber'),
    groups,
  }
}

/** Asks for an entry by what names it for ever. */
function subjectFilter(subject: string): string {
  if (/^[0-9a-f]{32}$/.test(subject)) return `(objectGUID=${subject.replaceAll(/../g, '\\$&')})`
  return /^[0-9a-f-]{36}$/i.test(subject) ? `(entryUUID=${Filter.escape(subject)})` : `(entryDN=${Filter.escape(subject)})`
}

async function present(settings: DirectorySettings, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  return connected(settings, async (client) => {
    if (settings.bindDn !== undefined) await client.bind(settings.bindDn, settings.bindPassword ?? '')
    const { searchEntries } = await client.search(settings.base, {
      scope: 'sub',
      filter: `(&${settings.filter.replaceAll('{login}', '*')}(|${subjects.map(subjectFilter).join('')}))`,
      attributes: ['entryUUID', 'objectGUID'],
      explicitBufferAttributes: ['objectGUID'],
      timeLimit: WAIT_MS / 1000,
    })
    return new Set(searchEntries.map(subjectOf))
  })
}

/** People of an LDAP directory: looked up by a search, checked by a bind. */
export function createDirectory(settings: DirectorySettings): Directory {
  return {
    find: async (login, password) => {
      try {
        return await find(settings, login, password)
      } catch (cause) {
        throw new AppError('auth.directory', { cause })
      }
    },
    present: async (subjects) => {
      if (subjects.length === 0) return new Set()
      try {
        return await present(settings, subjects)
      } catch (cause) {
        throw new AppError('auth.directory', { cause })
      }
    },
    check: async () => {
      await connected(settings, (client) => search(client, settings, 'perigon-doctor'))
    },
  }
}
