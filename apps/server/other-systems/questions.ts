import { type BringOverQuestion, isId, isJsonObject, type Json } from '@perigon/contracts'
import type { Actor } from '@perigon/kernel'
import type { Preset } from './preset.ts'

const YES_NO: readonly BringOverQuestion[] = [
  {
    key: 'match_names',
    label: { zh: '按名称识别已有客户', en: 'Find customers that are here by name too' },
    help: { zh: '同名客户会被更新，不再新建', en: 'One of the same name is updated, not made again' },
    target: null,
    initial: false,
  },
  {
    key: 'with_deleted',
    label: { zh: '包括在原系统中已删除的数据', en: 'Also what was deleted there' },
    help: { zh: '一般不需要', en: 'Usually not wanted' },
    target: null,
    initial: false,
  },
]

/** What a person decides before an export of this system comes in. */
export function questionsOf(preset: Preset, actor: Actor): readonly BringOverQuestion[] {
  const owner: BringOverQuestion = {
    key: 'owner',
    label: { zh: '找不到负责员工时归谁', en: 'Who takes what has no owner here' },
    help: {
      zh: '负责人按邮箱识别；没有对应员工的任务若无人接收则不导入',
      en: 'Owners are found by e-mail. Tasks without anybody are left out',
    },
    target: 'employee',
    initial: actor.employee,
  }
  const process: BringOverQuestion = {
    key: 'process',
    label: { zh: '商机进入哪个销售流程', en: 'Sales process of the opportunities' },
    help: {
      zh: '按阶段名称对应，否则按赢单、输单或进行中对应；不选则用第一个流程',
      en: 'Stages are found by name, else by won, lost or open. The first process when none is chosen',
    },
    target: 'sales_process',
    initial: null,
  }
  return [owner, ...(preset.kinds.some((kind) => kind.stage !== undefined) ? [process] : []), ...YES_NO]
}

/** The answers of a request, and the files to leave out; null when one of them cannot be meant. */
export function answersIn(body: unknown, questions: readonly BringOverQuestion[]): { readonly [question: string]: Json } | null {
  const given = isJsonObject(body) && isJsonObject(body['settings']) ? body['settings'] : {}
  const answers: { [question: string]: Json } = {}
  for (const { key, target, initial } of questions) {
    const answer = given[key] === undefined ? initial : given[key]
    if (target === null ? typeof answer !== 'boolean' : answer !== null && !isId(answer)) return null
    answers[key] = JSON.parse(JSON.stringify(answer))
  }
  const { leave = [] } = given
  if (!Array.isArray(leave) || leave.length > 500 || !leave.every((name) => typeof name === 'string' && name.length <= 200)) return null
  return { ...answers, leave: leave.map(String) }
}
