import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root, run } from './processes.mjs'
import { StepError } from './steps.mjs'

const web = join(root, 'apps', 'web')
const built = join(web, 'dist')
const stampPath = join(root, '.runtime', 'web-build.json')

/** Builds the browser application into apps/web/dist when its sources changed since the last build. */
export async function ensureWebBuild(node) {
  if (!existsSync(join(web, 'vite.config.ts'))) {
    return { note: { zh: '没有网页程序，跳过', en: 'no web application here, skipped' } }
  }
  const before = readStamp()
  const files = listSources()
  const glance = hashOf(files.map((file) => `${file.path} ${file.size} ${file.mtime}`))
  const isBuilt = existsSync(join(built, 'index.html'))
  if (isBuilt && before.glance === glance) return { note: { zh: '已是最新', en: 'up to date' } }
  const content = hashOf(files.map((file) => `${file.path} ${hashOf([readFileSync(join(root, file.path))])}`))
  const isFresh = isBuilt && before.content === content
  if (!isFresh) await build(node)
  writeStamp({ glance, content })
  return { note: isFresh ? { zh: '已是最新', en: 'up to date' } : { zh: '已构建', en: 'built' } }
}

// Built beside and swapped in: a build that is killed leaves the old one in place.
async function build(node) {
  const next = join(web, 'dist.next')
  const old = join(web, 'dist.old')
  rmSync(next, { recursive: true, force: true })
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { code, output } = await run(node, [vite, 'build', web, '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: web,
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  })
  if (code !== 0) {
    rmSync(next, { recursive: true, force: true })
    throw new StepError(
      { zh: '网页程序构建失败', en: 'the web application does not build' },
      {
        zh: '若改过源码，请按上面的信息修正；否则运行 git status 查看，或删除 node_modules 后再试。',
        en: 'If you changed the sources, mend what is shown above; if not, look at git status, or remove node_modules and try again.',
      },
      output,
    )
  }
  rmSync(old, { recursive: true, force: true })
  if (existsSync(built)) renameSync(built, old)
  renameSync(next, built)
  rmSync(old, { recursive: true, force: true })
}

function listSources() {
  const files = []
  for (const folder of ['apps/web', 'packages', 'modules']) collect(join(root, folder), files)
  for (const name of ['package-lock.json', 'tsconfig.json']) add(join(root, name), files)
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function collect(folder, files) {
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!/^(node_modules|dist|dist\..*|\..*)$/.test(entry.name)) collect(path, files)
    } else if (!/\.(test|int\.test|e2e\.test)\.tsx?$|\.md$|\.sql$/.test(entry.name)) {
      add(path, files)
    }
  }
}

function add(path, files) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat) files.push({ path: relative(root, path), size: stat.size, mtime: stat.mtimeMs })
}

function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest('hex')
}

// Where the installation is not ours to change, the next start just looks again.
function writeStamp(stamp) {
  try {
    writeFileSync(stampPath, JSON.stringify(stamp))
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error
  }
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampPath, 'utf8'))
  } catch {
    return {}
  }
}
