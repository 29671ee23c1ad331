import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

type Stat = { readonly pid: number; readonly parent: number; readonly cpuSeconds: number }

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name may hold blanks and brackets; fields count from behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { pid, parent: Number(fields[1]), cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND }
  } catch {
    return null
  }
}

/** A process and everything below it. */
export function familyOf(root: number): readonly Stat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat !== null)
  const family: Stat[] = []
  const add = (pid: number): void => {
    for (const stat of all) {
      if (stat.pid === pid) family.push(stat)
      if (stat.parent === pid) add(stat.pid)
    }
  }
  add(root)
  return [...new Map(family.map((stat) => [stat.pid, stat])).values()]
}

/** CPU seconds a process has used. */
export function cpuOf(pid: number): number {
  return statOf(pid)?.cpuSeconds ?? 0
}

/** CPU seconds of a process with its living children. */
export function cpuOfFamily(pid: number): number {
  return familyOf(pid).reduce((sum, stat) => sum + stat.cpuSeconds, 0)
}

export type Memory = { readonly pssMegabytes: number; readonly rssMegabytes: number }

function kilobytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
}

/** Memory of one process: PSS shares common pages among those who use them, so that sums are honest. */
export function memoryOf(pid: number): Memory {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return { pssMegabytes: kilobytes(text, 'Pss') / 1024, rssMegabytes: kilobytes(text, 'Rss') / 1024 }
  } catch {
    return { pssMegabytes: 0, rssMegabytes: 0 }
  }
}

/** Memory of a process with all its children. */
export function memoryOfFamily(pid: number): Memory {
  const all = familyOf(pid).map((stat) => memoryOf(stat.pid))
  return {
    pssMegabytes: all.reduce((sum, each) => sum + each.pssMegabytes, 0),
    rssMegabytes: all.reduce((sum, each) => sum + each.rssMegabytes, 0),
  }
}
