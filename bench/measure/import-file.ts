import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { industrySeeds, regionSeeds } from '@perigon/customers'
import { createChance, zipf } from '../company/chance.ts'
import { creditCodeOf, nameMaker } from '../company/customers.ts'
import { STREETS } from '../company/words.ts'

const HEADER = [
  '客户名称',
  '统一社会信用代码',
  '客户类型',
  '行业',
  '地区',
  '电话',
  '地址',
  '网址',
  '员工人数',
  '年营业额',
  '成立日期',
  '客户来源',
  '负责人',
] as const
const TYPES = ['最终用户', '渠道', '配套', '机构'] as const
const SOURCES = ['自主开发', '转介绍', '展会', '官网', '合作伙伴'] as const

/** A CSV as an ordinary export gives it: labels instead of codes, names instead of ids, telephone numbers as people write them. */
export async function writeImportFile(
  path: string,
  input: { readonly rows: number; readonly next: number; readonly owners: readonly string[] },
): Promise<void> {
  const chance = createChance(input.next)
  const name = nameMaker(chance)
  const [region, industry] = [zipf(chance, regionSeeds.length, 1), zipf(chance, industrySeeds.length, 1)]
  const file = createWriteStream(path)
  file.write(`${HEADER.join(',')}\n`)
  for (let row = 0; row < input.rows; row += 1) {
    const division = regionSeeds[region()]?.values
    const cells = [
      name().name,
      creditCodeOf(input.next + row, String(division?.['code'] ?? '110000')),
      chance.pick(TYPES),
      String(industrySeeds[industry()]?.values['name'] ?? ''),
      String(division?.['name'] ?? ''),
      `021-${chance.int(5000, 6999)} ${chance.int(1000, 9999)}`,
      `${chance.pick(STREETS)}${chance.int(1, 999)}号`,
      chance.happens(0.4) ? `www.c${chance.int(1, 999_999)}.com.cn` : '',
      String(chance.int(5, 5000)),
      `${chance.int(100, 90_000)}万`,
      `${chance.int(1985, 2025)}/${chance.int(1, 12)}/${chance.int(1, 28)}`,
      chance.pick(SOURCES),
      chance.pick(input.owners),
    ]
    if (!file.write(`${cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')}\n`)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}
