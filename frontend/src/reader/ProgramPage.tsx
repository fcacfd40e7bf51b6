/** ProgramPage: a training program to train by, and everything that it was made from. */
import { Group, Skeleton, Stack, Title, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { useApi } from '../api/context'
import type { Program } from '../api/types'
import { Failure } from '../components/states'
import { programKey } from '../jobs/keys'
import type { Look } from '../jobs/status'
import { PageTitle } from '../components/PageTitle'
import { WayOut } from '../components/WayOut'
import { texts } from '../texts'
import { AnalysisView } from './AnalysisView'
import { analysisOf } from './analysis'
import { date, sentence } from './amounts'
import { DownloadButton } from './DownloadButton'
import { Fact, Facts } from './Facts'
import { FindingsOverview } from './Findings'
import { weekPointer } from './findings'
import { useFine } from './fine'
import { Generating } from './Generating'
import { HowItWasMade } from './HowItWasMade'
import { PrintButton } from './PrintButton'
import { Volume } from './Volume'
import { Weeks } from './Weeks'
import { useWriting } from './writing'
import classes from './reader.module.css'

const t = texts.reader

export default function ProgramPage() {
  const { programId = '' } = useParams()
  const api = useApi()
  const program = useQuery({
    queryKey: programKey(programId),
    queryFn: ({ signal }) => api.program(programId, signal),
  })
  return (
    <div className={classes.wide}>
      {program.data ? (
        <Reader key={programId} program={program.data} />
      ) : program.isError ? (
        <>
          <VisuallyHidden component="h1">{texts.common.failed}</VisuallyHidden>
          <Failure
            error={program.error}
            retry={() => void program.refetch()}
            wayOut={<WayOut to="/courses">{texts.common.toLibrary}</WayOut>}
          />
        </>
      ) : (
        <ProgramSkeleton />
      )}
    </div>
  )
}

function Reader({ program }: { program: Program }) {
  const fine = useFine(program.program_id)
  const isUnfinished = program.status === 'generating'
  const writing = useWriting(program.status, program.job_id)
  const isBeingWritten = writing.isGoingOn
  const notes = program.analysis ? (analysisOf(program.analysis).notes ?? []) : []
  return (
    <article>
      <PageTitle of={program.title} />
      {isUnfinished && (
        <Generating jobId={program.job_id} artifact={programKey(program.program_id)} done="" />
      )}
      <Head program={program} look={writing.look} />
      <FindingsOverview
        found={program.quality?.findings ?? []}
        places={program.weeks.map(({ week }, index) => ({
          title: t.program.week(week),
          to: `?week=${week}`,
          pointer: weekPointer(index),
        }))}
        fine={fine}
      />
      {notes.length > 0 && (
        <section className={classes.notes}>
          <Title order={2} size="sm">
            {t.program.notes}
          </Title>
          <ul className={classes.list}>
            {notes.map(note => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      {program.weeks.length > 0 ? (
        <>
          <Volume weeks={program.weeks} />
          <Weeks weeks={program.weeks} found={program.quality?.findings ?? []} fine={fine} />
        </>
      ) : (
        <p className={classes.pending}>{isBeingWritten ? t.program.pending : t.program.notWritten}</p>
      )}
      {program.level && <HowItWasMade program={program} level={program.level} />}
      {program.analysis ? (
        <AnalysisView analysis={analysisOf(program.analysis)} />
      ) : (
        isBeingWritten && <p className={classes.pending}>{t.program.analysisPending}</p>
      )}
    </article>
  )
}

/** All of it is here. */
const nothing = () => Promise.resolve()

function Head({ program, look }: { program: Program; look: Look }) {
  const api = useApi()
  return (
    <header className={classes.head}>
      <Title order={1} dir="auto" className={classes.title ?? ''}>
        {program.title}
      </Title>
      {program.description && (
        <p className={classes.lead} dir="auto">
          {program.description}
        </p>
      )}
      <Facts look={look} madeBy={program.made_by}>
        <Fact>
          {sentence(program.goal)} · {t.library.weeks(program.weeks_total)} ·{' '}
          {t.library.daysPerWeek(program.days_per_week)}
        </Fact>
        <Fact>{t.created(date(program.created_at))}</Fact>
      </Facts>
      {program.status === 'ready' && (
        <Group gap="xs" className={classes.actions ?? ''}>
          <DownloadButton load={() => api.programFile(program.program_id)} />
          <PrintButton prepare={nothing} />
        </Group>
      )}
    </header>
  )
}

function ProgramSkeleton() {
  return (
    <Stack role="status" aria-label={texts.common.loading}>
      <Skeleton h={38} w="60%" />
      <Skeleton h={22} w="80%" />
      <Skeleton h={22} w="40%" />
      <Skeleton h={260} mt="lg" />
    </Stack>
  )
}
