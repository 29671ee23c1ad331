import { AppError, ERRORS, fill, ISSUES, type Locale, type Problem, text } from '@perigon/contracts'

/** An error as the problem document a caller gets, in their language. */
export function problemOf(error: AppError, locale: Locale, request: string): Problem {
  const entry: { readonly status: number; readonly retryable?: true; readonly label: { readonly zh: string; readonly en: string } } =
    ERRORS[error.code]
  const errors = error.issues.map((issue) => ({
    path: issue.path,
    code: issue.code,
    message: fill(text(ISSUES[issue.code], locale), issue.data, locale),
    ...(issue.data === undefined ? {} : { data: issue.data }),
  }))
  return {
    type: `urn:perigon:error:${error.code}`,
    title: fill(text(entry.label, locale), { ...error.data, request }, locale),
    status: entry.status,
    code: error.code,
    request,
    retryable: entry.retryable === true,
    ...(errors.length === 0 ? {} : { errors }),
    ...(Object.keys(error.data).length === 0 ? {} : { data: error.data }),
  }
}

type FrameworkError = { readonly code?: unknown; readonly statusCode?: unknown; readonly message?: unknown }

const CLIENT_ERRORS: { readonly [code: string]: () => AppError } = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new AppError('request.too_large', { data: { limit: '1 MB' } }),
  FST_REQ_FILE_TOO_LARGE: () => new AppError('request.too_large', { data: { limit: '500 MB' } }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new AppError('request.media_type'),
  FST_INVALID_MULTIPART_CONTENT_TYPE: () => new AppError('request.media_type'),
  // PostgreSQL keeps no null character in a text; a search or a filter is the only place where one gets that far.
  '22021': () => new AppError('request.invalid', { data: { detail: 'a text contains a null character' } }),
  '22P05': () => new AppError('request.invalid', { data: { detail: 'a text contains a null character' } }),
}

/** Whatever was thrown → AppError. What is not the caller's fault becomes `server.error`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code, statusCode, message }: FrameworkError = typeof error === 'object' && error !== null ? error : {}
  const known = typeof code === 'string' ? CLIENT_ERRORS[code] : undefined
  if (known !== undefined) return known()
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new AppError('request.invalid', { data: { detail: String(message ?? '').slice(0, 200) }, cause: error })
  }
  return new AppError('server.error', { cause: error })
}
