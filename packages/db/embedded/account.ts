import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { EmbeddedDatabaseError } from './failure.ts'

/** PostgreSQL refuses to run as root, so each way of not being root has a name. */
export type AccountKind = 'direct' | 'namespace' | 'setuid' | 'capability'

/** How a program of PostgreSQL is started, and who owns its files. */
export interface Account {
  readonly kind: AccountKind
  readonly owner: { readonly uid: number; readonly gid: number } | undefined
  start(command: string, args: readonly string[], output: number): ChildProcess
  run(command: string, args: readonly string[]): Promise<{ ok: boolean; output: string }>
}

export interface AccountRequest {
  /** The folder of the database: its owner decides where we are root. */
  readonly home: string
  /** The data of PostgreSQL inside `home`; may not exist yet. */
  readonly cluster: string
  readonly postgres: string
  readonly libraries: string
  /** Only for tests: which ways may be tried. */
  readonly allow?: readonly AccountKind[]
}

/** Picks the first way of running PostgreSQL that works here. */
export async function chooseAccount(request: AccountRequest): Promise<Account> {
  const refused: string[] = []
  for (const wrapper of candidates(request)) {
    if (request.allow && !request.allow.includes(wrapper.kind)) continue
    giveFiles(request.home, wrapper.owner)
    const account = accountOf(wrapper, request)
    const probe = await account.run('/bin/sh', ['-c', probeScript, 'probe', request.postgres, request.home])
    if (process.platform === 'win32' || probe.ok) return account
    refused.push(`${wrapper.kind}: ${probe.output.trim()}`)
  }
  throw noAccount(refused)
}

/** Makes a file (or a whole folder) belong to the account; does nothing when it already does. */
export function giveFiles(path: string, owner: Account['owner']): void {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (!owner || !stat || process.getuid?.() !== 0 || stat.uid === owner.uid) return
  if (stat.isDirectory()) {
    for (const name of readdirSync(path)) giveFiles(join(path, name), owner)
  }
  if (!stat.isSymbolicLink()) chownSync(path, owner.uid, owner.gid)
}

interface Wrapper {
  readonly kind: AccountKind
  readonly owner: Account['owner']
  readonly prefix: readonly string[]
  readonly as?: { uid: number; gid: number }
}

const probeScript = 'test -x "$1" && test -w "$2" && exec "$1" --version'

function candidates({ home, cluster }: AccountRequest): Wrapper[] {
  const me = process.getuid?.()
  if (me === undefined) return [{ kind: 'direct', owner: undefined, prefix: [] }]
  const group = process.getgid?.() ?? me
  const mine = { uid: me, gid: group }
  const owner = ownerOf(cluster) ?? ownerOf(home) ?? mine
  if (me !== 0) {
    if (owner.uid !== me) throw foreignOwner(home, owner.uid)
    const direct: Wrapper = { kind: 'direct', owner: undefined, prefix: [] }
    // initdb wants a name for the user it runs as; a container may have given us only a number.
    return hasName() ? [direct] : [inNamespace(undefined), direct]
  }
  const servant = owner.uid === 0 ? serviceUser() : owner
  const asServant: Wrapper[] = [
    { kind: 'setuid', owner: servant, prefix: [], as: servant },
    { kind: 'capability', owner: servant, prefix: withCapability(servant) },
  ]
  return owner.uid === 0 ? [inNamespace(mine), ...asServant] : asServant
}

function inNamespace(owner: Account['owner']): Wrapper {
  const prefix = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--']
  return { kind: 'namespace', owner, prefix }
}

// For a project below a private home (such as /root) where no namespace may be made: the plain
// user could not walk to its own files.
function withCapability({ uid, gid }: { uid: number; gid: number }): string[] {
  const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  return ['setpriv', ...ids, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--']
}

function accountOf(wrapper: Wrapper, request: AccountRequest): Account {
  const options = {
    cwd: request.home,
    ...wrapper.as,
    // Nothing of our own environment (PGDATA, PGHOST, LC_ALL…) may reach the database.
    ...(process.platform === 'win32' ? {} : { env: environment(request) }),
  }
  const wrap = (command: string, args: readonly string[]): [string, string[]] => {
    const [first = command, ...rest] = [...wrapper.prefix, command, ...args]
    return [first, rest]
  }
  return {
    kind: wrapper.kind,
    owner: wrapper.owner,
    start(command, args, output) {
      const child = spawn(...wrap(command, args), { ...options, detached: true, stdio: ['ignore', output, output] })
      child.unref()
      return child
    },
    run(command, args) {
      return new Promise((done) => {
        execFile(...wrap(command, args), { ...options, encoding: 'utf8' }, (error, stdout, stderr) => {
          done({ ok: !error, output: `${stdout}${stderr}${error && !stderr ? error.message : ''}` })
        })
      })
    },
  }
}

// The package's own folder too: its libraries look for each other without a path of their own.
function environment({ libraries, postgres }: AccountRequest): Record<string, string> {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin'
  const library = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  const bundled = join(dirname(dirname(postgres)), 'lib')
  return { PATH: path, TZ: 'UTC', LC_ALL: 'C', [library]: `${libraries}:${bundled}` }
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat && { uid: stat.uid, gid: stat.gid }
}

/** The owner of the nearest folder above that exists: whose project this is. */
export function ownerAbove(path: string): { uid: number; gid: number } {
  const parent = dirname(path)
  return ownerOf(parent) ?? (parent === path ? { uid: 0, gid: 0 } : ownerAbove(parent))
}

function serviceUser(): { uid: number; gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  return { uid: 65534, gid: 65534 }
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** The refusal where the data belongs to somebody else. */
export function foreignOwner(path: string, uid: number): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError('foreign_owner', {
    text: {
      zh: `数据目录 ${path} 属于另一个用户（uid ${uid}）`,
      en: `the data folder ${path} belongs to another user (uid ${uid})`,
    },
    advice: {
      zh: `请以该用户（或 root）运行，或执行 sudo chown -R $(id -un) ${path}。`,
      en: `Run as that user (or as root), or run sudo chown -R $(id -un) ${path}.`,
    },
  })
}

function noAccount(refused: readonly string[]): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError('no_account', {
    text: {
      zh: 'PostgreSQL 不能以 root 运行，此处也找不到可用的普通用户',
      en: 'PostgreSQL does not run as root, and no ordinary user works here',
    },
    advice: {
      zh: '请以普通用户运行，或把项目移到普通用户可进入的目录（如 /srv），或设置 DATABASE_URL。',
      en: 'Run as an ordinary user, or move the project to a folder that ordinary users can enter (/srv, say), or set DATABASE_URL.',
    },
    details: refused.join('\n'),
  })
}
