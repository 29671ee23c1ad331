import { describeConfig } from '../../config.ts'
import type { Command } from '../command.ts'

/** `./perigon config`: the settings in force, with secrets masked. */
export const configCommand: Command = {
  name: 'config',
  usage: '[--json]',
  help: { zh: '显示生效的设置（隐去密码）', en: 'Show the settings in force, with secrets masked' },
  async run({ args, config, print }) {
    const lines = describeConfig(config)
    if (args.includes('--json')) {
      print.json(Object.fromEntries(lines.map(({ name, value }) => [name, value === '' ? null : value])))
      return 0
    }
    const width = Math.max(...lines.map(({ name }) => name.length))
    const unset = { zh: '（未设置）', en: '(not set)' }[print.language]
    for (const { name, value } of lines) print.line(`${name.padEnd(width)} = ${value === '' ? unset : value}`)
    return 0
  },
}
