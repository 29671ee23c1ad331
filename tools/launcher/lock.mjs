import { accessSync, constants, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, processStat, root, watchWorkers } from './processes.mjs'

const folder = join(root, '.runtime')
const path = join(folder, 'launcher.lock')

/**
 * Runs `work` while no other launcher of this folder installs or builds.
 * A lock whose owner is gone (also after kill -9 or a reboot) is taken over without asking; an
 * installer that the owner left behind is ended first, so that two never write at once.
 */
export async function withLock(work, onWait) {
  if (isReadOnly()) return work()
  let told = false
  for (;;) {
    const owner = take()
    if (!owner) break
    if (!told) onWait?.(owner.pid)
    told = true
    await pause(300)
  }
  watchWorkers((pid) => replace({ ...identity(process.pid), worker: identity(pid) }))
  try {
    return await work()
  } finally {
    watchWorkers()
    rmSync(path, { force: true })
  }
}

/** An installation that belongs to somebody else can be started, but not changed. */
function isReadOnly() {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return false
  } catch (error) {
    if (existsSync(folder)) return true
    throw error
  }
}

function take() {
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, JSON.stringify(identity(process.pid)))
  try {
    linkSync(mine, path)
    return undefined
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    const owner = readOwner()
    if (owner && isSame(owner)) return owner
    if (owner?.worker && isSame(owner.worker)) process.kill(owner.worker.pid, 'SIGKILL')
    discard()
    return take()
  } finally {
    rmSync(mine, { force: true })
  }
}

function discard() {
  const stale = `${path}.stale.${process.pid}`
  try {
    renameSync(path, stale)
    rmSync(stale, { force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function replace(owner) {
  const next = `${path}.next.${process.pid}`
  writeFileSync(next, JSON.stringify(owner))
  renameSync(next, path)
}

function identity(pid) {
  return { pid, started: processStat(pid)?.started }
}

function isSame({ pid, started }) {
  return isAlive(pid) && processStat(pid)?.started === started
}

function readOwner() {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
