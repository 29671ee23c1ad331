import { defineModule } from '@perigon/kernel'
import { contactHooks } from './contact/contact.hooks.ts'
import { eraseContact } from './contact/erase-contact.verb.ts'
import { moveContact } from './contact/contact.verbs.ts'
import { contactPositionHooks } from './contact-position/contact-position.hooks.ts'
import { creditCode } from './customer/credit-code.ts'
import { customerHooks } from './customer/customer.hooks.ts'
import { industrySeeds } from './industry/industry.seeds.ts'
import { mergedGroups } from './duplicate-centre/merged-groups.subscriber.ts'
import { duplicateGuards } from './duplicate-rule/duplicate.guard.ts'
import { duplicateRuleHooks } from './duplicate-rule/duplicate-rule.hooks.ts'
import { duplicateRuleSeeds } from './duplicate-rule/duplicate-rule.seeds.ts'
import {
  Contact,
  ContactPosition,
  Customer,
  CustomerPool,
  DuplicateRule,
  Industry,
  PoolMember,
  Region,
  SelfServiceLogin,
} from './objects.ts'
import { poolMemberHooks } from './pool-member/pool-member.hooks.ts'
import { regionSeeds } from './region/region.seeds.ts'
import { selfServiceLoginHooks } from './self-service-login/self-service-login.hooks.ts'

export const customers = defineModule({
  name: 'customers',
  needs: ['organization'],
  objects: [Industry, Region, CustomerPool, PoolMember, Customer, Contact, ContactPosition, DuplicateRule, SelfServiceLogin],
  hooks: [customerHooks, contactHooks, contactPositionHooks, duplicateRuleHooks, poolMemberHooks, selfServiceLoginHooks],
  guards: duplicateGuards,
  subscribers: [mergedGroups],
  verbs: [moveContact, eraseContact],
  checks: { credit_code: creditCode },
  seeds: [...industrySeeds, ...regionSeeds, ...duplicateRuleSeeds],
})
