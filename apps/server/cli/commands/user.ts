import { passwordLinkAddress } from '@perigon/organization'
import { breakGlassLink, unlock } from '../break-glass.ts'
import { type Command, UsageError } from '../command.ts'
import { openKernel, operator, parseArguments } from '../open-kernel.ts'

const FLAGS = ['--administrator', '--any-network']

/** `./perigon user link`: the way back in for whoever holds the machine, by a link of single use. */
export const userLinkCommand: Command = {
  name: 'user link',
  usage: '<login> [--administrator] [--any-network]',
  help: {
    zh: '应急：生成一次性链接（15 分钟内有效）以设置新密码，并停用两步验证、解除锁定',
    en: 'Break-glass: a link of single use, valid for 15 minutes, to set a password; second factor off, unlocked',
  },
  async run(context) {
    const { words, flags } = parseArguments(context.args, { values: [], flags: FLAGS })
    const [login] = words
    if (login === undefined) throw new UsageError({ zh: '需要登录名', en: 'the login is needed' })
    const { kernel, signIn, close } = await openKernel(context)
    try {
      const input = { login, administrator: flags.has('--administrator'), anyNetwork: flags.has('--any-network') }
      const token = await breakGlassLink(kernel, signIn, input)
      const { publicUrl, host, port } = context.config
      context.print.note({
        zh: `请在 15 分钟内打开此链接，为 ${login} 设置新密码（只能使用一次）：`,
        en: `Open this link within 15 minutes to set a new password for ${login} (it works once):`,
      })
      context.print.line(passwordLinkAddress(publicUrl ?? `http://${host}:${port}`, token))
      return 0
    } finally {
      await close()
    }
  },
}

/** `./perigon user reset`: the same for scripts: a new password at once. */
export const userCommand: Command = {
  name: 'user reset',
  usage: '<login> --password <new password> [--administrator] [--any-network]',
  help: { zh: '重设用户密码并停用两步验证（应急）', en: 'Set a new password and turn the second factor off (break-glass)' },
  async run(context) {
    const { words, values, flags } = parseArguments(context.args, { values: ['--password'], flags: FLAGS })
    const [login] = words
    const password = values.get('--password')
    if (login === undefined || password === undefined)
      throw new UsageError({ zh: '需要登录名和新密码', en: 'the login and a new password are needed' })
    const { kernel, signIn, close } = await openKernel(context)
    try {
      const input = { login, administrator: flags.has('--administrator'), anyNetwork: flags.has('--any-network') }
      const id = await unlock(kernel, signIn, input)
      await signIn.setPassword(id, { login, password })
      await kernel.note(operator, { fact: 'password', object: 'user', record: id, detail: { by: 'command line' } })
      context.print.line({ zh: `${login} 的密码已重设`, en: `the password of ${login} is reset` })
      return 0
    } finally {
      await close()
    }
  },
}
