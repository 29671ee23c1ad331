import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Browsed } from './measure/browser.ts'
import type { Bulk } from './measure/bulk.ts'
import type { Duplicates } from './measure/duplicates.ts'
import type { Compared, SideResult } from './measure/compare.ts'
import type { Exported } from './measure/export-file.ts'
import type { Idle } from './measure/idle.ts'
import type { Felt } from './measure/million.ts'
import type { Scrolled } from './measure/scroll.ts'
import type { Trust } from './measure/trust.ts'
import type { ViewCompared } from './measure/views.ts'
import type { Imported } from './measure/import.ts'

export type Results = {
  readonly sizes: { readonly [object: string]: number }
  readonly subject: { readonly login: string; readonly customers: number }
  readonly startMs: readonly number[]
  readonly idle: Idle | null
  readonly compared: readonly Compared[]
  readonly views: readonly ViewCompared[]
  readonly trust: Trust | null
  readonly million: readonly Felt[]
  readonly bulk: Bulk | null
  readonly duplicates: Duplicates | null
  readonly exported: Exported | null
  readonly imported: Imported | null
  readonly browsed: Browsed | null
  readonly scrolled: Scrolled | null
}

/** One figure beside what was asked of it; `met` is null when nothing was asked. */
type Line = { readonly what: string; readonly target: string; readonly figure: string; readonly met: boolean | null; readonly note: string }

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })

const side = ({ perSecond, p50, p95, serverMicroseconds, databaseMicroseconds }: SideResult): string =>
  `${number(perSecond)}/s, p50 ${number(p50, 1)} / p95 ${number(p95, 1)} ms, CPU ${number(serverMicroseconds)} + ${number(databaseMicroseconds)} µs`

function comparedLine({ label, target, ratio, perigon, raw }: Compared): Line {
  return {
    what: label,
    target: target === null ? '' : `≥ ${target} of raw`,
    figure: `**${ratio.toFixed(2)}**`,
    met: target === null ? null : ratio >= target,
    note: `${side(perigon)}; raw ${side(raw)}`,
  }
}

/** Both are asked of a list: not much slower than the same by hand, and quick enough for a person. */
function viewLine({ what, rows, ratio, perigon, raw }: ViewCompared): Line {
  return {
    what: `list ${what}`,
    target: 'p95 ≤ 2 × raw, ≤ 100 ms',
    figure: `**${number(ratio, 2)} ×, ${number(perigon.p95, 1)} ms**`,
    met: ratio <= 2 && perigon.p95 <= 100,
    note: `${number(rows)} rows; ${side(perigon)}; raw ${side(raw)}`,
  }
}

function feltLine({ what, target, connections, p50, p95, perSecond, ratio }: Felt): Line {
  return {
    what: connections === 1 ? what : `${what}, ${connections} connections`,
    target: target === null ? '' : `p95 ≤ ${number(target)} ms`,
    figure: `**${number(p95, 1)} ms**`,
    met: target === null ? null : p95 <= target,
    note: `p50 ${number(p50, 1)} ms, ${number(perSecond)}/s${ratio === undefined ? '' : `; ${number(ratio, 2)} × the line above, in turn`}`,
  }
}

function trustLines(trust: Trust): readonly Line[] {
  const { compared, bareWrites, loggedWrites, sealMicroseconds, bareMicroseconds, readsAlone, readsBesideSignIns, signInsPerSecond } = trust
  const logged = loggedWrites / bareWrites
  return [
    ...compared.map(
      ({ label, target, ratio, perigon, raw }): Line => ({
        what: label,
        target: target === null ? '' : `≥ ${target}`,
        figure: `**${ratio.toFixed(2)}**`,
        met: target === null ? null : ratio >= target,
        note: `${side(perigon)}; the other ${side(raw)}`,
      }),
    ),
    {
      what: 'one row with its history against the bare row, in SQL, one connection',
      target: '',
      figure: `**${logged.toFixed(2)}**`,
      met: null,
      note: `${number(loggedWrites)}/s against ${number(bareWrites)}/s; sealing an event afterwards ${number(sealMicroseconds)} µs of database CPU, the bare row ${number(bareMicroseconds)} µs`,
    },
    {
      what: 'p95 of list reads while 50 people sign in, against alone',
      target: '≤ 2',
      figure: `**${(readsBesideSignIns / readsAlone).toFixed(2)}**`,
      met: readsBesideSignIns / readsAlone <= 2,
      note: `${number(readsBesideSignIns, 1)} ms against ${number(readsAlone, 1)} ms at 4 connections; ${number(signInsPerSecond, 1)} sign-ins a second`,
    },
  ]
}

function bulkLines({ rows, previewMs, editPerSecond, undoPerSecond, rawPerSecond, ratio }: Bulk): readonly Line[] {
  return [
    {
      what: `bulk edit of ${number(rows)} customers with history`,
      target: '≥ 5,000/s',
      figure: `**${number(editPerSecond)}/s**`,
      met: editPerSecond >= 5000,
      note: `${number(ratio, 2)} of one bare UPDATE (${number(rawPerSecond)}/s); preview ${number(previewMs)} ms`,
    },
    { what: 'bulk edit taken back', target: '', figure: `${number(undoPerSecond)}/s`, met: null, note: 'former values by the one writer' },
  ]
}

/** A quarter of an hour for a million customers, by the same measure for fewer. */
function duplicateLines({ records, seconds, compared, pairs, groups, oversized, before, during, ratio }: Duplicates): readonly Line[] {
  const limit = Math.max(60, (900 * records) / 1_000_000)
  return [
    {
      what: `scan of ${number(records)} customers for duplicates, people reading`,
      target: `≤ ${number(limit)} s`,
      figure: `**${number(seconds)} s**`,
      met: seconds <= limit,
      note: `${number(compared)} pairs compared, ${number(pairs)} proposed in ${number(groups)} groups; ${number(oversized)} blocks too big`,
    },
    {
      what: 'p95 of list reads while the scan runs, against just before',
      target: '≤ 2',
      figure: `**${number(ratio, 2)}**`,
      met: ratio <= 2,
      note: `${number(during, 1)} ms against ${number(before, 1)} ms at 4 connections`,
    },
  ]
}

function exportedLine({ seconds, megabytes, before, most }: Exported, rows: number): Line {
  const growth = most - before
  return {
    what: `memory of the server while ${number(rows)} customers go out as XLSX`,
    target: '≤ +200 MB',
    figure: `**+${number(growth)} MB**`,
    met: growth <= 200,
    note: `${number(before)} MB before, ${number(most)} at most; ${number(megabytes)} MB in ${number(seconds)} s, ${number(rows / seconds)} records/s`,
  }
}

function importedLines(result: Imported): readonly Line[] {
  const { rows, rowsPerSecond, checkSeconds, runSeconds, serverSeconds, databaseSeconds, ratio, copySeconds, copyRowsPerSecond } = result
  return [
    {
      what: `import of ${number(rows)} customers from CSV, check and run`,
      target: '≥ 10,000 rows/s',
      figure: `**${number(rowsPerSecond)} rows/s**`,
      met: rowsPerSecond >= 10_000,
      note: `check ${checkSeconds.toFixed(1)} s, run ${runSeconds.toFixed(1)} s; CPU ${serverSeconds.toFixed(1)} s server + ${databaseSeconds.toFixed(1)} s database`,
    },
    {
      what: 'the same against COPY into a table as large with the same indexes',
      target: '≥ 0.15 of COPY',
      figure: `**${ratio.toFixed(2)}**`,
      met: ratio >= 0.15,
      note: `COPY ${copySeconds.toFixed(1)} s, ${number(copyRowsPerSecond)} rows/s`,
    },
  ]
}

function idleLine({ seconds, serverMegabytes, databaseMegabytes, residentMegabytes }: Idle): Line {
  const together = serverMegabytes + databaseMegabytes
  return {
    what: `server and database in memory, ${seconds} s after the start`,
    target: '≤ 600 MB',
    figure: `**${number(together)} MB**`,
    met: together <= 600,
    note: `PSS: server ${number(serverMegabytes)}, database ${number(databaseMegabytes)} MB; plain sum of RSS ${number(residentMegabytes)} MB`,
  }
}

function browsedLines({ firstVisit, nextVisit, scriptBytes, allScriptBytes, scripts }: Browsed): readonly Line[] {
  return [
    {
      what: 'first rows of the list in Chromium after navigation',
      target: '≤ 1,000 ms',
      figure: `**${number(firstVisit)} ms**`,
      met: firstVisit <= 1000,
      note: `empty browser cache; ${number(nextVisit)} ms on the next visit`,
    },
    {
      what: 'JavaScript of the list route until its rows are there, compressed',
      target: '≤ 400 KB',
      figure: `**${number(scriptBytes / 1024)} KB**`,
      met: scriptBytes <= 400 * 1024,
      note: `${number(scripts)} files; ${number(allScriptBytes / 1024)} KB with what is fetched behind the rows`,
    },
  ]
}

function scrolledLine({ rows, seconds, framesPerSecond, slowest }: Scrolled): Line {
  return {
    what: `scrolling the list of all customers through ${number(rows)} rows in Chromium`,
    target: '≥ 50 frames/s',
    figure: `**${number(framesPerSecond, 1)}/s**`,
    met: framesPerSecond >= 50,
    note: `${number(slowest, 1)}/s in the slowest second; ${number(seconds)} s`,
  }
}

function startLine(startMs: readonly number[]): Line {
  const slowest = Math.max(...startMs)
  return {
    what: 'second start until ready',
    target: '≤ 5,000 ms',
    figure: `**${number(slowest)} ms**`,
    met: slowest <= 5000,
    note: `server with embedded PostgreSQL, slowest of ${startMs.map((ms) => number(ms)).join(', ')} ms; without the checks of \`npm start\``,
  }
}

function linesOf(results: Results): readonly Line[] {
  const { startMs, idle, compared, views, trust, million, bulk, duplicates, exported, imported, browsed, scrolled } = results
  return [
    ...compared.map(comparedLine),
    ...views.map(viewLine),
    ...(trust === null ? [] : trustLines(trust)),
    ...million.map(feltLine),
    ...(bulk === null ? [] : bulkLines(bulk)),
    ...(duplicates === null ? [] : duplicateLines(duplicates)),
    ...(exported === null ? [] : [exportedLine(exported, results.sizes['customer'] ?? 0)]),
    ...(imported === null ? [] : importedLines(imported)),
    ...(browsed === null ? [] : browsedLines(browsed)),
    ...(scrolled === null ? [] : [scrolledLine(scrolled)]),
    ...(idle === null ? [] : [idleLine(idle)]),
    ...(startMs.length === 0 ? [] : [startLine(startMs)]),
  ]
}

const verdict = (met: boolean | null): string => (met === null ? '' : met ? 'yes' : 'no')

/** The figures as a table for the terminal. */
export function terminalTable(results: Results): string {
  const plain = (text: string): string => text.replaceAll('**', '').replaceAll('`', '')
  return linesOf(results)
    .map(
      ({ what, target, figure, met, note }) =>
        `${what.padEnd(66)} ${plain(figure).padStart(13)}  ${target.padEnd(16)} ${verdict(met).padEnd(4)} ${plain(note)}`,
    )
    .join('\n')
}

function machine(): string {
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')
  return `${cpus().length} cores (${cpus()[0]?.model.trim() ?? '?'}), ${number(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.version}; load average at the end ${load}`
}

function commit(root: string): string {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no', '--', 'packages', 'modules', 'apps/server', 'db') === '' ? '' : ' with changes'}`
  } catch {
    return 'unknown'
  }
}

/** The page that is kept in the repository; `remarks` is what people have written below the table. */
export function resultsPage(results: Results, input: { readonly root: string; readonly at: Date; readonly remarks: string }): string {
  const rows = linesOf(results).map(
    ({ what, target, figure, met, note }) => `| ${what} | ${target} | ${figure} | ${verdict(met)} | ${note} |`,
  )
  const sizes = Object.entries(results.sizes).map(([object, count]) => `${object} ${number(count)}`)
  return `# Benchmark results

Written by \`npm run bench\`; the part below the table is written by hand and kept.

- Machine: ${machine()}
- Date: ${input.at.toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit(input.root)}
- Data: ${sizes.join(', ')}
- As ${results.subject.login}, an ordinary sales rep who sees the ${number(results.subject.customers)} customers of their own, at concurrency 16 unless said otherwise
- Raw: bare \`node:http\` and \`pg\` with named statements on the same database, the same rows and fields, the same pool; both sides measured in turn in short slices, ratio = median of the pairs, CPU = server process + database per request

| What | Target | Figure | Met | |
|---|---|---|---|---|
${rows.join('\n')}

${input.remarks}`
}
