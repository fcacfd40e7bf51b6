/** Create: what a course is made from, and the way to each kind of it. */
import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { Loading } from '../components/states'
import { Kinds } from './Kinds'

const ExamWizard = lazy(() => import('./exam/ExamWizard'))
const TopicWizard = lazy(() => import('./topic/TopicWizard'))
const ProgramWizard = lazy(() => import('./program/ProgramWizard'))

export default function Create() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route index element={<Kinds />} />
        <Route path="exam" element={<ExamWizard />} />
        <Route path="topic" element={<TopicWizard />} />
        <Route path="program" element={<ProgramWizard />} />
        <Route path="*" element={<Navigate to="/new" replace />} />
      </Routes>
    </Suspense>
  )
}
