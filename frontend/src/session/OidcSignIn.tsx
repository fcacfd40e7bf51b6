/** Sign-in at the deployment's OpenID Connect issuer: authorization code with PKCE. */
import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { WebStorageStateStore, type User } from 'oidc-client-ts'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { AuthProvider, useAuth } from 'react-oidc-context'
import type { TokenSource } from '../api/transport'
import { Loading } from '../components/states'
import { Narrow } from '../shell/Narrow'
import { texts } from '../texts'
import { backTo, here } from './back'
import type { SignInConfig } from './config'
import { SessionContext, type Session } from './session'
import { together } from './together'

/** Longest wait for the issuer at a sign-out, s; then one is signed out here without it. */
const LONGEST_S = 5

type Config = Extract<SignInConfig, { sign_in: 'oidc' }>

export default function OidcSignIn({ config, children }: { config: Config; children: ReactNode }) {
  const settings = useMemo(
    () => ({
      authority: config.authority,
      client_id: config.client_id,
      scope: config.scope,
      redirect_uri: `${window.location.origin}/`,
      // Gone with the tab, as is what a sign-in leaves behind that nobody ends: a token that outlives it is one
      // more thing to steal, and so is a code verifier.
      userStore: new WebStorageStateStore({ store: window.sessionStorage }),
      stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
      requestTimeoutInSeconds: LONGEST_S,
      onSigninCallback: (user?: { state?: unknown }) => {
        window.history.replaceState({}, document.title, backTo(user?.state))
      },
    }),
    [config],
  )
  return (
    <AuthProvider {...settings}>
      <SignedIn config={config}>{children}</SignedIn>
    </AuthProvider>
  )
}

function SignedIn({ config, children }: { config: Config; children: ReactNode }) {
  const auth = useAuth()
  const { user, isLoading, isAuthenticated, activeNavigator, error } = auth
  // The same functions always. `auth` is another object with each state of a renewal: a session made of it would
  // begin in the middle of one, with the token that is being renewed. They are bound to their manager.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { signinSilent, revokeTokens, signoutRedirect } = auth
  const signIn = () => auth.signinRedirect({ state: here(window.location) })
  // Requests that are refused together renew together: a refresh token is good once.
  const [renewing] = useState(() => together<User | null>())

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
      token: tokensOf(user, () => renewing(() => signinSilent())),
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
  }, [user, config, renewing, signinSilent, revokeTokens, signoutRedirect])

  if (error) {
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
  return <SessionContext value={session}>{children}</SessionContext>
}

/** The last token that was given stays the token of requests that began before it. */
function tokensOf(user: User, signInAgain: () => Promise<User | null>): TokenSource {
  let token = user.access_token
  return async renew => {
    if (!renew) return token
    const renewed = await signInAgain()
    if (!renewed) throw new Error('signed out')
    return (token = renewed.access_token)
  }
}
