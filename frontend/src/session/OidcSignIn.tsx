/** Sign-in at the deployment's OpenID Connect issuer: authorization code with PKCE. */
import { Alert, Button, Dialog, Stack, Text, Title } from '@mantine/core'
import { ErrorResponse, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { AuthProvider, useAuth } from 'react-oidc-context'
import { ApiProblem, Unreachable } from '../api/errors'
import type { TokenSource } from '../api/transport'
import { Loading } from '../components/states'
import { Narrow } from '../shell/Narrow'
import { texts } from '../texts'
import { backTo, here } from './back'
import type { SignInConfig } from './config'
import { SessionContext, type Session } from './session'
import { together } from './together'

/**
 * Longest wait for an answer of the issuer, s: of a sign-in, a renewal, a sign-out. A renewal without one is tried
 * again with the next request; at a sign-out one is signed out here without it.
 */
const LONGEST_S = 5

type Config = Extract<SignInConfig, { sign_in: 'oidc' }>

export default function OidcSignIn({ config, children }: { config: Config; children: ReactNode }) {
  // As long as the page: a configuration is fetched once.
  const [manager] = useState(() => managerOf(config))
  return (
    <AuthProvider
      userManager={manager}
      onSigninCallback={user => window.history.replaceState({}, document.title, backTo(user?.state))}
    >
      <SignedIn config={config} manager={manager}>
        {children}
      </SignedIn>
    </AuthProvider>
  )
}

function managerOf(config: Config): UserManager {
  return new UserManager({
    authority: config.authority,
    client_id: config.client_id,
    scope: config.scope,
    redirect_uri: `${window.location.origin}/`,
    // Gone with the tab, as is what a sign-in leaves behind that nobody ends: a token that outlives it is one
    // more thing to steal, and so is a code verifier.
    userStore: new WebStorageStateStore({ store: window.sessionStorage }),
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
    requestTimeoutInSeconds: LONGEST_S,
    // A token is renewed when it is refused; a second renewal beside that one would use up its refresh token.
    automaticSilentRenew: false,
  })
}

interface SignedInProps {
  config: Config
  manager: UserManager
  children: ReactNode
}

function SignedIn({ config, manager, children }: SignedInProps) {
  const auth = useAuth()
  const { user, isLoading, isAuthenticated, activeNavigator, error } = auth
  // The same functions always, while `auth` is another object with each of its states; bound to their manager.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { revokeTokens, signoutRedirect } = auth
  const signIn = () => auth.signinRedirect({ state: here(window.location) })
  // Requests that are refused together renew together: a refresh token is good once.
  const [renewing] = useState(() => together<User | null>())
  const [isOver, setOver] = useState(false)

  useEffect(() => {
    if (!isLoading && !isAuthenticated && !activeNavigator && !error) {
      void auth.signinRedirect({ state: here(window.location) })
    }
  }, [auth, isLoading, isAuthenticated, activeNavigator, error])

  const session = useMemo<Session | null>(() => {
    if (!user) return null
    return {
      owner: user.profile.sub,
      name: user.profile.preferred_username ?? user.profile.email ?? user.profile.sub,
      token: tokensOf(user, () =>
        // The manager's own: that of `auth` makes an error of the sign-in of what is one of a request.
        renewing(() => manager.signinSilent()).catch((error: unknown) => {
          if (error instanceof ErrorResponse) setOver(true)
          throw error
        }),
      ),
      signOut: () => {
        const back = `${window.location.origin}/`
        // First, while the page still has it; an issuer that cannot revoke, or does not answer, keeps nobody here.
        // Cognito knows no revocation of access tokens, which end within the hour.
        void revokeTokens(['refresh_token'])
          .catch(() => undefined)
          .then(() =>
            signoutRedirect({
              post_logout_redirect_uri: back,
              // What Cognito wants instead; other issuers pass over it.
              extraQueryParams: { client_id: config.client_id, logout_uri: back },
            }),
          )
      },
    }
  }, [user, config, manager, renewing, revokeTokens, signoutRedirect])

  // Whoever is signed in keeps what is shown, with all that is typed there.
  if (error && !session) {
    return (
      <Narrow>
        <Stack>
          <Title order={1}>{texts.session.title}</Title>
          <Alert color="red" title={texts.session.failed}>
            <Text>{error.message}</Text>
          </Alert>
          <Button onClick={() => void signIn()}>{texts.session.again}</Button>
        </Stack>
      </Narrow>
    )
  }
  if (!session) return <Loading />
  return (
    <SessionContext value={session}>
      {children}
      <Dialog opened={isOver} withBorder position={{ bottom: 16, left: 16 }}>
        <Stack gap="sm" role="alert">
          <Text size="sm">{texts.session.over}</Text>
          <Button size="xs" onClick={() => void signIn()}>
            {texts.session.again}
          </Button>
        </Stack>
      </Dialog>
    </SessionContext>
  )
}

/** The last token that was given stays the token of requests that began before it. */
function tokensOf(user: User, signInAgain: () => Promise<User | null>): TokenSource {
  let token = user.access_token
  return async renew => {
    if (!renew) return token
    const renewed = await signInAgain().catch(thrown)
    if (!renewed) throw new ApiProblem(401, OVER, null)
    return (token = renewed.access_token)
  }
}

/** What a request fails with whose token could not be renewed: as it is promised of the client. */
const OVER = { code: 'unauthenticated', detail: texts.session.over }

function thrown(cause: unknown): never {
  if (cause instanceof ErrorResponse) throw new ApiProblem(401, OVER, null)
  throw new Unreachable('The issuer of the sign-in cannot be reached.', { cause })
}
