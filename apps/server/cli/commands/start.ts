import type { Command } from '../command.ts'

/** `./perigon start`: the same as `npm start`. */
export const startCommand: Command = {
  name: 'start',
  usage: '',
  help: { zh: '启动服务（与 npm start 相同）', en: 'Start the server (the same as npm start)' },
  ownSignals: true,
  async run() {
    // The server runs as long as the process; it is loaded late so that the other commands start fast.
    await import(new URL('../../main.ts', import.meta.url).href)
    return 0
  },
}
