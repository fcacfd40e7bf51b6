import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, type ReactNode } from 'react'
import { Loading, Failure } from '../components/states'
import { Narrow } from '../shell/Narrow'
import { CONFIG } from './config'
import { LocalSignIn } from './LocalSignIn'

const OidcSignIn = lazy(() => import('./OidcSignIn'))

/** Shows its children to who is signed in, and a sign-in to everybody else. */
export function SignIn({ children }: { children: ReactNode }) {
  const config = useQuery(CONFIG)
  if (config.isPending) return <Loading />
  if (config.isError) {
    return (
      <Narrow>
        <Failure error={config.error} retry={() => void config.refetch()} />
      </Narrow>
    )
  }
  if (config.data.sign_in === 'local') {
    return <LocalSignIn defaultUser={config.data.default_user}>{children}</LocalSignIn>
  }
  return (
    <Suspense fallback={<Loading />}>
      <OidcSignIn config={config.data}>{children}</OidcSignIn>
    </Suspense>
  )
}
