import { createServer } from 'node:net'
import type { Finding, MachineCheck } from './finding.ts'

/** The port is free, or it is we who answer there. */
export const checkPort: MachineCheck = async ({ config }) => {
  const { host, port } = config
  if (await isOurs(host, port)) {
    return [{ check: 'port', status: 'ok', text: { zh: `端口 ${port}：周全 CRM 正在运行`, en: `port ${port}: Perigon is running there` } }]
  }
  const code = await tryListen(host, port)
  if (code === undefined) {
    return [{ check: 'port', status: 'ok', text: { zh: `端口 ${host}:${port} 空闲`, en: `port ${host}:${port} is free` } }]
  }
  return [refusal(code, `${host}:${port}`)]
}

async function isOurs(host: string, port: number): Promise<boolean> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const name = reachable.includes(':') ? `[${reachable}]` : reachable
  try {
    const response = await fetch(`http://${name}:${port}/version`, { signal: AbortSignal.timeout(2000) })
    return response.ok && /perigon/i.test((await response.text()).slice(0, 2000))
  } catch {
    return false
  }
}

function tryListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((done) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(undefined)))
  })
}

function refusal(code: string, place: string): Finding {
  const base = { check: 'port', status: 'failure' } as const
  if (code === 'EADDRINUSE') {
    return {
      ...base,
      text: { zh: `端口 ${place} 被其他程序占用`, en: `port ${place} is taken by another program` },
      advice: { zh: '用 ss -ltnp 查看是谁，或用 PORT 另选端口。', en: 'See by whom with ss -ltnp, or choose another one with PORT.' },
    }
  }
  if (code === 'EACCES') {
    return {
      ...base,
      text: { zh: `没有权限使用端口 ${place}`, en: `we may not use port ${place}` },
      advice: { zh: '请用 1024 以上的端口，并在前面放反向代理。', en: 'Use a port above 1024 and put a reverse proxy in front.' },
    }
  }
  return {
    ...base,
    text: { zh: `无法监听 ${place}：${code}`, en: `cannot listen on ${place}: ${code}` },
    advice: { zh: '检查 HOST 和 PORT。', en: 'Check HOST and PORT.' },
  }
}
