export { type PushDevice, type PushDevices, type PushSubscription } from './devices.ts'
export { createPush, type Push, type PushEntry, type PushKind, type PushLetter, type PushText } from './push.ts'
