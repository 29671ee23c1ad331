import { systemClock } from '@perigon/contracts'
import { examine } from '../../doctor/index.ts'
import type { Command } from '../command.ts'

const marks = { ok: '✓', warning: '!', failure: '✗' } as const

/** `./perigon doctor`: looks at everything the installation stands on; exit code 1 when something is broken. */
export const doctorCommand: Command = {
  name: 'doctor',
  usage: '[--json]',
  help: {
    zh: '检查时钟、时区、数据库、扩展、磁盘、内存、端口和数据库版本',
    en: 'Check clock, time zone, database, extensions, disk, memory, port and migrations',
  },
  async run({ args, config, print }) {
    const findings = await examine(config, systemClock)
    const isBroken = findings.some((finding) => finding.status === 'failure')
    if (args.includes('--json')) {
      print.json({ ok: !isBroken, findings })
      return isBroken ? 1 : 0
    }
    for (const { status, text, advice } of findings) {
      print.line(`${marks[status]} ${text.zh} | ${text.en}`)
      if (advice) print.line(`  → ${advice.zh}\n  → ${advice.en}`)
    }
    return isBroken ? 1 : 0
  },
}
