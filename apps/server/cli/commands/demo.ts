import { loadStory } from '../../demo/load.ts'
import { type Command, UsageError } from '../command.ts'
import { openKernel } from '../open-kernel.ts'

/** `./perigon demo story`: loads the story of an invented company. */
export const demoCommand: Command = {
  name: 'demo',
  usage: 'story',
  help: { zh: '载入演示数据', en: 'Load the demo data' },
  async run(context) {
    if (context.args[0] !== 'story') throw new UsageError({ zh: '目前只有 story', en: 'there is only: story' })
    const house = await openKernel(context)
    try {
      const written = await loadStory(house)
      context.print.line(
        written === 0
          ? { zh: '演示数据已存在', en: 'The demo data is there already' }
          : { zh: `已写入 ${written} 条记录`, en: `${written} records written` },
      )
      return 0
    } finally {
      await house.close()
    }
  },
}
