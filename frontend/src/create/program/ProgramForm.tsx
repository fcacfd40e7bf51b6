/** ProgramForm: profile and program on one page; the profile is stored with the start, or by itself. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { StartJob } from '../../api/client'
import { ApiProblem } from '../../api/errors'
import { useApi } from '../../api/context'
import type { Profile } from '../../api/types'
import { PROFILE } from '../../jobs/keys'
import { tellDone } from '../../components/telling'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { ANYBODY, readersInput } from '../readersChoice'
import { AskAnew } from '../AskAnew'
import { QuoteNote } from '../QuoteNote'
import { Refusal } from '../Refusal'
import { useFaultFocus } from '../useFaultFocus'
import { useStart } from '../useStart'
import { placed, profileOf, programInput } from './form'
import { Now } from './Now'
import { Place } from './Place'
import { Plan } from './Plan'
import { useProgramForm } from './useProgramForm'
import { You } from './You'

const t = texts.create.program

export function ProgramForm({ profile }: { profile: Profile | null }) {
  const form = useProgramForm(profile)
  const [readers, setReaders] = useState(ANYBODY)
  const [fresh, setFresh] = useState(false)
  const root = useRef<HTMLFormElement>(null)
  const lookAtFault = useFaultFocus(root)
  const navigate = useNavigate()
  const save = useSaveProfile()
  const start = useStart()
  const error = save.error ?? start.error

  const look = { onError: (problem: Error) => refused(problem) }
  function refused(problem: Error) {
    form.refuse(problem)
    lookAtFault()
  }
  const asked = (): StartJob => ({
    pipeline: 'training_program',
    input: { ...programInput(form.fields), ...readersInput(readers) },
    options: { fresh },
  })
  // With the profile as it stands here: what is stored is that of the last time.
  const quotable = (): StartJob => {
    const { input, ...others } = asked()
    return { ...others, input: { ...input, profile: profileOf(form.fields) } }
  }
  function saveAlone() {
    start.reset()
    if (!form.check('profile')) lookAtFault()
    else save.mutate(profileOf(form.fields), { ...look, onSuccess: tellSaved })
  }
  function generate() {
    start.reset()
    if (!form.check('everything') || readers.language.trim() === '') {
      lookAtFault()
      return
    }
    const onSuccess = (job: { job_id: string }) =>
      void navigate(`/queue?job=${encodeURIComponent(job.job_id)}`)
    // The job reads the stored profile, so that comes first.
    save.mutate(profileOf(form.fields), {
      ...look,
      onSuccess: () => start.mutate(asked(), { ...look, onSuccess }),
    })
  }
  const faults = Object.keys(form.faults).length
  const isBusy = save.isPending || start.isPending
  return (
    <form
      ref={root}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (!isBusy) generate()
      }}
    >
      <Stack gap="lg">
        <You form={form} />
        <Now form={form} />
        <Place form={form} />
        <Plan form={form} readers={readers} setReaders={setReaders}>
          <AskAnew isOn={fresh} set={setFresh} />
        </Plan>
        <Refusal error={error} shown={error instanceof ApiProblem ? placed(error.faults).shown : []} />
        <Group justify="end" gap="xs" className={classes.bar ?? ''}>
          {faults > 0 && (
            <Text size="sm" fw={600} role="status">
              {t.faults(faults)}
            </Text>
          )}
          <QuoteNote start={form.isSound && readers.language.trim() !== '' ? quotable() : null} />
          <Button variant="default" onClick={saveAlone} disabled={isBusy}>
            {t.save}
          </Button>
          <Button type="submit" loading={isBusy}>
            {t.start}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useSaveProfile() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (profile: Profile) => api.storeProfile(profile),
    onSuccess: stored => {
      queries.setQueryData(PROFILE, stored)
    },
  })
}

function tellSaved() {
  tellDone(t.savedText, { title: t.saved })
}
