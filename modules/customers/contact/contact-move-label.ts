import { label } from '@perigon/define'

/** Name of the action that gives a contact a new employer; the hook points to it and the verb carries it. */
export const contactMoveLabel = label('更换任职单位', 'Change employer')
