import { type Command, UsageError } from '../command.ts'
import { openKernel, operator, parseArguments } from '../open-kernel.ts'

/** `./perigon user reset`: the way back in for whoever holds the machine: a new password, second factor off, unlocked. */
export const userCommand: Command = {
  name: 'user reset',
  usage: '<login> --password <new password> [--administrator]',
  help: { zh: '重设用户密码并停用两步验证（应急）', en: 'Set a new password and turn the second factor off (break-glass)' },
  async run(context) {
    const { words, values, flags } = parseArguments(context.args, { values: ['--password'], flags: ['--administrator'] })
    const [login] = words
    const password = values.get('--password')
    if (login === undefined || password === undefined)
      throw new UsageError({ zh: '需要登录名和新密码', en: 'the login and a new password are needed' })
    const { kernel, signIn, close } = await openKernel(context)
    try {
      const rows = await kernel.db.query<{ id: string }>({
        text: 'select id from "user" where lower(login) = lower($1) and deleted_at is null',
        values: [login],
      })
      const id = rows[0]?.id
      if (id === undefined) throw new UsageError({ zh: `没有用户 ${login}`, en: `there is no user ${login}` })
      await signIn.setPassword(id, { login, password })
      await signIn.secondFactor.clear(id)
      await kernel.db.query({ text: 'delete from login_failure where key = $1', values: [`login:${login.toLowerCase()}`] })
      const patch = { status: 'active', ...(flags.has('--administrator') ? { roles: ['administrator'] } : {}) }
      await kernel.write(operator, [{ object: 'user', op: 'update', id, patch }], { cause: { kind: 'system', ref: 'break-glass' } })
      await kernel.note(operator, { fact: 'password', object: 'user', record: id, detail: { by: 'command line' } })
      context.print.line({ zh: `${login} 的密码已重设`, en: `the password of ${login} is reset` })
      return 0
    } finally {
      await close()
    }
  },
}
