import type { Label } from '@perigon/contracts'
import type { Command } from './command.ts'

/** The command whose name the words begin with, and the words after it; longer names win. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { command: Command; args: readonly string[] } | undefined {
  const byLength = [...commands].sort((a, b) => b.name.length - a.name.length)
  const command = byLength.find(({ name }) => name.split(' ').every((word, index) => words[index] === word))
  return command && { command, args: words.slice(command.name.split(' ').length) }
}

/** All commands with one line each. */
export function formatHelp(commands: readonly Command[], language: keyof Label): string {
  const title = {
    zh: '周全 CRM 命令行：./perigon <命令>（或 npm run cli -- <命令>）',
    en: 'Perigon: ./perigon <command> (or npm run cli -- <command>)',
  }
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2
  const lines = commands.map(({ name, help }) => `  ${name.padEnd(width)}${help[language]}`)
  const more = { zh: '详细用法：./perigon help <命令>', en: 'More about one: ./perigon help <command>' }
  return [title[language], '', ...lines, '', more[language]].join('\n')
}

/** How one command is used. */
export function formatUsage(command: Command, language: keyof Label): string {
  return `./perigon ${`${command.name} ${command.usage}`.trim()}\n  ${command.help[language]}`
}

/** The word of the list that is at most two keystrokes away. */
export function nearest(word: string, list: readonly string[]): string | undefined {
  const [best] = list.map((item) => ({ item, away: distance(word, item) })).sort((a, b) => a.away - b.away)
  return best && best.away <= 2 ? best.item : undefined
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
