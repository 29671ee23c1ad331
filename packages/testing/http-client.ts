import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'

/** A browser session against a server under test, without a network. */
export type TestClient = {
  request(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: { readonly [name: string]: string },
  ): Promise<LightMyRequestResponse>
  readonly cookie: string
  readonly csrf: string
}

/** Signs in and keeps cookie and CSRF token. */
export async function signedIn(app: FastifyInstance, login: string, password: string): Promise<TestClient> {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password } })
  if (answer.statusCode !== 200) throw new Error(`sign-in of ${login}: ${answer.statusCode} ${answer.body}`)
  const cookie = answer.cookies.map((each) => `${each.name}=${each.value}`).join('; ')
  const { csrf }: { csrf: string } = answer.json()
  return {
    cookie,
    csrf,
    request: (...[method, url, body, headers]) => {
      const options: InjectOptions = { method, url, headers: { cookie, 'x-csrf-token': csrf, 'accept-language': 'en-US', ...headers } }
      return app.inject(
        body === undefined
          ? options
          : { ...options, payload: JSON.stringify(body), headers: { ...options.headers, 'content-type': 'application/json' } },
      )
    },
  }
}
