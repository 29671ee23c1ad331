import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFolderStore } from '../store/folder/folder-store.ts'
import { createIntake } from './intake.ts'
import { createClamdScanner } from '../scan/clamd.ts'

const program = ['/usr/sbin/clamd', '/usr/local/sbin/clamd'].find((path) => existsSync(path))
if (program === undefined) process.stdout.write('clamd is not tried: it is not installed (apt install clamav-daemon)\n')

/** The agreed test file of all scanners, in two parts so that this source is not one itself. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

let daemon: ChildProcess | undefined
const folder = mkdtempSync(join(tmpdir(), 'perigon-clamd-'))
const socket = join(folder, 'clamd.sock')

/** A real clamd with a database of one signature, so that nothing has to be fetched. */
async function startClamd(path: string): Promise<void> {
  const database = join(folder, 'db')
  mkdirSync(database)
  writeFileSync(join(database, 'eicar.ndb'), `Eicar-Test:0:*:${Buffer.from(EICAR.slice(-40)).toString('hex')}\n`)
  const config = join(folder, 'clamd.conf')
  writeFileSync(
    config,
    `LocalSocket ${socket}\nDatabaseDirectory ${database}\nForeground yes\nStreamMaxLength 2M\nTemporaryDirectory ${folder}\n`,
  )
  daemon = spawn(path, ['--config-file', config], { stdio: 'ignore' })
  for (let turns = 0; turns < 300 && !existsSync(socket); turns += 1) await pause(100)
}

describe.skipIf(program === undefined)('a scanner behind the intake', () => {
  const store = createFolderStore(join(folder, 'store'))
  const intake = createIntake({ store, folder: join(folder, 'incoming'), scan: createClamdScanner(socket) })
  const take = (content: Buffer) => intake(Readable.from([content]), { name: '附件.txt', limit: 10_000_000 })

  beforeAll(() => startClamd(program ?? ''), 60_000)
  afterAll(async () => {
    daemon?.kill()
    await pause(200)
    rmSync(folder, { recursive: true, force: true })
  })

  it('takes a clean file and refuses an infected one, of which nothing is left', async () => {
    const clean = await take(Buffer.from('nothing wrong with me'))
    await expect(take(Buffer.from(EICAR))).rejects.toMatchObject({ code: 'file.infected', finding: 'Eicar-Test.UNOFFICIAL' })
    expect((await Array.fromAsync(store.list())).map((each) => each.sha256)).toEqual([clean.sha256])
  })

  it('takes nothing that could not be scanned: too large for the scanner, or no scanner there', async () => {
    await expect(take(Buffer.alloc(5_000_000, 'x'))).rejects.toMatchObject({ code: 'file.scan' })
    const nobody = createIntake({ store, folder: join(folder, 'incoming'), scan: createClamdScanner('127.0.0.1:1') })
    await expect(nobody(Readable.from([Buffer.from('x')]), { name: 'x.txt', limit: 100 })).rejects.toMatchObject({ code: 'file.scan' })
    expect((await Array.fromAsync(store.list())).length).toBe(1)
  })
})
