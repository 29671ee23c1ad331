import { AppError, isJsonObject } from '@perigon/contracts'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

const LONGEST = 20_000

function refuse(): never {
  throw new AppError('auth.passkey')
}

function part(value: unknown): string {
  return typeof value === 'string' && value.length <= LONGEST && /^[\w-]+$/.test(value) ? value : refuse()
}

/** What a browser made at a registration, with nothing in it that we did not look at. */
export function registrationOf(input: unknown): RegistrationResponseJSON {
  if (!isJsonObject(input) || !isJsonObject(input['response'])) return refuse()
  const { response } = input
  const transports = Array.isArray(response['transports']) ? response['transports'].map(part).slice(0, 10) : []
  return {
    id: part(input['id']),
    rawId: part(input['rawId']),
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON: part(response['clientDataJSON']), attestationObject: part(response['attestationObject']), transports },
  }
}

/** What a browser made at a sign-in. */
export function authenticationOf(input: unknown): AuthenticationResponseJSON {
  if (!isJsonObject(input) || !isJsonObject(input['response'])) return refuse()
  const { response } = input
  return {
    id: part(input['id']),
    rawId: part(input['rawId']),
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: part(response['clientDataJSON']),
      authenticatorData: part(response['authenticatorData']),
      signature: part(response['signature']),
      userHandle: part(response['userHandle']),
    },
  }
}
