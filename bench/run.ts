import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findEmbedded } from '@perigon/db/embedded'
import pg from 'pg'
import { ADMIN } from './account.ts'
import { type Browsed, measureBrowser } from './measure/browser.ts'
import { startGenerator, startRaw } from './measure/children.ts'
import { type Bulk, measureBulk } from './measure/bulk.ts'
import { cleanUp, markStart } from './measure/clean-up.ts'
import { compare, type Compared } from './measure/compare.ts'
import { comparisonsOf, findSubjects, type Subjects } from './measure/comparisons.ts'
import { type Duplicates, measureDuplicates } from './measure/duplicates.ts'
import { type Exported, measureExport } from './measure/export-file.ts'
import { type Idle, measureIdle } from './measure/idle.ts'
import { type Imported, measureImport } from './measure/import.ts'
import { type Felt, measureMillion } from './measure/million.ts'
import { measureScroll, type Scrolled } from './measure/scroll.ts'
import { measureTrust, type Trust } from './measure/trust.ts'
import { measureViews, type ViewCompared } from './measure/views.ts'
import { type Perigon, signIn, startPerigon } from './measure/perigon.ts'
import { type Results, resultsPage, terminalTable } from './report.ts'

const repository = resolve(fileURLToPath(import.meta.url), '..', '..')
const PARTS = [
  'start',
  'idle',
  'compare',
  'views',
  'trust',
  'million',
  'bulk',
  'duplicates',
  'export',
  'import',
  'browser',
  'scroll',
] as const

type RunOptions = {
  /** The repository whose server is measured; another checkout for a comparison of versions. */
  readonly root: string
  readonly dataDir: string
  readonly port: number
  readonly rounds: number
  readonly milliseconds: number
  readonly connections: number
  readonly only: readonly string[]
  readonly nodeOptions: readonly string[]
  readonly parts: readonly string[]
  readonly rows: number
  readonly idleSeconds: number
  readonly isJson: boolean
  /** Rewrite bench/RESULTS.md. */
  readonly isWritten: boolean
}

function readOptions(): RunOptions {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '/tmp/perigon-bench' },
      root: { type: 'string', default: repository },
      port: { type: 'string', default: '7390' },
      rounds: { type: 'string', default: '7' },
      slice: { type: 'string', default: '2000' },
      connections: { type: 'string', default: '16' },
      only: { type: 'string', default: '' },
      profile: { type: 'string', default: '' },
      parts: { type: 'string', default: PARTS.join(',') },
      rows: { type: 'string', default: '100000' },
      idle: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  return {
    root: resolve(values.root),
    dataDir: values.data,
    port: Number(values.port),
    rounds: Number(values.rounds),
    milliseconds: Number(values.slice),
    connections: Number(values.connections),
    only: values.only === '' ? [] : values.only.split(','),
    parts: values.parts.split(','),
    rows: Number(values.rows),
    idleSeconds: Number(values.idle),
    nodeOptions: values.profile === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`],
    isJson: values.json,
    isWritten: values.write,
  }
}

type House = {
  readonly options: RunOptions
  readonly perigon: Perigon
  readonly client: pg.Client
  readonly url: string
  readonly postmaster: number
  readonly subjects: Subjects
  /** A number no credit code was made of yet. */
  readonly next: number
}

const tell = (line: string): void => void process.stderr.write(`${line}\n`)

/** Starts and stops the server; the first start of a new checkout may compile and migrate and does not count. */
async function measureStarts(options: RunOptions): Promise<readonly number[]> {
  const times: number[] = []
  for (let round = 0; round < 4; round += 1) {
    const perigon = await startPerigon(options)
    await perigon.stop()
    if (round > 0) times.push(perigon.startedInMs)
  }
  return times
}

async function compareAll({ options, perigon, url, postmaster, subjects, next }: House): Promise<readonly Compared[]> {
  const rep = await signIn(perigon.url, subjects.rep.login)
  const admin = await signIn(perigon.url, ADMIN)
  const raw = await startRaw(url, { [rep.token]: subjects.rep, [admin.token]: subjects.rep })
  const generator = startGenerator()
  const results: Compared[] = []
  for (const comparison of comparisonsOf({ perigon, raw, rep, admin, subjects }, next)) {
    if (options.only.length > 0 && !options.only.includes(comparison.key)) continue
    const result = await compare(comparison, { generator, postmaster, ...options })
    results.push(result)
    tell(
      `${result.label}  ${result.ratio.toFixed(2)}  (${result.perigon.perSecond.toFixed(0)}/s against ${result.raw.perSecond.toFixed(0)}/s)`,
    )
  }
  generator.stop()
  raw.stop()
  return results
}

async function viewsAll({ options, perigon, url, postmaster, subjects }: House): Promise<readonly ViewCompared[]> {
  const rep = await signIn(perigon.url, subjects.rep.login)
  const raw = await startRaw(url, { [rep.token]: subjects.rep })
  const generator = startGenerator()
  const compared = await measureViews({ perigon, raw, rep }, { generator, postmaster, ...options, tell, now: new Date() })
  generator.stop()
  raw.stop()
  return compared
}

async function trustAll({ options, perigon, client, url, postmaster, subjects }: House): Promise<Trust> {
  const rep = await signIn(perigon.url, subjects.rep.login)
  const admin = await signIn(perigon.url, ADMIN)
  const generator = startGenerator()
  const trust = await measureTrust({ perigon, url, rep, admin, subjects, client }, { generator, postmaster, ...options })
  generator.stop()
  return trust
}

async function millionAll({ options, perigon, postmaster, subjects }: House): Promise<readonly Felt[]> {
  const rep = await signIn(perigon.url, subjects.rep.login)
  const admin = await signIn(perigon.url, ADMIN)
  const generator = startGenerator()
  const felt = await measureMillion({ perigon, rep, admin }, { generator, postmaster, ...options })
  generator.stop()
  return felt
}

async function duplicatesAll({ options, perigon, client, subjects }: House): Promise<Duplicates> {
  const rep = await signIn(perigon.url, subjects.rep.login)
  const admin = await signIn(perigon.url, ADMIN)
  const generator = startGenerator()
  const duplicates = await measureDuplicates({ perigon, rep, admin, client }, { generator, ...options })
  generator.stop()
  return duplicates
}

async function importAll(house: House): Promise<Imported> {
  const { perigon, options, client, postmaster, next } = house
  const admin = await signIn(perigon.url, ADMIN)
  return measureImport(perigon, admin, { client, postmaster, rows: options.rows, next: next + 20_000_000 })
}

async function sizesOf(client: pg.Client): Promise<{ readonly [object: string]: number }> {
  const objects = ['customer', 'contact', 'opportunity', 'stage_history', 'interaction', 'task', 'event'] as const
  const counts = objects.map((object) => `(select count(*)::int from ${object}) as ${object}`)
  const rows = await client.query<{ [object: string]: number }>(`select ${counts.join(', ')}`)
  return rows.rows[0] ?? {}
}

async function measureHouse(house: House): Promise<Omit<Results, 'startMs'>> {
  const { options, perigon, client, postmaster, subjects } = house
  const wanted = (part: (typeof PARTS)[number]): boolean => options.parts.includes(part)
  const idle: Idle | null = wanted('idle') ? await measureIdle(perigon, { postmaster, seconds: options.idleSeconds }) : null
  const sizes = await sizesOf(client)
  const compared = wanted('compare') ? await compareAll(house) : []
  const views = wanted('views') ? await viewsAll(house) : []
  const trust = wanted('trust') ? await trustAll(house) : null
  const million = wanted('million') ? await millionAll(house) : []
  const browsed: Browsed | null = wanted('browser')
    ? await measureBrowser(perigon, { root: options.root, login: subjects.rep.login })
    : null
  const scrolled: Scrolled | null = wanted('scroll') ? await measureScroll(perigon, { root: options.root, login: ADMIN }) : null
  const bulk: Bulk | null = wanted('bulk') ? await measureBulk(perigon, await signIn(perigon.url, ADMIN), client) : null
  const duplicates = wanted('duplicates') ? await duplicatesAll(house) : null
  const exported: Exported | null = wanted('export') ? await measureExport(perigon, await signIn(perigon.url, ADMIN)) : null
  const imported: Imported | null = wanted('import') ? await importAll(house) : null
  return {
    sizes,
    subject: { login: subjects.rep.login, customers: subjects.own.length },
    idle,
    compared,
    views,
    trust,
    million,
    browsed,
    scrolled,
    bulk,
    duplicates,
    exported,
    imported,
  }
}

/** One start of the server for all measurements, and the database left as it was found. */
async function inHouse<T>(options: RunOptions, work: (house: House) => Promise<T>): Promise<T> {
  const perigon = await startPerigon(options)
  try {
    const found = await findEmbedded(options.dataDir)
    if (found === undefined) throw new Error('the database does not run')
    const client = new pg.Client({ connectionString: found.url })
    client.on('error', () => undefined)
    await client.connect()
    // What an earlier run has taken away must not be walked over by this one.
    await client.query('set statement_timeout = 0')
    for (const table of ['customer', 'event', 'import_row']) await client.query(`vacuum ${table}`)
    const mark = await markStart(client)
    try {
      const subjects = await findSubjects(client)
      const next = 1_000_000 + Math.floor(Math.random() * 1e9)
      return await work({ options, perigon, client, url: found.url, postmaster: found.pid, subjects, next })
    } finally {
      await cleanUp(client, mark)
      await client.end()
    }
  } finally {
    await perigon.stop()
  }
}

/** What people wrote below the table of the last results. */
function remarksOf(path: string): string {
  const marker = '## Remarks'
  try {
    const text = readFileSync(path, 'utf8')
    const at = text.indexOf(marker)
    return at < 0 ? `${marker}\n` : text.slice(at)
  } catch {
    return `${marker}\n`
  }
}

async function main(): Promise<void> {
  const options = readOptions()
  const startMs = options.parts.includes('start') ? await measureStarts(options) : []
  const results: Results = { startMs, ...(await inHouse(options, measureHouse)) }
  if (options.isWritten) {
    const path = join(repository, 'bench', 'RESULTS.md')
    writeFileSync(path, resultsPage(results, { root: options.root, at: new Date(), remarks: remarksOf(path) }))
  }
  console.log(options.isJson ? JSON.stringify(results, null, 2) : terminalTable(results))
}

await main()
