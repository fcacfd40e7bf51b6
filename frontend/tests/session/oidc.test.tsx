/** A renewal that fails takes nothing away of what is shown, and its request fails as others do. */
import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { User } from 'oidc-client-ts'
import { useEffect } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem, Unreachable } from '../../src/api/errors'
import OidcSignIn from '../../src/session/OidcSignIn'
import { useSession, type Session } from '../../src/session/session'
import { texts } from '../../src/texts'

const ISSUER = 'http://issuer.test'
const CONFIG = { sign_in: 'oidc', authority: ISSUER, client_id: 'page', scope: 'openid' } as const
const KEPT = `oidc.user:${ISSUER}:page`

let tokens: () => Response
let session: Session | undefined

beforeEach(() => {
  session = undefined
  const user = new User({
    access_token: 'old',
    refresh_token: 'refresh',
    token_type: 'Bearer',
    profile: { sub: 'ada', iss: ISSUER, aud: 'page', exp: 0, iat: 0 },
    expires_at: Math.floor(Date.now() / 1000) + 3600,
  })
  sessionStorage.setItem(KEPT, user.toStorageString())
  const found = {
    issuer: ISSUER,
    token_endpoint: `${ISSUER}/token`,
    authorization_endpoint: `${ISSUER}/authorize`,
  }
  const headers = { 'Content-Type': 'application/json' }
  vi.stubGlobal('fetch', (address: string | URL | Request) => {
    const url = address instanceof Request ? address.url : `${address}`
    if (url.endsWith('/token')) return Promise.resolve().then(tokens)
    return Promise.resolve(new Response(JSON.stringify(found), { headers }))
  })
})

afterEach(() => {
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

function Page() {
  const shown = useSession()
  useEffect(() => {
    session = shown
  }, [shown])
  return <p>A draft of {shown.owner}</p>
}

async function drawn(): Promise<Session> {
  render(
    <MantineProvider env="test">
      <OidcSignIn config={CONFIG}>
        <Page />
      </OidcSignIn>
    </MantineProvider>,
  )
  await screen.findByText('A draft of ada')
  if (!session) throw new Error('no session')
  return session
}

const issued = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

test('a token is renewed', async () => {
  tokens = () =>
    issued({ access_token: 'new', refresh_token: 'next', token_type: 'Bearer', expires_in: 3600 })
  const { token } = await drawn()
  expect(await token(false)).toBe('old')
  expect(await token(true)).toBe('new')
  expect(await token(false)).toBe('new')
})

test('an issuer that does not answer is one that cannot be reached', async () => {
  tokens = () => {
    throw new TypeError('Failed to fetch')
  }
  const { token } = await drawn()
  await expect(token(true)).rejects.toBeInstanceOf(Unreachable)
  await screen.findByText('A draft of ada')
  expect(screen.queryByRole('button', { name: texts.session.again })).toBeNull()
  // The next request tries again.
  tokens = () => issued({ access_token: 'new', token_type: 'Bearer', expires_in: 3600 })
  expect(await token(true)).toBe('new')
})

test('who is signed out keeps what is shown, and may sign in again', async () => {
  tokens = () => issued({ error: 'invalid_grant' }, 400)
  const { token } = await drawn()
  const error: unknown = await token(true).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ApiProblem)
  expect((error as ApiProblem).status).toBe(401)
  await screen.findByRole('button', { name: texts.session.again })
  await screen.findByText('A draft of ada')
})
