import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

let announceWorker = () => undefined

/** Says who wants to know the process id of every program that `run` starts (the launcher's lock does). */
export function watchWorkers(listener = () => undefined) {
  announceWorker = listener
}

/** Runs a program to its end and keeps its output; never throws for a bad exit code. */
export function run(command, args, { cwd = root, env = process.env, onLine, shell = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    if (child.pid) announceWorker(child.pid)
    let output = ''
    const take = (chunk) => {
      output = (output + chunk).slice(-200_000)
      onLine?.(String(chunk))
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => done({ code: 127, output: `${command}: ${error.message}` }))
    child.on('close', (code, signal) => done({ code: code ?? 128, signal, output }))
  })
}

/** Runs npm's own command line under the given Node, whichever way npm was installed. */
export function runNpm(node, args, options = {}) {
  const cli = npmCli()
  const env = npmEnvironment(node)
  if (cli) return run(node, [cli, ...args], { env, ...options })
  const windows = process.platform === 'win32'
  return run(windows ? 'npm.cmd' : 'npm', args, { env, shell: windows, ...options })
}

/** True while a process with this id exists (a zombie does not count). */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  return processStat(pid)?.state !== 'Z'
}

/** Parent, state and start time of a process on Linux; undefined elsewhere. */
export function processStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { name, state: rest[0], parent: Number(rest[1]), started: rest[19] }
  } catch {
    return undefined
  }
}

function npmCli() {
  const bin = dirname(process.execPath)
  return [
    process.env.npm_execpath,
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path && basename(path) === 'npm-cli.js' && existsSync(path))
}

// `npm start` hands its own settings down as npm_*; only those that say where the registry is may pass.
function npmEnvironment(node) {
  const keep = /^npm_config_(registry|cache|proxy|https_proxy|http_proxy|noproxy|cafile|userconfig|globalconfig|strict_ssl|fetch_.*)$/i
  const env = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^npm_/i.test(name) || keep.test(name)) env[name] = value
  }
  delete env.NODE_ENV
  const separator = process.platform === 'win32' ? ';' : ':'
  const path = process.env.PATH ?? process.env.Path ?? ''
  return { ...env, PATH: `${dirname(node)}${separator}${path}`, npm_config_update_notifier: 'false' }
}
