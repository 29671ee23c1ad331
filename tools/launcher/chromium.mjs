import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say } from './language.mjs'
import { run } from './processes.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const elsewhere = [
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Path of a Chromium that is already on this machine. */
export function findChromium() {
  const folders = ['/usr/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(delimiter)]
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [process.env.PERIGON_CHROMIUM, ...places, ...elsewhere].find((path) => path && existsSync(path))
}

/** Installs Debian's Chromium and a Chinese font where we may; otherwise says how, and returns undefined. */
export async function installChromium(out) {
  const line = 'apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-cjk'
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  if (mayInstall) {
    out.write(`… ${say({ zh: '安装 chromium 和 fonts-noto-cjk', en: 'installing chromium and fonts-noto-cjk' })}\n`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const { code, output } = await run('/bin/sh', ['-c', line], { env })
    if (code === 0) return findChromium()
    out.write(`${output.trimEnd().split('\n').slice(-15).join('\n')}\n`)
  }
  const advice = existsSync('/etc/debian_version') ? `sudo sh -c '${line}'` : 'PERIGON_CHROMIUM=/path/to/chromium npm test'
  out.write(
    `✗ ${say({ zh: '没有 Chromium，浏览器测试无法运行。请执行：', en: 'no Chromium here for the browser tests; run:' })} ${advice}\n`,
  )
  return undefined
}
