/**
 * What routes say of their input before their own parsers look at it. Names and values inside queries and records are
 * checked against the snapshot, which a fixed schema could not do.
 */
const text = { type: 'string', maxLength: 200 } as const
const params = (...names: readonly string[]) =>
  ({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, text])), required: [...names] }) as const
const jsonObject = { type: ['object', 'null'] } as const
const querystring = { type: 'object' } as const

export const NO_INPUT = { querystring } as const
export const BODY = { querystring, body: jsonObject } as const
export const UPLOAD = { querystring, consumes: ['multipart/form-data'] } as const
/** `/:path` names an object. */
export const OBJECT = { params: params('path'), querystring } as const
export const OBJECT_BODY = { ...OBJECT, body: jsonObject } as const
/** `/:id` names a record. */
export const RECORD = { params: params('id'), querystring } as const
export const RECORD_BODY = { ...RECORD, body: jsonObject } as const
