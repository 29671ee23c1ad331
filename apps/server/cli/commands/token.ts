import { type Command, UsageError } from '../command.ts'
import { openKernel, parseArguments } from '../open-kernel.ts'

/** `./perigon token create`: an API token for a login, shown once. */
export const tokenCommand: Command = {
  name: 'token create',
  usage: '<login> [--name <name>] [--json]',
  help: { zh: '为用户创建 API 令牌（只显示一次）', en: 'Create an API token for a login (shown once)' },
  async run(context) {
    const { words, values, flags } = parseArguments(context.args, { values: ['--name'], flags: ['--json'] })
    const login = words[0]
    if (login === undefined) throw new UsageError({ zh: '缺少登录名', en: 'the login is missing' })
    const { signIn, close } = await openKernel(context)
    try {
      const token = await signIn.createToken(login, { name: values.get('--name') ?? 'command line' })
      if (flags.has('--json')) context.print.json({ token })
      else context.print.line(token)
      return 0
    } finally {
      await close()
    }
  },
}
