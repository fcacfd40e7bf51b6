/** EditorForm: the fields of a lesson, what is wrong with them, and Save. */
import { Anchor, Stack, Text, Title } from '@mantine/core'
import {
  useEffect,
  useEffectEvent,
  useReducer,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { Link } from 'react-router'
import { useApi } from '../api/context'
import { lesson as lessonNow, type EditedLesson } from '../api/lessons'
import type { Course } from '../api/types'
import { PageTitle } from '../components/PageTitle'
import { tellFailed } from '../components/telling'
import { useFaultFocus } from '../create/useFaultFocus'
import { coursePath } from '../reader/addresses'
import { useExam } from '../reader/useExam'
import { revisedOf } from '../revision/revised'
import { Revision } from '../revision/Revision'
import { useStage } from '../revision/useStage'
import { editor } from '../texts/editor'
import { ActionBar } from './ActionBar'
import { Ask } from './Ask'
import { begun, edited, isDirty, openFaults, type Draft } from './editing'
import type { DraftPlace } from './drafts'
import classes from './editor.module.css'
import { ExamFields } from './ExamFields'
import { Faults } from './faults'
import { FoundHere } from './FoundHere'
import { MarkdownField } from './MarkdownField'
import { Aside, Conflict, NotSaved, Unsaved } from './Notices'
import { placed } from './pointers'
import { ProjectFields } from './ProjectFields'
import { Section } from './Section'
import { TextField } from './TextField'
import { TextList } from './TextList'
import { useDraft } from './useDraft'
import { useLeaveGuard } from './useLeaveGuard'
import { useSave } from './useSave'
import { Versions } from './Versions'

interface EditorFormProps {
  course: Course
  live: EditedLesson
  draft: Draft | null
  place: DraftPlace
}

export function EditorForm({ course, live, draft, place }: EditorFormProps) {
  const [state, apply] = useReducer(edited, live, live => begun(live, draft))
  const form = useRef<HTMLFormElement>(null)
  const lookAtFaults = useFaultFocus(form)
  const saving = useSave(place, state, apply, lookAtFaults)
  const isKept = useDraft(place, state, draft)
  const changed = isDirty(state)
  const leaving = useLeaveGuard(changed || !isKept)
  const forget = useEffectEvent(saving.reset)
  // Why it was not saved is said as long as there is something to save, and not again of what is typed then.
  useEffect(() => {
    if (!changed) forget()
  }, [changed])
  const load = useLoad(place, lesson => apply({ type: 'loaded', lesson }))
  const [, goTo] = useStage()
  const { at, rest } = placed(openFaults(state), state.lesson)

  const saveByKeys = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return
    event.preventDefault()
    if (changed && state.conflict === null) saving.save()
  }
  return (
    <>
      <PageTitle of={editor.title(state.live.title)} />
      <Head course={course} lesson={state.live}>
        {course.status === 'generating' ? (
          <Text size="sm">{editor.atStop}</Text>
        ) : (
          <Revision
            of={revisedOf(course, live.lesson_id)}
            isUnsaved={changed}
            onAccepted={lesson => apply({ type: 'loaded', lesson })}
          />
        )}
      </Head>
      <Stack gap="md">
        {state.conflict !== null && (
          <Conflict
            isPending={saving.isPending || load.isLoading}
            load={load.load}
            overwrite={() => saving.save(state.conflict ?? state.base)}
          />
        )}
        {state.aside.length > 0 && (
          <Aside takeBack={() => apply({ type: 'tookBack' })} leave={() => apply({ type: 'leftAside' })} />
        )}
        {draft !== null && state.lesson === draft.lesson && state.conflict === null && (
          <Unsaved at={draft.at} discard={() => apply({ type: 'discarded' })} />
        )}
        {changed && (
          <NotSaved
            error={saving.error}
            rest={rest}
            count={at.size + rest.length}
            isInConflict={state.conflict !== null}
            isKept={isKept}
          />
        )}
        <FoundHere course={course} lessonId={live.lesson_id} />
      </Stack>
      <form
        ref={form}
        noValidate
        className={classes.form}
        onKeyDown={saveByKeys}
        onSubmit={event => {
          event.preventDefault()
          if (state.conflict === null) saving.save()
        }}
      >
        <Faults value={at}>
          <Fields course={course} lesson={state.lesson} change={change => apply({ type: 'typed', change })} />
        </Faults>
        <ActionBar
          saving={saving}
          course={course}
          lessonId={live.lesson_id}
          isChanged={changed}
          isKept={isKept}
          isInConflict={state.conflict !== null}
          discard={() => apply({ type: 'discarded' })}
        />
      </form>
      <Versions
        place={place}
        onRestored={lesson => apply({ type: 'loaded', lesson })}
        compare={version => goTo({ kind: 'proposal', version })}
      />
      <Ask
        isOpen={leaving.isAsked}
        title={editor.leaving.title}
        text={isKept ? editor.leaving.kept : editor.leaving.lost}
        no={editor.leaving.stay}
        yes={editor.leaving.leave}
        onNo={leaving.stay}
        onYes={leaving.leave}
      />
    </>
  )
}

function Head({ course, lesson, children }: { course: Course; lesson: EditedLesson; children: ReactNode }) {
  return (
    <header>
      <Text size="sm" c="dimmed" dir="auto">
        <Anchor component={Link} to={coursePath(course.course_id)} inherit>
          {course.title}
        </Anchor>
        {' · '}
        <Anchor component={Link} to={coursePath(course.course_id, lesson.lesson_id)} inherit>
          {editor.toLesson}
        </Anchor>
      </Text>
      <Title order={1} size="h2" dir="auto" className={classes.title ?? ''}>
        {editor.title(lesson.title)}
      </Title>
      {children}
    </header>
  )
}

interface FieldsProps {
  course: Course
  lesson: EditedLesson
  change: (change: (lesson: EditedLesson) => EditedLesson) => void
}

function Fields({ course, lesson, change }: FieldsProps) {
  const t = editor.fields
  const exam = useExam(course.kind === 'exam' ? course.exam_id : null)
  return (
    <>
      <TextField
        at="/title"
        label={t.title}
        isOneLine
        value={lesson.title}
        onChange={title => change(before => ({ ...before, title }))}
      />
      <Section title={t.objectives}>
        <TextList
          at="/objectives"
          label={t.objective}
          values={lesson.objectives}
          onChange={objectives => change(before => ({ ...before, objectives }))}
        />
      </Section>
      <Section title={t.body}>
        <MarkdownField
          at="/body"
          label={t.body}
          value={lesson.body}
          onChange={body => change(before => ({ ...before, body }))}
        />
      </Section>
      {'quiz' in lesson ? (
        <ExamFields
          lesson={lesson}
          exam={exam}
          change={one => change(before => ('quiz' in before ? one(before) : before))}
        />
      ) : (
        <ProjectFields
          lesson={lesson}
          change={one => change(before => ('tasks' in before ? one(before) : before))}
        />
      )}
    </>
  )
}

/** The lesson as the service has it now. */
function useLoad(place: DraftPlace, loaded: (lesson: EditedLesson) => void) {
  const api = useApi()
  const [isLoading, setLoading] = useState(false)
  async function load() {
    setLoading(true)
    try {
      loaded(await lessonNow(api, place))
    } catch (error) {
      if (error instanceof Error) tellFailed(editor.conflict.load, error)
    } finally {
      setLoading(false)
    }
  }
  return { isLoading, load: () => void load() }
}
