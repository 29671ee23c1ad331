import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SLAPD = ['/usr/sbin/slapd', '/usr/local/libexec/slapd', '/opt/homebrew/opt/openldap/libexec/slapd'].find((path) => existsSync(path))
const SCHEMA = ['/etc/ldap/schema', '/etc/openldap/schema', '/opt/homebrew/etc/openldap/schema'].find((path) => existsSync(path))

/** Why there is no directory to test against; null where there is one. */
export const noSlapd =
  SLAPD === undefined || SCHEMA === undefined ? 'OpenLDAP (slapd) is not installed: apt-get install slapd ldap-utils' : null

export const BASE = 'dc=example,dc=com'
export const READER = { dn: `cn=reader,${BASE}`, password: 'reads-only' } as const

const LDIF = `
dn: ${BASE}
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ou=people,${BASE}
objectClass: organizationalUnit
ou: people

dn: ou=groups,${BASE}
objectClass: organizationalUnit
ou: groups

dn: cn=reader,${BASE}
objectClass: applicationProcess
objectClass: simpleSecurityObject
cn: reader
userPassword: ${READER.password}

dn: uid=wang.fang,ou=people,${BASE}
objectClass: inetOrgPerson
uid: wang.fang
cn: Wang Fang
sn: Wang
displayName:: ${Buffer.from('王芳').toString('base64')}
mail: wang.fang@example.com
employeeNumber: E1001
userPassword: Directory-Pass-1

dn: uid=zhao.lei,ou=people,${BASE}
objectClass: inetOrgPerson
uid: zhao.lei
cn: Zhao Lei
sn: Zhao
mail: zhao.lei@example.com
userPassword: Directory-Pass-2

dn: uid=admin,ou=people,${BASE}
objectClass: inetOrgPerson
uid: admin
cn: Impostor
sn: Impostor
userPassword: Directory-Pass-3

dn: uid=groupless,ou=people,${BASE}
objectClass: inetOrgPerson
uid: groupless
cn: Groupless
sn: Groupless
userPassword: Directory-Pass-4

dn: cn=sales,ou=groups,${BASE}
objectClass: groupOfNames
cn: sales
member: uid=wang.fang,ou=people,${BASE}
member: uid=zhao.lei,ou=people,${BASE}
member: uid=admin,ou=people,${BASE}

dn: cn=leads,ou=groups,${BASE}
objectClass: groupOfNames
cn: leads
member: uid=zhao.lei,ou=people,${BASE}

dn: ou=elsewhere,${BASE}
objectClass: referral
objectClass: extensibleObject
ou: elsewhere
`

export type Slapd = {
  readonly url: string
  /** The certificate it shows when it is asked for TLS, as PEM. */
  readonly ca: string
  /** Changes entries: LDIF for ldapmodify. */
  modify(ldif: string): void
  stop(): Promise<void>
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function must(command: string, args: readonly string[], input?: string): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', ...(input === undefined ? {} : { input }) })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}

/** A real OpenLDAP server with a few people, over data of its own; a reference points to `referral`. */
export async function startSlapd(referral: string): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'perigon-slapd-'))
  mkdirSync(join(folder, 'data'))
  const config = join(folder, 'slapd.conf')
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1'
  const subject = ['-subj', '/CN=localhost', '-addext', names, '-addext', 'basicConstraints=critical,CA:TRUE']
  must('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    `${folder}/key.pem`,
    '-out',
    `${folder}/cert.pem`,
    ...subject,
  ])
  const root = `cn=root,${BASE}`
  writeFileSync(
    config,
    [
      ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${SCHEMA}/${name}.schema`),
      `pidfile ${folder}/slapd.pid`,
      'modulepath /usr/lib/ldap',
      'moduleload back_mdb',
      `TLSCertificateFile ${folder}/cert.pem`,
      `TLSCertificateKeyFile ${folder}/key.pem`,
      // As many directories do: a bind without a password is anonymous, and succeeds.
      'allow bind_anon_dn bind_anon_cred',
      'database mdb',
      'maxsize 10485760',
      `suffix "${BASE}"`,
      `rootdn "${root}"`,
      'rootpw root-secret',
      `directory ${folder}/data`,
      'access to attrs=userPassword by anonymous auth by * none',
      `access to * by dn.exact="${READER.dn}" read by * none`,
    ].join('\n'),
  )
  writeFileSync(join(folder, 'people.ldif'), `${LDIF.trim()}\nref: ${referral}\n`)
  must(SLAPD ?? '', ['-T', 'add', '-f', config, '-l', join(folder, 'people.ldif')])
  const url = `ldap://127.0.0.1:${await freePort()}`
  const server = spawn(SLAPD ?? '', ['-f', config, '-h', url, '-d', '0'], { stdio: 'ignore' })
  const asRoot = ['-x', '-H', url, '-D', root, '-w', 'root-secret']
  await answering(asRoot, server)
  return {
    url,
    ca: readFileSync(join(folder, 'cert.pem'), 'utf8'),
    modify: (ldif) => must('ldapmodify', asRoot, ldif),
    stop: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return
      const ended = new Promise((done) => server.once('exit', done))
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answering(asRoot: readonly string[], server: ChildProcess): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) {
    if (server.exitCode !== null) throw new Error(`slapd ended with ${server.exitCode}`)
    if (spawnSync('ldapsearch', [...asRoot, '-b', BASE, '-s', 'base']).status === 0) return
    await new Promise((wake) => setTimeout(wake, 50))
  }
  throw new Error('slapd does not answer')
}
