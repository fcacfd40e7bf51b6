/** Broken questions of a file are mended in the wizard, and can be had back as they stand in the file. */
import { fireEvent, screen, within } from '@testing-library/react'
import { useCallback, useState } from 'react'
import { expect, test } from 'vitest'
import type { ReadExam } from '../../src/create/exam/exam'
import { Preview } from '../../src/create/exam/Preview'
import { useExamDraft, type ChangeChoices, type Choices } from '../../src/create/exam/useExamDraft'
import { texts } from '../../src/texts'
import { draw } from '../drawn'

const t = texts.create.exam
const option = (option_id: string, text: string) => ({ option_id, text })
const EXAM: ReadExam = {
  title: 'Storage',
  questions: [
    { question_id: 'q1', text: 'Which?', options: [option('A', 'One'), option('B', 'Two')], correct: ['A'] },
    { question_id: 'q2', text: 'What?', options: [option('A', 'This')], correct: ['Z'] },
  ],
}

/** What would be sent; null while it cannot be. */
function sent(): ReadExam | null {
  return JSON.parse(document.querySelector('[data-sent]')?.textContent ?? '') as ReadExam | null
}

function Wizard() {
  const [choices, setChoices] = useState<Choices>({ title: 'Storage', out: [], mended: {} })
  const change = useCallback<ChangeChoices>(change => setChoices(change), [])
  const draft = useExamDraft(EXAM, choices, change)
  return (
    <>
      <Preview draft={draft} name="exam.json" another={() => undefined} />
      <pre data-sent>{JSON.stringify(draft.isSound ? draft.kept : null)}</pre>
    </>
  )
}

test('an option more and the right one ticked make it sound', () => {
  draw(<Wizard />)
  expect(sent()).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: t.mend.startNamed(2) }))
  const form = within(screen.getByRole('group', { name: t.mend.title(2) }))
  fireEvent.click(form.getByRole('button', { name: t.mend.add }))
  fireEvent.change(form.getByRole('textbox', { name: t.mend.option('B') }), { target: { value: 'That' } })
  fireEvent.click(form.getByRole('checkbox', { name: t.mend.right('B') }))
  expect(sent()?.questions[1]).toEqual({
    question_id: 'q2',
    text: 'What?',
    options: [option('A', 'This'), option('B', 'That')],
    correct: ['B'],
  })
  expect(sent()?.questions[0]).toEqual(EXAM.questions[0])
  fireEvent.click(form.getByRole('button', { name: t.mend.close }))
  fireEvent.click(screen.getByRole('button', { name: t.mend.asInFileNamed(2) }))
  expect(sent()).toBeNull()
})
