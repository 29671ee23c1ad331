import { type Day, isoDate } from './calendar.ts'
import { storyProducts } from './catalog.ts'
import { createRandom, type Random } from './random.ts'
import { BRAND_FIRST, BRAND_SECOND, CITIES, TRADES } from './words.ts'

/** One line of the pipeline file before it is written. */
export type PipelineRow = {
  readonly number: string
  readonly seller: string
  /** As the file spells it; see `ALIAS`. */
  readonly product: string
  readonly customer: string
  readonly stage: keyof typeof STAGE_NAMES
  readonly engaged: string
  readonly closed: string
  /** Whole yuan; null while the outcome is open. */
  readonly value: number | null
}

export type AccountRow = readonly [
  name: string,
  industry: string,
  founded: string,
  revenue: string,
  employees: string,
  city: string,
  parent: string,
]

/** Stages of the standard process as the file names them. */
export const STAGE_NAMES = { prospecting: '线索确认', engaging: '方案报价', won: '赢单', lost: '输单' } as const

/** The file spells one product in a way the product list does not know, as real files do. */
export const ALIAS = { written: 'HY500三坐标测量机', meant: 'HY-500 三坐标测量机' } as const

/** Seller, manager, region. */
export const TEAMS = [
  ['林晓', '陆文斌', '华东'],
  ['徐佳怡', '陆文斌', '华东'],
  ['丁磊', '陆文斌', '华东'],
  ['孙振华', '陆文斌', '华东'],
  ['陈志强', '黄丽娟', '华南'],
  ['何敏', '黄丽娟', '华南'],
  ['梁俊杰', '黄丽娟', '华南'],
  ['罗德胜', '蒋涛', '西南'],
  ['唐雪梅', '蒋涛', '西南'],
  ['冉鹏', '蒋涛', '西南'],
  ['宋国栋', '曲海峰', '北方'],
  ['于海燕', '曲海峰', '北方'],
] as const

const FIRST_DAY: Day = Date.parse('2024-11-01') / 86_400_000
const LAST_DAY: Day = Date.parse('2025-12-31') / 86_400_000
const ROWS = 1200
const SERIES = ['三坐标系列', '三坐标系列', '三坐标系列', '影像系列', '影像系列', '光学系列', '服务', '耗材'] as const
const INDUSTRIES = [
  ['制造业', 70],
  ['批发和零售业', 12],
  ['科学研究和技术服务业', 18],
] as const

/** Product, series, list price. */
export const productRows: readonly (readonly [name: string, series: string, price: string])[] = storyProducts.map((product, index) => [
  product.name,
  SERIES[index] ?? '其他',
  String(product.price),
])

/** Accounts; one name has a comma and quotes in it, as real files do. */
function makeAccounts(random: Random): readonly AccountRow[] {
  const cities = new Map([['Harbour "North" Metrology, Inc.', '香港']])
  while (cities.size < 80) {
    const city = random.weighted(CITIES.map((row) => [row[0], row[5]] as const))
    cities.set(`${city}${random.pick(BRAND_FIRST)}${random.pick(BRAND_SECOND)}${random.pick(TRADES)[0]}有限公司`, city)
  }
  const list = [...cities.keys()]
  return list.map((name, index) => [
    name,
    random.weighted(INDUSTRIES),
    String(random.int(1985, 2020)),
    String(random.int(8, 900) * 1_000_000),
    String(random.int(30, 6000)),
    cities.get(name) ?? '',
    index > 12 && random.chance(0.12) ? (list[random.int(1, 12)] ?? '') : '',
  ])
}

/** The pipeline: half won, three in ten lost, the rest open; some open rows name no customer. */
function makePipeline(random: Random, accounts: readonly AccountRow[]): readonly PipelineRow[] {
  const products = storyProducts.map((product) => [product, product.weight] as const)
  return Array.from({ length: ROWS }, (_, index) => {
    const product = random.weighted(products)
    const stage = random.weighted([
      ['won', 47],
      ['lost', 28],
      ['engaging', 18],
      ['prospecting', 7],
    ] as const)
    const engaged = random.int(FIRST_DAY, LAST_DAY - 140)
    const closed =
      engaged +
      random.weighted([
        [random.int(1, 14), 38],
        [random.int(40, 138), 62],
      ] as const)
    const ends = stage === 'won' || stage === 'lost'
    return {
      number: `HY${String(24_000 + index * 7)}${random.pick(['A', 'B', 'C', 'K', 'X'])}`,
      seller: random.pick(TEAMS)[0],
      product: product.name === ALIAS.meant && random.chance(0.75) ? ALIAS.written : product.name,
      customer: !ends && random.chance(0.4) ? '' : random.pick(accounts)[0],
      stage,
      engaged: stage === 'prospecting' ? '' : isoDate(engaged),
      closed: ends ? isoDate(closed) : '',
      value: stage === 'won' ? Math.round(product.price * (0.82 + random.next() * 0.2)) : stage === 'lost' ? 0 : null,
    }
  })
}

/** The rows behind the four files, always the same. */
export function storyRows(): { readonly accounts: readonly AccountRow[]; readonly pipeline: readonly PipelineRow[] } {
  const random = createRandom(731)
  const accounts = makeAccounts(random)
  return { accounts, pipeline: makePipeline(random, accounts) }
}
