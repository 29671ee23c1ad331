import type { Command } from '../command.ts'
import { configCommand } from './config.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { importFromCommand } from './import-from.ts'
import { migrateCommand } from './migrate.ts'
import { psqlCommand } from './psql.ts'
import { startCommand } from './start.ts'
import { tokenCommand } from './token.ts'
import { userCommand, userLinkCommand } from './user.ts'

/** Everything `./perigon` can do, in the order of its help. */
export const commands: readonly Command[] = [
  startCommand,
  configCommand,
  doctorCommand,
  tokenCommand,
  userLinkCommand,
  userCommand,
  importCommand,
  importFromCommand,
  exportCommand,
  demoCommand,
  migrateCommand,
  psqlCommand,
]
