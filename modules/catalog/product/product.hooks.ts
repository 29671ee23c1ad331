import { defineHooks } from '@perigon/kernel'

/** A product cannot be discontinued before its launch. */
export const productHooks = defineHooks({
  object: 'product',
  check: ({ image }) => {
    const { launched_on: launched, discontinued_on: ended } = image
    if (typeof launched !== 'string' || typeof ended !== 'string' || ended >= launched) return []
    return [{ path: 'discontinued_on', code: 'after', data: { field: { zh: '上市日期', en: 'Launched on' } } }]
  },
})
