import { describe, expect, test } from 'vitest'
import type { Command } from './command.ts'
import { commands } from './commands/index.ts'
import { findCommand, formatHelp, formatUsage, nearest } from './help.ts'
import { formatRows } from './sql-shell.ts'

const command = (name: string): Command => ({ name, usage: '', help: { zh: '', en: '' }, run: async () => 0 })

describe('the command line', () => {
  test('finds a command of two words before one of one word', () => {
    const list = [command('token'), command('token create')]
    expect(findCommand(list, ['token', 'create', '--name', 'x'])).toMatchObject({
      command: { name: 'token create' },
      args: ['--name', 'x'],
    })
    expect(findCommand(list, ['token', 'list'])).toMatchObject({ command: { name: 'token' }, args: ['list'] })
    expect(findCommand(list, ['toke'])).toBeUndefined()
  })

  test('guesses what was meant', () => {
    expect(nearest('docter', ['start', 'doctor'])).toBe('doctor')
    expect(nearest('perpetuum', ['start', 'doctor'])).toBeUndefined()
  })

  test('has help in both languages for every command', () => {
    for (const { name, help } of commands) {
      expect(help.zh).toMatch(/\p{Script=Han}/u)
      expect(help.en).not.toMatch(/\p{Script=Han}/u)
      expect(formatHelp(commands, 'zh')).toContain(name)
      expect(formatUsage(command(name), 'en')).toContain(`./perigon ${name}`)
    }
  })

  test('never has two commands of one name', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
  })
})

describe('the plain SQL shell', () => {
  test('aligns Chinese text by its width on the screen', () => {
    expect(
      formatRows([
        { name: '周全', n: 1 },
        { name: 'ab', n: null },
      ]),
    ).toBe([' name | n ', '------+---', ' 周全 | 1 ', ' ab   |   ', '(2 rows)'].join('\n'))
  })

  test('says how many rows an empty answer has', () => {
    expect(formatRows([])).toBe('(0 rows)')
  })
})
