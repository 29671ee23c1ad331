import { setImmediate as breathe } from 'node:timers/promises'
import type { Executor, Tx } from '@perigon/db'
import { groupsOf, type Model } from '@perigon/match'
import { type BlockKey, blockKeysOf } from './block-keys.ts'
import { type Compared, comparedOf, judge, learnModel, type Reason } from './evidence.ts'
import { type Oversized, type PairIds, pairsOfPage, START } from './pairs-of-page.ts'
import type { Scan, Step } from './scan-ledger.ts'
import { COMPARED, printOf, type Scanned, type ScannedRecord, scannedRecord } from './scanned-record.ts'

const RECORDS = 1000
const KEYS = 5000
const SAMPLE = 1000
/** So many pairs are judged before others get their turn. */
const TURN = 500

const columnsOf = (object: Scanned): string =>
  ['id', ...COMPARED[object], ...(object === 'customer' ? ['name_normalized'] : [])].map((column) => `"${column}"`).join(', ')

async function recordsOf(db: Executor, object: Scanned, ids: readonly string[]): Promise<readonly ScannedRecord[]> {
  if (ids.length === 0) return []
  const rows = await db.query({
    text: `select ${columnsOf(object)} from "${object}" where id = any($1::uuid[]) and deleted_at is null`,
    values: [ids],
    name: `duplicate_records_${object}`,
  })
  return rows.map((row) => scannedRecord(object, row))
}

/** Whether the keys made so far are still there: a crash of the database empties their table. */
async function hasKeys(db: Executor, scan: Scan): Promise<boolean> {
  const rows = await db.query({ text: 'select 1 from duplicate_key where scan = $1 and rule = -1 limit 1', values: [scan.number] })
  return rows.length > 0
}

async function insertKeys(tx: Tx, scan: Scan, keys: readonly BlockKey[]): Promise<number> {
  await tx.query({
    text: `insert into duplicate_key (scan, rule, hash, sort, record)
           select $1, * from unnest($2::smallint[], $3::bigint[], $4::bigint[], $5::uuid[]) on conflict do nothing`,
    values: [
      scan.number,
      keys.map((key) => key.rule),
      keys.map((key) => key.hash),
      keys.map((key) => key.sort),
      keys.map((key) => key.record),
    ],
    name: 'duplicate_keys',
  })
  return 0
}

/** The first phase: which blocks each record belongs to, a thousand records at a time in the order of their ids. */
async function keysStep(db: Executor, scan: Scan): Promise<Step> {
  const after = scan.place?.record ?? null
  const rows = await db.query<{ id: string }>({
    text: `select ${columnsOf(scan.object)} from "${scan.object}" where deleted_at is null and ($1::uuid is null or id > $1) order by id limit ${RECORDS}`,
    values: [after],
    name: `duplicate_walk_${scan.object}`,
  })
  const keys = rows.flatMap((row) => blockKeysOf(scannedRecord(scan.object, row), scan.rules))
  const last = rows[rows.length - 1]
  const isOver = rows.length < RECORDS || last === undefined
  const total =
    after === null ? await db.query<{ n: number }>(`select count(*)::int as n from "${scan.object}" where deleted_at is null`) : []
  const marker = { ...START, record: scan.id }
  return {
    phase: isOver ? 'learn' : 'keys',
    place: isOver ? null : { record: last.id },
    counts: { records: rows.length },
    ...(total[0] === undefined ? {} : { total: total[0].n }),
    write: (tx) => insertKeys(tx, scan, after === null ? [marker, ...keys] : keys),
  }
}

/** The second: what agreement tells in this base, from records that lie side by side in the order of a hash, which is by chance. */
async function learnStep(db: Executor, scan: Scan): Promise<Step> {
  const rows = await db.query<{ record: string }>({
    text: `select record from duplicate_key where scan = $1 and rule >= 0 order by rule, hash, sort, record limit ${SAMPLE}`,
    values: [scan.number],
  })
  const sample = await recordsOf(db, scan.object, [...new Set(rows.map((row) => row.record))])
  return { phase: 'pairs', place: null, counts: {}, model: learnModel(scan.rules, sample), write: async () => 0 }
}

type Sized = BlockKey & { readonly n: number }

async function pageOf(db: Executor, scan: Scan): Promise<readonly Sized[]> {
  const from = scan.place?.block ?? START
  return db.query<Sized>({
    text: `with page as materialized (
             select rule, hash, sort, record, row_number() over (order by rule, hash, sort, record) as n from duplicate_key
             where scan = $1 and rule >= 0 and (rule, hash, sort, record) > ($2::smallint, $3::bigint, $4::bigint, $5::uuid)
             order by rule, hash, sort, record limit ${KEYS}),
           sized as (select *, count(*) over (partition by rule, hash) as size from page)
           select rule, hash, sort, record, n::int from sized where size > 1 or n = (select max(n) from page) order by n`,
    values: [scan.number, from.rule, from.hash, from.sort, from.record],
    name: 'duplicate_page',
  })
}

/** How large the blocks are really: of those that fill a page only a part was seen. */
async function sizesOf(db: Executor, scan: Scan, found: readonly Oversized[]): Promise<readonly Oversized[]> {
  if (found.every((block) => block.size < KEYS)) return found
  const rows = await db.query<{ rule: number; hash: number; n: number }>({
    text: `select k.rule, k.hash, count(*)::int as n from unnest($2::smallint[], $3::bigint[]) w(rule, hash)
           join duplicate_key k on k.scan = $1 and k.rule = w.rule and k.hash = w.hash group by k.rule, k.hash`,
    values: [scan.number, found.map((block) => block.rule), found.map((block) => block.hash)],
  })
  return found.map((block) => ({ ...block, size: rows.find((row) => row.rule === block.rule && row.hash === block.hash)?.n ?? block.size }))
}

type Proposed = { readonly a: string; readonly b: string; readonly score: number; readonly reasons: readonly Reason[] }

async function judgeAll(
  pairs: readonly PairIds[],
  records: ReadonlyMap<string, Compared>,
  measure: { readonly rules: Scan['rules']; readonly model: Model },
): Promise<readonly Proposed[]> {
  const proposed: Proposed[] = []
  const seen = new Set<string>()
  for (const [at, [first, second]] of pairs.entries()) {
    if (at % TURN === TURN - 1) await breathe()
    const [a, b] = [records.get(first), records.get(second)]
    if (a === undefined || b === undefined) continue
    const found = judge(measure, a, b)
    const pair = `${first} ${second}`
    if (found === null || seen.has(pair)) continue
    seen.add(pair)
    proposed.push({ a: first, b: second, ...found })
  }
  return proposed
}

/** Without the pairs that somebody said are different, unless one of the two says something else by now. */
async function undecided(
  db: Executor,
  scan: Scan,
  input: { readonly proposed: readonly Proposed[]; readonly records: ReadonlyMap<string, Compared> },
): Promise<readonly Proposed[]> {
  const { proposed, records } = input
  const rows = await db.query<{ a: string; b: string; print_a: string; print_b: string }>({
    text: `select d.a, d.b, d.print_a, d.print_b from unnest($2::uuid[], $3::uuid[]) p(a, b) join duplicate_decision d on d.object = $1 and d.a = p.a and d.b = p.b`,
    values: [scan.object, proposed.map((pair) => pair.a), proposed.map((pair) => pair.b)],
    name: 'duplicate_decided',
  })
  const print = (id: string): string => {
    const found = records.get(id)
    return found === undefined ? '' : printOf(found.record)
  }
  const held = new Set(rows.filter((row) => row.print_a === print(row.a) && row.print_b === print(row.b)).map((row) => `${row.a} ${row.b}`))
  return proposed.filter((pair) => !held.has(`${pair.a} ${pair.b}`))
}

/** Two records that share several blocks are met several times, and kept once. */
async function insertPairs(tx: Tx, scan: Scan, pairs: readonly Proposed[]): Promise<number> {
  if (pairs.length === 0) return 0
  const rows = await tx.query<{ n: number }>({
    text: `with new as (insert into duplicate_pair (scan, a, b, score, reasons)
             select $1, x.a, x.b, x.score, x.reasons from json_to_recordset($2::json) as x(a uuid, b uuid, score smallint, reasons jsonb)
             on conflict do nothing returning 1)
           select count(*)::int as n from new`,
    values: [scan.id, JSON.stringify(pairs)],
    name: 'duplicate_pairs',
  })
  return rows[0]?.n ?? 0
}

/** The third: judges the pairs of a page of blocks. */
async function pairsStep(db: Executor, scan: Scan): Promise<Step> {
  const rows = await pageOf(db, scan)
  const last = rows[rows.length - 1]
  const page = pairsOfPage({ rows, cutAt: (last?.n ?? 0) >= KEYS ? KEYS : null, from: scan.place?.block ?? START })
  const found = page.pairs.length === 0 ? [] : await recordsOf(db, scan.object, [...new Set(rows.map((row) => row.record))])
  const records = new Map(found.map((record) => [record.id, comparedOf(scan.rules, record)]))
  const model = scan.model ?? learnModel(scan.rules, [])
  const proposed = await judgeAll(page.pairs, records, { rules: scan.rules, model })
  const pairs = proposed.length === 0 ? [] : await undecided(db, scan, { proposed, records })
  const oversized = await sizesOf(db, scan, page.oversized)
  return {
    phase: page.next === null ? 'groups' : 'pairs',
    place: page.next === null ? null : { block: page.next },
    counts: { compared: page.pairs.length, oversized: oversized.length },
    oversized,
    write: (tx) => insertPairs(tx, scan, pairs),
  }
}

const SEEDS = 300
const REACHED = 3000
/** A group holds so many at most: more are not merged in one go, and nobody judges more side by side. */
const LARGEST_GROUP = 10
const LEFT_OUT = '00000000-0000-0000-0000-000000000000'

function strongest(reasons: readonly Reason[]): readonly Reason[] {
  const best = new Map<string, Reason>()
  for (const reason of reasons) if ((best.get(reason.rule)?.score ?? 0) < reason.score) best.set(reason.rule, reason)
  return [...best.values()]
}

/** The fourth: what hangs together through pairs becomes a group, a few hundred pairs and their surroundings at a time. */
async function groupsStep(db: Executor, scan: Scan): Promise<Step> {
  const pairs = await db.query<Proposed>({
    text: `with recursive seed as materialized (
             select a, b from duplicate_pair where scan = $1 and in_group is null order by score desc, a, b limit ${SEEDS}),
           reach(record) as (
             select unnest(array[a, b]) from seed
             union select n.other from reach r cross join lateral (
               select p.b as other from duplicate_pair p where p.scan = $1 and p.a = r.record and p.in_group is null
               union all select p.a from duplicate_pair p where p.scan = $1 and p.b = r.record and p.in_group is null) n),
           near as materialized (select record from reach limit ${REACHED})
           select p.a, p.b, p.score, p.reasons from near n join duplicate_pair p on p.scan = $1 and p.a = n.record
           where p.in_group is null and p.b in (select record from near)`,
    values: [scan.id],
    name: 'duplicate_reach',
  })
  if (pairs.length === 0) return { phase: 'done', place: null, counts: {}, write: async () => 0 }
  const byPair = new Map(pairs.map((pair) => [`${pair.a} ${pair.b}`, pair]))
  const groups = groupsOf(pairs, LARGEST_GROUP).map((group) => {
    const reasons = strongest(group.pairs.flatMap((pair) => byPair.get(`${pair.a} ${pair.b}`)?.reasons ?? []))
    const score = Math.round(group.pairs.reduce((sum, pair) => sum + pair.score, 0) / group.pairs.length)
    return {
      members: group.ids.toSorted((a, b) => a.localeCompare(b)),
      score,
      reasons,
      fields: [...new Set(reasons.map((reason) => reason.field))],
      rank: score * group.ids.length,
      pairs: group.pairs.map(({ a, b }) => ({ a, b })),
    }
  })
  const grouped = groups.reduce((sum, group) => sum + group.pairs.length, 0)
  return {
    phase: 'groups',
    place: null,
    counts: { groups: groups.length, left_out: pairs.length - grouped },
    write: (tx) => insertGroups(tx, scan, { groups, pairs }),
  }
}

type Grouped = { readonly members: readonly string[]; readonly pairs: readonly { readonly a: string; readonly b: string }[] }

async function insertGroups(
  tx: Tx,
  scan: Scan,
  { groups, pairs }: { readonly groups: readonly Grouped[]; readonly pairs: readonly Proposed[] },
): Promise<number> {
  await tx.query({
    text: `with made as (
             insert into duplicate_group (scan, object, score, members, reasons, fields, rank)
             select $1, $2, x.score, x.members, x.reasons, x.fields, x.rank
             from json_to_recordset($3::json) as x(score smallint, members uuid[], reasons jsonb, fields text[], rank integer)
             returning id, members)
           update duplicate_pair p set in_group = coalesce((select m.id from made m where p.a = any(m.members) and p.b = any(m.members) limit 1), '${LEFT_OUT}')
           from json_to_recordset($4::json) as y(a uuid, b uuid) where p.scan = $1 and p.a = y.a and p.b = y.b`,
    values: [scan.id, scan.object, JSON.stringify(groups), JSON.stringify(pairs.map(({ a, b }) => ({ a, b })))],
  })
  return 0
}

/** The next piece of a scan's work: reads and judges, and says what to write. Keys that a crash took begin the scan again. */
export async function nextStep(db: Executor, scan: Scan): Promise<Step> {
  const isBegun = scan.phase !== 'keys' || scan.place !== null
  if (isBegun && scan.phase !== 'groups' && !(await hasKeys(db, scan)))
    return {
      phase: 'keys',
      place: null,
      counts: {},
      anew: true,
      write: async (tx) => {
        await tx.query({ text: 'delete from duplicate_pair where scan = $1', values: [scan.id] })
        return 0
      },
    }
  const steps = { keys: keysStep, learn: learnStep, pairs: pairsStep, groups: groupsStep } as const
  return steps[scan.phase](db, scan)
}
