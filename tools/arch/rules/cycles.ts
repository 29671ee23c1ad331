import { posix } from 'node:path'
import { type House, isTest, links, packageAt, type Rule, type Violation } from '../house.ts'

type Graph = Map<string, Set<string>>

/** Rule 1: no circles between files, type-only imports included. */
export const fileCycles: Rule = {
  name: 'no import cycles between files',
  find: (house) => circles(fileGraph(house)).map((circle) => told(circle)),
}

/** Rule 1: no circles between folders of a package. A folder may use what lies above it, and be used from there. */
export const folderCycles: Rule = {
  name: 'no import cycles between folders of a package',
  find: (house) => circles(folderGraph(house)).map((circle) => told(circle)),
}

/** Rule 2: no circles between packages; what only tests import does not count. */
export const packageCycles: Rule = {
  name: 'no import cycles between packages',
  find: (house) => circles(packageGraph(house)).map((circle) => told(circle)),
}

function told(circle: readonly string[]): Violation {
  return { path: circle[0] ?? '', line: 1, message: `circle: ${[...circle, circle[0] ?? ''].join(' → ')}` }
}

function fileGraph(house: House): Graph {
  const graph: Graph = new Map()
  for (const { file, target } of links(house)) if (target.kind === 'file') connect(graph, file.path, target.path)
  return graph
}

function folderGraph(house: House): Graph {
  const graph: Graph = new Map()
  for (const { file, target } of links(house)) {
    if (target.kind !== 'file' || target.via !== null || packageAt(house, file.path) !== packageAt(house, target.path)) continue
    const [from, to] = [posix.dirname(file.path), posix.dirname(target.path)]
    if (from !== to && !`${from}/`.startsWith(`${to}/`) && !`${to}/`.startsWith(`${from}/`)) connect(graph, from, to)
  }
  return graph
}

function packageGraph(house: House): Graph {
  const graph: Graph = new Map()
  for (const { file, target } of links(house)) {
    const from = packageAt(house, file.path)
    if (from === null || isTest(file.path) || target.kind !== 'file' || target.via === null) continue
    connect(graph, from.folder, target.via.folder)
  }
  return graph
}

function connect(graph: Graph, from: string, to: string): void {
  const edges = graph.get(from) ?? new Set<string>()
  edges.add(to)
  graph.set(from, edges)
}

/** One shortest circle for every knot of the graph (a strongly connected part), named from its first member. */
function circles(graph: Graph): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  const told = new Set<string>()
  for (const start of [...graph.keys()].sort()) {
    if (told.has(start)) continue
    const circle = shortestCircle(graph, start)
    if (circle === null) continue
    found.push(circle)
    for (const member of circle) told.add(member)
  }
  return found
}

function shortestCircle(graph: Graph, start: string): readonly string[] | null {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (let place = 0; place < queue.length; place += 1) {
    const node = queue[place] ?? start
    for (const next of graph.get(node) ?? []) {
      if (next === start) return trace(cameFrom, { start, end: node })
      if (cameFrom.has(next)) continue
      cameFrom.set(next, node)
      queue.push(next)
    }
  }
  return null
}

function trace(cameFrom: ReadonlyMap<string, string>, { start, end }: { readonly start: string; readonly end: string }): readonly string[] {
  const way = [end]
  for (let node = end; node !== start; ) {
    node = cameFrom.get(node) ?? start
    way.unshift(node)
  }
  return way
}
