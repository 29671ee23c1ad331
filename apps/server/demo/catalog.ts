import { type Day, isoDate } from './calendar.ts'
import { storyId } from './identity.ts'
import { create, type StoryCommand, yuan } from './story-command.ts'

export type StoryProduct = {
  readonly id: string
  readonly name: string
  /** As it appears in the title of an opportunity. */
  readonly short: string
  readonly price: number
  readonly weight: number
  readonly maxQuantity: number
}

const CATEGORIES = [
  ['三坐标测量机', 'CMM'],
  ['影像与光学测量', 'VIS'],
  ['服务与耗材', 'SRV'],
] as const

/** name, short name, code, category, kind, unit, list price, cost share, warranty, weight, largest quantity. */
const PRODUCTS = [
  ['HY-500 三坐标测量机', '三坐标', 'HY-500', 0, 'goods', '台', 480000, 0.58, 12, 20, 2],
  ['HY-800 高精度三坐标测量机', '高精度三坐标', 'HY-800', 0, 'goods', '台', 1260000, 0.55, 18, 10, 2],
  ['HY-F20 车间型测量机', '车间型测量机', 'HY-F20', 0, 'goods', '台', 680000, 0.57, 12, 12, 3],
  ['HV-3020 影像测量仪', '影像仪', 'HV-3020', 1, 'goods', '台', 168000, 0.52, 12, 20, 4],
  ['HV-5040 全自动影像测量仪', '全自动影像仪', 'HV-5040', 1, 'goods', '台', 328000, 0.53, 12, 14, 3],
  ['HL-10 激光干涉仪', '激光干涉仪', 'HL-10', 1, 'goods', '套', 395000, 0.5, 12, 7, 1],
  ['年度校准与保养服务', '校准服务', 'SV-CAL', 2, 'service', '年', 36000, 0.35, null, 11, 3],
  ['测头与测针套件', '测头测针', 'SP-KIT', 2, 'consumable', '套', 28500, 0.45, 3, 6, 6],
] as const

export const storyProducts: readonly StoryProduct[] = PRODUCTS.map((row, index) => ({
  id: storyId('product', index),
  name: row[0],
  short: row[1],
  price: row[6],
  weight: row[9],
  maxQuantity: row[10],
}))

export function* catalogCommands(today: Day): Iterable<StoryCommand> {
  for (const [index, [name, code]] of CATEGORIES.entries()) {
    yield create('product_category', storyId('product_category', index), { name, code, sellable: true })
  }
  for (const [index, [name, , code, category, kind, unit, price, costShare, warranty]] of PRODUCTS.entries()) {
    yield create('product', storyId('product', index), {
      name,
      code,
      category: storyId('product_category', category),
      kind,
      unit,
      list_price: yuan(price),
      cost: yuan(price * costShare),
      tax_pct: kind === 'service' ? '6' : '13',
      serial_tracked: kind === 'goods',
      warranty_months: warranty,
      launched_on: isoDate(today - 1500 + index * 90),
      status: 'active',
    })
  }
}
