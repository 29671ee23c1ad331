import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

/** What a test bends to see it refused. */
export type Bend = { readonly origin?: string; readonly rpId?: string; readonly counter?: number; readonly unlocked?: boolean }

const b64 = (bytes: Buffer): string => bytes.toString('base64url')
const sha = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest()

/** CBOR of a byte string; lengths here stay below 65,536. */
function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? Buffer.from([0x58, bytes.length]) : Buffer.from([0x59, bytes.length >> 8, bytes.length & 255])
  return Buffer.concat([head, bytes])
}

const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])

/** An attestation of format `none` around the authenticator data. */
function attestation(data: Buffer): Buffer {
  const parts = [cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0]), cborText('authData'), cborBytes(data)]
  return Buffer.concat([Buffer.from([0xa3]), ...parts])
}

/** An authenticator in software after WebAuthn level 2: ES256, attestation `none`. */
export function softwareKey(input: { readonly origin: string; readonly rpId: string; readonly userHandle: string }) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cborBytes(Buffer.from(jwk.x ?? '', 'base64url')),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(jwk.y ?? '', 'base64url')),
  ])
  const clientData = (type: string, challenge: string, bend: Bend): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: bend.origin ?? input.origin, crossOrigin: false }))
  const authData = (flags: number, bend: Bend, rest: Buffer = Buffer.alloc(0)): Buffer => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(bend.counter ?? 0)
    const unlocked = bend.unlocked === false ? flags & ~0x04 : flags
    return Buffer.concat([sha(bend.rpId ?? input.rpId), Buffer.from([unlocked]), counter, rest])
  }
  return {
    register: (challenge: string, bend: Bend = {}) => {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
      const attestationObject = attestation(authData(0x45, bend, attested))
      return {
        id: b64(id),
        rawId: b64(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: b64(clientData('webauthn.create', challenge, bend)),
          attestationObject: b64(attestationObject),
          transports: ['internal'],
        },
      }
    },
    answer: (challenge: string, bend: Bend = {}) => {
      const [client, data] = [clientData('webauthn.get', challenge, bend), authData(0x05, bend)]
      const signature = createSign('sha256')
        .update(Buffer.concat([data, sha(client)]))
        .sign(privateKey)
      return {
        id: b64(id),
        rawId: b64(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: b64(client),
          authenticatorData: b64(data),
          signature: b64(signature),
          userHandle: Buffer.from(input.userHandle).toString('base64url'),
        },
      }
    },
  }
}
