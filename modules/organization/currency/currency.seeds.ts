import type { Seed } from '@perigon/kernel'

/** Starting rates for a company whose base currency is CNY; an administrator keeps them up to date. */
const CURRENCIES = [
  ['01900000-0000-7000-8000-000000020001', 'CNY', '人民币', '1.00000000'],
  ['01900000-0000-7000-8000-000000020002', 'USD', '美元', '7.10000000'],
  ['01900000-0000-7000-8000-000000020003', 'EUR', '欧元', '7.80000000'],
  ['01900000-0000-7000-8000-000000020004', 'HKD', '港币', '0.91000000'],
  ['01900000-0000-7000-8000-000000020005', 'JPY', '日元', '0.04800000'],
  ['01900000-0000-7000-8000-000000020006', 'GBP', '英镑', '9.10000000'],
] as const

export const currencySeeds: readonly Seed[] = CURRENCIES.map(([id, code, name, rate]) => ({
  object: 'currency',
  id,
  values: { code, name, rate },
}))
