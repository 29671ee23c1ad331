import { auditActor, SYSTEM_ACTORS, systemActorsShown } from '@perigon/contracts'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

/** Acts only in tests, or reads and never writes: its name reaches no log. */
const NEVER_LOGGED = new Set(['test', 'journey', 'search', 'attachments', 'shares', 'explain access', 'pool'])

function namesInSource(): ReadonlySet<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const files = globSync('{apps,modules,packages}/**/*.ts', {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name.startsWith('dist'),
  })
  const found = files
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(root + file, 'utf8').matchAll(/systemActor\('([^']+)'\)/g)].map(([, name = '']) => name))
  return new Set(found.filter((name) => !NEVER_LOGGED.has(name)))
}

describe('those who act without being people', () => {
  it('have a name in both languages, each that the source names', () => {
    const names = [...namesInSource()]
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !Object.hasOwn(SYSTEM_ACTORS, name))).toEqual([])
  })

  it('have one, each subscriber of a module', () => {
    const names = modules.flatMap((each) => each.subscribers ?? []).map(({ name }) => name)
    const told = names.map((name) => auditActor({ actor: null, actor_name: name, op: 'update' }).zh)
    expect(new Set(told)).toEqual(new Set(['系统 · 自动']))
  })

  it('are told by it, but no person is, nor a name that was typed at a refused sign-in', () => {
    expect(auditActor({ actor: null, actor_name: 'sign-in', op: 'create' })).toEqual({ zh: '系统 · 登录', en: 'System · sign-in' })
    const typed = { zh: 'import', en: 'import' }
    expect(auditActor({ actor: null, actor_name: 'import', op: 'sign_in_failed' })).toEqual(typed)
    expect(auditActor({ actor: '01900000-0000-7000-8000-000000000001', actor_name: 'import', op: 'create' })).toEqual(typed)
  })
  it('are found by what is shown of them, with the point or without, and by nothing else', () => {
    const { zh } = SYSTEM_ACTORS['file sweep'] ?? { zh: '' }
    for (const words of [zh, zh.replaceAll(' ', ''), zh.slice(-2), 'clearing FILES']) {
      expect(systemActorsShown(words)).toEqual({ names: ['file sweep'], pattern: null })
    }
    expect(systemActorsShown('系统').names.length).toBeGreaterThan(10)
    expect(systemActorsShown('自动').pattern).not.toBe(null)
    for (const words of ['', ' · ', '林晓', '%']) expect(systemActorsShown(words)).toEqual({ names: [], pattern: null })
  })
})
