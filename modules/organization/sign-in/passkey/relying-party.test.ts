import { expect, it } from 'vitest'
import { relyingPartyOf } from './relying-party.ts'

it.each([
  ['https://crm.example.com/perigon', { id: 'crm.example.com', origin: 'https://crm.example.com' }],
  ['https://crm.example.com:8443', { id: 'crm.example.com', origin: 'https://crm.example.com:8443' }],
  ['http://localhost:7300', { id: 'localhost', origin: 'http://localhost:7300' }],
  ['http://crm.example.com', null],
  ['https://192.0.2.1', null],
  ['https://[2001:db8::1]', null],
  ['http://127.0.0.1:7300', null],
])('%s', (url, party) => {
  expect(relyingPartyOf(url)).toEqual(party)
})
