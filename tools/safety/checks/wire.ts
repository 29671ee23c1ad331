import { connect } from 'node:net'
import { type Check, judge } from '../check.ts'
import type { Ground } from '../ground.ts'

/** One request exactly as written; clients of a library would put it right. */
function speak(ground: Ground, request: string): Promise<string> {
  const { hostname, port } = new URL(ground.url)
  return new Promise((done) => {
    const socket = connect(Number(port), hostname)
    let answer = ''
    const finish = (): void => {
      socket.destroy()
      done(answer)
    }
    const patience = setTimeout(finish, 4000)
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1')
    })
    socket.on('error', finish)
    socket.on('close', () => {
      clearTimeout(patience)
      done(answer)
    })
    socket.on('connect', () => socket.write(request))
  })
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
const headOf = (answer: string): string => answer.split('\r\n\r\n')[0] ?? ''

const CLIMBS: readonly string[] = [
  '/../../../../etc/passwd',
  '/assets/../../../../../etc/passwd',
  '/assets/..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/assets/....//....//etc/passwd',
  '/assets/..%252f..%252fetc%252fpasswd',
  '/assets/..%c0%af..%c0%afetc/passwd',
  '/assets/..\\..\\..\\etc\\passwd',
  '/assets/%5c..%5c..%5cetc%5cpasswd',
  '/assets//etc/passwd',
  '/assets/\u0000',
  '/assets/index.html%00.js',
  '/api/docs/assets/../../../package.json',
  '/api/docs/assets/..%2f..%2f..%2fpackage.json',
  '/api/docs/assets/swagger-ui.css/../../package.json',
  '/api/docs/assets/%2e%2e%2fpackage.json',
  '/api/v1/files/..%2f..%2fetc%2fpasswd/content',
  '/api/v1/imports/..%2f..%2fetc%2fpasswd',
  '/..%2fpackage.json',
  '/%2e%2e/package.json',
  'http://evil.example/../../etc/passwd',
  '*',
  '/file:///etc/passwd',
]

/** No address leads out of the folders that are served. */
export const traversal: Check<Ground> = {
  id: 'S044',
  title: 'path traversal',
  run: async (ground) => {
    const findings: string[] = []
    const cookie = ground.world.admin.headers['cookie'] ?? ''
    for (const path of CLIMBS) {
      const answer = await speak(
        ground,
        `GET ${path} HTTP/1.1\r\nHost: ${new URL(ground.url).host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      )
      if (/root:.*:0:0:|"private": true|"workspaces"/.test(answer)) findings.push(`${path}: a file of the machine`)
      if (statusOf(answer) >= 500) findings.push(`${path}: ${statusOf(answer)}`)
      const location = /^location: (.*)$/im.exec(headOf(answer))?.[1] ?? ''
      if (/evil\.example/.test(location)) findings.push(`${path}: leads to ${location}`)
    }
    return judge(findings, `${CLIMBS.length} paths as they are, not as a browser would send them`)
  },
}

/** What a caller says the host is never comes back in an answer, and does not open a door. */
export const hostHeader: Check<Ground> = {
  id: 'S066h',
  title: 'host-header poisoning',
  run: async (ground) => {
    const findings: string[] = []
    const cookie = ground.world.admin.headers['cookie'] ?? ''
    const heads = [
      'Host: evil.example',
      'Host: evil.example:80',
      `Host: ${new URL(ground.url).host}\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded: host=evil.example`,
      `Host: ${new URL(ground.url).host}\r\nX-Original-URL: /api/v1/users\r\nX-Rewrite-URL: /api/v1/users`,
    ]
    const paths = [
      '/',
      '/setup',
      '/api/v1/customers?limit=1',
      '/api/v1/openapi.json',
      '/api/docs',
      '/api/v1/none',
      '/assets',
      '/api/v1/customers/',
    ]
    for (const head of heads)
      for (const path of paths) {
        const answer = await speak(ground, `GET ${path} HTTP/1.1\r\n${head}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`)
        if (answer.includes('evil.example')) findings.push(`${path} with ${head.split('\r\n').at(-1)}: comes back in the answer`)
        if (statusOf(answer) >= 500) findings.push(`${path}: ${statusOf(answer)}`)
      }
    const made = await speak(
      ground,
      `POST /api/v1/customers HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{"name":"x"}`,
    )
    if (statusOf(made) !== 403) findings.push(`a write from a page that says it is the host: ${statusOf(made)}`)
    return judge(findings, `${heads.length} kinds of host at ${paths.length} addresses`)
  },
}

const SMUGGLED: readonly (readonly [string, string])[] = [
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\n{"a"}'],
  ['length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n'],
  ['a folded header', 'X-A: b\r\n c: d\r\nContent-Length: 2\r\n\r\n{}'],
  ['a bare line feed', 'X-A: b\nX-Evil: 1\r\nContent-Length: 2\r\n\r\n{}'],
  ['a null in a header', 'X-A: \u0000\r\nContent-Length: 2\r\n\r\n{}'],
  ['a header of 100 kB', `X-A: ${'a'.repeat(100_000)}\r\nContent-Length: 2\r\n\r\n{}`],
  ['5,000 headers', `${Array.from({ length: 5000 }, (_, index) => `X-${index}: a\r\n`).join('')}Content-Length: 2\r\n\r\n{}`],
]

/** Header injection and requests that two readers would read differently. */
export const headers: Check<Ground> = {
  id: 'S039',
  title: 'header injection and smuggled requests',
  run: async (ground) => {
    const findings: string[] = []
    const { host } = new URL(ground.url)
    const cookie = ground.world.admin.headers['cookie'] ?? ''
    for (const path of [
      '/%0d%0aset-cookie:%20evil=1',
      '/customers?q=%0d%0aset-cookie:evil=1',
      '/api/v1/customers/export?format=csv&fields=name%0d%0aset-cookie:evil=1',
      '/api/v1/none%0d%0ax-evil:1',
    ]) {
      const answer = await speak(
        ground,
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nAccept-Language: en\r\nConnection: close\r\n\r\n`,
      )
      if (/^(set-cookie|x-evil):/im.test(headOf(answer))) findings.push(`${path}: a header of the caller’s`)
    }
    for (const [name, rest] of SMUGGLED) {
      const answer = await speak(
        ground,
        `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nConnection: close\r\n${rest}`,
      )
      const status = statusOf(answer)
      if (status === 200 || status >= 500) findings.push(`${name}: ${status}`)
      if (answer.split('HTTP/1.1 ').length > 2) findings.push(`${name}: two answers`)
    }
    const alive = await ground.world.nobody.ask({ method: 'GET', path: '/healthz' })
    if (alive.status !== 200) findings.push('the server is gone')
    return judge(findings, `4 addresses, ${SMUGGLED.length} ill-formed requests`)
  },
}
