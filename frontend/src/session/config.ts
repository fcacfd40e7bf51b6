/** How one signs in here: `/config.json`, written by the deployment or by the local stack. */

export type SignInConfig =
  | { sign_in: 'local'; default_user: string }
  | {
      sign_in: 'oidc'
      authority: string
      client_id: string
      scope: string
    }

export const CONFIG = { queryKey: ['config'], queryFn: loadConfig, staleTime: Infinity } as const

async function loadConfig(): Promise<SignInConfig> {
  // Exactly as index.html preloads it, or it is fetched twice; it carries `no-cache` itself.
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`config.json: HTTP ${response.status}`)
  return (await response.json()) as SignInConfig
}
