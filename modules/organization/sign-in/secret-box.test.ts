import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { noSecretBox, openSecretBox } from './secret-box.ts'

const folder = mkdtempSync(join(tmpdir(), 'perigon-box-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'data', 'secret.key')

it('a secret comes back for its owner, after a restart too, and for nobody else', () => {
  const sealed = openSecretBox(path).seal('JBSWY3DPEHPK3PXP', 'user-1')
  expect([sealed.includes('JBSWY3DPEHPK3PXP'), openSecretBox(path).isSealed(sealed)]).toEqual([false, true])
  expect([openSecretBox(path).open(sealed, 'user-1'), openSecretBox(path).open(sealed, 'user-2')]).toEqual(['JBSWY3DPEHPK3PXP', null])
  expect(openSecretBox(path).seal('JBSWY3DPEHPK3PXP', 'user-1')).not.toBe(sealed)
})

it('is silent when touched, or opened with another key or none', () => {
  const box = openSecretBox(path)
  const sealed = box.seal('secret', 'user-1')
  const touched = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
  expect([box.open(touched, 'user-1'), box.open('v1.', 'user-1'), noSecretBox.open(sealed, 'user-1')]).toEqual([null, null, null])
  expect(openSecretBox(join(folder, 'other.key')).open(sealed, 'user-1')).toBeNull()
})

it('the key is for the owner of the process alone, is never made twice, and a broken one is told', () => {
  const before = readFileSync(path)
  openSecretBox(path)
  expect([readFileSync(path).equals(before), statSync(path).mode & 0o777]).toEqual([true, 0o600])
  writeFileSync(join(folder, 'short.key'), 'x')
  expect(() => openSecretBox(join(folder, 'short.key'))).toThrow('is no key of 32 bytes')
  expect(() => noSecretBox.seal('x', 'y')).toThrow('server.error')
})
