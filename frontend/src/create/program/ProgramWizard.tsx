/** ProgramWizard: who trains, and what for. */
import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/context'
import { Failure } from '../../components/states'
import { PROFILE } from '../../jobs/keys'
import { texts } from '../../texts'
import { Frame } from '../Frame'
import { ProgramForm } from './ProgramForm'

const t = texts.create.program

export default function ProgramWizard() {
  const api = useApi()
  const profile = useQuery({
    queryKey: PROFILE,
    queryFn: ({ signal }) => api.profile(signal),
    // What is being filled in must not be replaced under the person's hands.
    staleTime: Infinity,
  })
  return (
    <Frame title={t.title} lead={t.lead} back="/new">
      {profile.isPending && (
        <Stack gap="lg">
          <Skeleton height={320} radius="lg" />
          <Skeleton height={240} radius="lg" />
        </Stack>
      )}
      {profile.isError && <Failure error={profile.error} retry={() => void profile.refetch()} />}
      {profile.isSuccess && <ProgramForm profile={profile.data} />}
    </Frame>
  )
}
