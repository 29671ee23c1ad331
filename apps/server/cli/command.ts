import type { Label } from '@perigon/contracts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from './open-database.ts'
import type { Printer } from './print.ts'

/** What a command is given to work with. */
export type CommandContext = {
  /** What stands after the name of the command. */
  readonly args: readonly string[]
  readonly config: Config
  readonly print: Printer
  /** Opens the database of this installation: the operator's own, the running embedded one, or one started for this command. */
  openDatabase(): Promise<OpenDatabase>
}

/** One verb of `./perigon`. */
export type Command = {
  /** One or two words, such as `token create`. */
  readonly name: string
  /** What may follow the name, such as `<file> [--dry-run]`. */
  readonly usage: string
  readonly help: Label
  /** It ends in its own way on Ctrl-C and SIGTERM. */
  readonly ownSignals?: true
  /** Returns the exit code. */
  run(context: CommandContext): Promise<number>
}

/** Wrong arguments: printed with the usage of the command, exit code 2. */
export class UsageError extends Error {
  readonly text: Label

  constructor(text: Label) {
    super(text.en)
    this.name = 'UsageError'
    this.text = text
  }
}
