import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { every } from './every.ts'

describe('work that comes again', () => {
  it('is never done twice at once, goes on after a failure, and has ended when it is stopped', async () => {
    let [begun, ended, atOnce, most] = [0, 0, 0, 0]
    const failures: unknown[] = []
    const recurring = every(
      5,
      async () => {
        begun += 1
        atOnce += 1
        most = Math.max(most, atOnce)
        await pause(20)
        atOnce -= 1
        ended += 1
        if (begun === 1) throw new Error('the first time')
      },
      (error) => failures.push(error),
    )
    while (begun < 3) await pause(5)
    await recurring.stop()
    const stopped = begun
    await pause(30)
    expect([most, failures.length, ended, begun]).toEqual([1, 1, begun, stopped])
  })
})
