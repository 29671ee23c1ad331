import { defineHooks } from '@perigon/kernel'
import { Opportunity } from './opportunity.object.ts'

/** Fields every owned record has besides those of its definition. */
const COMMON_FIELDS: readonly string[] = ['owner', 'department']

/** Guards `sales_stage.required_fields`: a stage that required a field nobody can fill would never be entered again. */
export const requiredFieldsHooks = defineHooks({
  object: 'sales_stage',
  check: ({ image }) => {
    const keys = Array.isArray(image['required_fields']) ? image['required_fields'] : []
    const unknown = keys.filter((key) => typeof key !== 'string' || !isOpportunityField(key))
    return unknown.map((key) => ({ path: 'required_fields', code: 'option', data: { value: key } }))
  },
})

function isOpportunityField(key: string): boolean {
  return key.startsWith('x_') || COMMON_FIELDS.includes(key) || Object.hasOwn(Opportunity.fields, key)
}
