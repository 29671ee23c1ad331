import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNpm } from './processes.mjs'
import { StepError } from './steps.mjs'

const stampPath = join(root, 'node_modules', '.perigon-stamp')

/** Installs what package-lock.json says (`npm ci --ignore-scripts`) unless node_modules already matches it. */
export async function ensureDependencies(node) {
  const stamp = currentStamp()
  if (dependenciesAreThere(stamp)) return { note: { zh: '已是最新', en: 'up to date' } }
  refuseLinkedFolder()
  const { code, output } = await runNpm(node, ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'])
  if (code !== 0) {
    throw new StepError(
      { zh: 'npm ci 失败', en: 'npm ci failed' },
      {
        zh: '检查网络、npm 源和磁盘空间，然后再次运行；已下载的部分不会丢失。',
        en: 'Check the network, the npm registry and the disk space, then run again; what was downloaded is kept.',
      },
      output,
    )
  }
  writeFileSync(stampPath, stamp)
  return { note: { zh: '已安装', en: 'installed' } }
}

// npm ci empties the folder first, and through a link it would empty somebody else's.
function refuseLinkedFolder() {
  if (!lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return
  throw new StepError(
    { zh: 'node_modules 是一个链接，且与 package-lock.json 不一致', en: 'node_modules is a link, and it does not match package-lock.json' },
    { zh: '请在链接指向的项目中运行 npm ci，或删除该链接。', en: 'Run npm ci in the project that it points to, or remove the link.' },
  )
}

/** True when node_modules matches package-lock.json. */
export function dependenciesAreThere(stamp = currentStamp()) {
  if (readText(stampPath) === stamp) return true
  if (!matchesHiddenLock()) return false
  try {
    writeFileSync(stampPath, stamp)
  } catch {
    // Not ours to change; the next start compares again.
  }
  return true
}

function currentStamp() {
  const lock = readText(join(root, 'package-lock.json'))
  const hash = createHash('sha256').update(lock).digest('hex')
  return `${hash} ${process.platform}-${process.arch}\n`
}

// A developer's own `npm install` leaves no stamp, but npm's record of what it put on the disk.
function matchesHiddenLock() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  const wanted = readPackages(join(root, 'package-lock.json'))
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || !path.includes('node_modules/')) return true
    const found = installed[path]
    if (!found) return entry.optional === true && !isForHere(entry)
    return found.version === entry.version && existsSync(join(root, path))
  })
}

function isForHere(entry) {
  const fits = (list, value) => !list || list.includes(value)
  const libc = entry.libc && process.platform === 'linux' ? entry.libc.includes('glibc') : true
  return fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && libc && hasPlatform(entry)
}

// Optional packages without a platform of their own hang below others that have one (wasm fallbacks, say).
function hasPlatform(entry) {
  return Boolean(entry.os || entry.cpu)
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
