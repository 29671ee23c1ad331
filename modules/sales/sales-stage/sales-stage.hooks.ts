import { defineHooks } from '@perigon/kernel'

/** Opportunities take their state from the kind of their stage, so a stage keeps its kind for life. */
export const salesStageHooks = defineHooks({
  object: 'sales_stage',
  check: ({ before, image, changed }) => {
    if (before === null || !changed('kind') || before['kind'] === image['kind']) return []
    return [{ path: 'kind', code: 'read_only' }]
  },
})
