import type { Label } from '@perigon/contracts'
import { type Config, readConfig, terminalLanguage } from '../config.ts'
import { type Command, UsageError } from './command.ts'
import { commands } from './commands/index.ts'
import { findCommand, formatHelp, formatUsage, nearest } from './help.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'
import { createPrinter, formatFailure, formatProblems, type Printer } from './print.ts'

// Whoever reads us may stop reading (`| head`); that is no failure.
process.stdout.on('error', () => process.exit(0))
const print = createPrinter(terminalLanguage())
process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const asksForHelp = words.length === 0 || ['help', '--help', '-h'].includes(words[0] ?? '')
  const found = findCommand(commands, asksForHelp ? words.slice(1) : words)
  if (!found) {
    if (asksForHelp) {
      print.line(formatHelp(commands, print.language))
      return 0
    }
    return unknownCommand(words)
  }
  if (asksForHelp || found.args.includes('--help') || found.args.includes('-h')) {
    print.line(formatUsage(found.command, print.language))
    return 0
  }
  const settings = readConfig()
  if (!settings.ok) {
    print.note(formatProblems(settings.problems, print.language))
    return 1
  }
  for (const { name, message } of settings.warnings) print.note(`! ${name}: ${message[print.language]}`)
  return execute(found.command, { args: found.args, config: settings.config, print })
}

async function execute(command: Command, given: { args: readonly string[]; config: Config; print: Printer }): Promise<number> {
  const open: OpenDatabase[] = []
  const closeAll = async () => {
    for (const database of open.splice(0)) await database.close()
  }
  const interrupt = (code: number) => () => void closeAll().finally(() => process.exit(code))
  if (!command.ownSignals) process.once('SIGINT', interrupt(130)).once('SIGTERM', interrupt(143))
  try {
    return await command.run({
      ...given,
      async openDatabase() {
        const database = await openDatabase(given.config, print.note)
        open.push(database)
        return database
      },
    })
  } catch (error) {
    if (error instanceof UsageError) {
      print.note(`✗ ${error.text[print.language]}\n\n${formatUsage(command, print.language)}`)
      return 2
    }
    print.note(formatFailure(error, print.language))
    return 1
  } finally {
    await closeAll()
  }
}

function unknownCommand(words: readonly string[]): number {
  const name = words.slice(0, 2).join(' ')
  const guess = nearest(
    words[0] ?? '',
    commands.map((command) => command.name),
  )
  const text: Label = {
    zh: `没有命令“${name}”${guess ? `，是否要用“${guess}”？` : ''}`,
    en: `there is no command “${name}”${guess ? `; did you mean “${guess}”?` : ''}`,
  }
  print.note(`✗ ${text[print.language]}\n\n${formatHelp(commands, print.language)}`)
  return 2
}
