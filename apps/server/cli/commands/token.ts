import { systemClock } from '@perigon/contracts'
import { type Command, UsageError } from '../command.ts'
import { openKernel, parseArguments } from '../open-kernel.ts'

/** `./perigon token create`: an API token for a login, shown once. */
export const tokenCommand: Command = {
  name: 'token create',
  usage: '<login> [--name <name>] [--days <n>] [--objects <a,b>] [--read-only] [--json]',
  help: { zh: '为用户创建 API 令牌（只显示一次）', en: 'Create an API token for a login (shown once)' },
  async run(context) {
    const { words, values, flags } = parseArguments(context.args, {
      values: ['--name', '--days', '--objects'],
      flags: ['--json', '--read-only'],
    })
    const login = words[0]
    if (login === undefined) throw new UsageError({ zh: '缺少登录名', en: 'the login is missing' })
    const days = values.get('--days')
    if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days))
      throw new UsageError({ zh: '--days 应为 1 到 9999', en: '--days must be 1 to 9999' })
    const { kernel, signIn, close } = await openKernel(context)
    try {
      const objects = values.get('--objects')?.split(',') ?? null
      const unknown = objects?.find((key) => !kernel.snapshot().objects.has(key))
      if (unknown !== undefined) throw new UsageError({ zh: `没有对象 ${unknown}`, en: `there is no object ${unknown}` })
      const token = await signIn.createToken(login, {
        name: values.get('--name') ?? 'command line',
        reading_only: flags.has('--read-only'),
        objects,
        expires_at: days === undefined ? null : new Date(systemClock.now().getTime() + Number(days) * 86_400_000),
      })
      if (flags.has('--json')) context.print.json({ token })
      else context.print.line(token)
      return 0
    } finally {
      await close()
    }
  },
}
