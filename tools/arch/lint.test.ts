import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Violations that only the linter, which knows the types, can see. The rule must be in the answer. */
const PLANTS = {
  'no-floating-promises': 'export function save(write: () => Promise<void>): void {\n  write()\n}\n',
  'switch-exhaustiveness-check':
    "export function score(state: 'won' | 'lost'): number {\n  switch (state) {\n    case 'won':\n      return 1\n  }\n  return 0\n}\n",
  'no-explicit-any': 'export const read = (value: any): string => String(value)\n',
  'no-non-null-assertion': 'export const read = (value: string | null): number => value!.length\n',
  'consistent-type-assertions': 'export const read = (value: unknown): string => value as string\n',
  'no-default-export': 'export default function read(): number {\n  return 1\n}\n',
  'no-console': "export function tell(): void {\n  console.log('told')\n}\n",
  'no-process-env': "export const home = process.env['HOME']\n",
  'max-params': 'export const add = (a: number, b: number, c: number, d: number): number => a + b + c + d\n',
} as const

let folder = ''
let report = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'perigon-lint-plants-'))
  // The linter looks for its type reader beside the code it reads.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const source = join(folder, 'planted')
  mkdirSync(source)
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { strict: true, target: 'ES2024', types: [] }, include: ['planted'] }),
  )
  for (const [rule, text] of Object.entries(PLANTS)) writeFileSync(join(source, `${rule}.ts`), text)
  report = lint()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lints the plants with the project's own configuration; a failing run is what we want. */
function lint(): string {
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint')
  const args = [oxlint, '--type-aware', '-c', join(root, '.oxlintrc.json'), '-f', 'unix', 'planted']
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  } catch (error) {
    return typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : ''
  }
}

describe('the linter sees what is planted', () => {
  it.each(Object.keys(PLANTS))('%s', (rule) => {
    const lines = report.split('\n').filter((line) => line.includes(`${rule}.ts:`))
    expect(lines.join('\n')).toContain(`(${rule})`)
  })
})
