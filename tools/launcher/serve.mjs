import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isAlive, processStat, root } from './processes.mjs'

/**
 * Runs a program of ours under Node 24 in the foreground: signals go to it, its exit code comes back.
 * Should this launcher die by kill -9, the program notices and ends in good order (see tether.mjs).
 */
export function serve(node, [script, ...args], { watchParents = false } = {}) {
  return new Promise((done) => {
    const tether = pathToFileURL(join(root, 'tools', 'launcher', 'tether.mjs')).href
    // Halves the time that loading the sources takes from the second start on.
    const cache = process.env.NODE_COMPILE_CACHE ?? join(root, '.runtime', 'compile-cache')
    const child = spawn(node, ['--import', tether, join(root, script), ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: cache, PERIGON_LAUNCHER: String(process.pid) },
    })
    const pass = (signal) => child.kill(signal)
    // A terminal sends Ctrl-C to all of its programs at once: passing it on would make it two.
    const fromTerminal = process.stdin.isTTY ? ['SIGINT', 'SIGHUP', 'SIGQUIT'] : []
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
      if (signal in constants.signals) process.on(signal, () => fromTerminal.includes(signal) || pass(signal))
    }
    const watch = watchParents ? watchCallers(() => pass('SIGTERM')) : undefined
    child.on('error', (error) => done({ code: 1, error }))
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      done({ code: code ?? 128 + (constants.signals[signal] ?? 0) })
    })
  })
}

// npm and the shell between npm and us: when either is killed outright, no signal reaches us.
function watchCallers(onGone) {
  if (!process.env.npm_lifecycle_event || process.platform !== 'linux') return undefined
  const callers = [process.ppid]
  const parent = processStat(process.ppid)
  if (parent && /^(sh|bash|dash|zsh)$/.test(parent.name)) callers.push(parent.parent)
  const timer = setInterval(() => {
    if (callers.every((pid) => pid > 1 && isAlive(pid))) return
    clearInterval(timer)
    onGone()
  }, 1000)
  timer.unref()
  return timer
}
