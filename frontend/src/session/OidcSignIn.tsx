/** Sign-in at the deployment's OpenID Connect issuer: authorization code with PKCE. */
import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { WebStorageStateStore } from 'oidc-client-ts'
import { useEffect, useMemo, type ReactNode } from 'react'
import { AuthProvider, useAuth } from 'react-oidc-context'
import { Loading } from '../components/states'
import { Narrow } from '../shell/Narrow'
import { texts } from '../texts'
import type { SignInConfig } from './config'
import { SessionContext, type Session } from './session'

type Config = Extract<SignInConfig, { sign_in: 'oidc' }>

export default function OidcSignIn({ config, children }: { config: Config; children: ReactNode }) {
  const settings = useMemo(
    () => ({
      authority: config.authority,
      client_id: config.client_id,
      scope: config.scope,
      redirect_uri: `${window.location.origin}/`,
      // Gone with the tab: a token that outlives it is one more thing to steal.
      userStore: new WebStorageStateStore({ store: window.sessionStorage }),
      onSigninCallback: (user?: { state?: unknown }) => {
        const back = typeof user?.state === 'string' && user.state.startsWith('/') ? user.state : '/'
        window.history.replaceState({}, document.title, back)
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
  const signIn = () => auth.signinRedirect({ state: window.location.pathname + window.location.search })

  useEffect(() => {
    if (!isLoading && !isAuthenticated && !activeNavigator && !error) {
      void auth.signinRedirect({ state: window.location.pathname + window.location.search })
    }
  }, [auth, isLoading, isAuthenticated, activeNavigator, error])

  const session = useMemo<Session | null>(() => {
    if (!user) return null
    return {
      owner: user.profile.sub,
      name: user.profile.preferred_username ?? user.profile.email ?? user.profile.sub,
      token: async renew => {
        const current = renew ? await auth.signinSilent() : user
        const token = current?.[config.token]
        if (!token) throw new Error('signed out')
        return token
      },
      signOut: () => {
        const back = `${window.location.origin}/`
        void auth.signoutRedirect({
          post_logout_redirect_uri: back,
          // What Cognito wants instead; other issuers pass over it.
          extraQueryParams: { client_id: config.client_id, logout_uri: back },
        })
      },
    }
  }, [auth, user, config])

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
